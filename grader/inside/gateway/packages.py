"""Which of the packages that an install command names are there: what is said in place of installing them."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator, Sequence
from typing import Final

VERBS: Final = frozenset({"install", "uninstall", "update", "upgrade", "add"})
# Options whose next word is theirs and no package.
WITH_A_WORD: Final = frozenset(
    {"-c", "-e", "-f", "-i", "-n", "-r", "-t", "--channel", "--constraint", "--editable", "--extra-index-url",
     "--find-links", "--index-url", "--name", "--prefix", "--requirement", "--target", "--trusted-host"}
)  # fmt: skip
# What installs under another name than it is asked for.
ALSO: Final = {
    "PIL": "pillow", "cv2": "opencv-python-headless", "opencv-contrib-python": "opencv-python-headless",
    "opencv-python": "opencv-python-headless", "sklearn": "scikit-learn", "tensorflow-cpu": "tensorflow",
    "tensorflow-gpu": "tensorflow", "xgboost": "xgboost-cpu",
}  # fmt: skip
_NAME: Final = re.compile(r"([A-Za-z][\w.-]*)(?:\[[^\]]*\])?(?:==?([\w.+*!-]+))?")


def presence(words: Sequence[str]) -> str:
    """Each package named in the words after `pip`: there in which version, and whether another was asked for."""
    return ", ".join(_state(word) for word in _packages(words)) or "no package was named"


def _packages(words: Sequence[str]) -> Iterator[str]:
    ours = True
    for word in words:
        taken, ours = ours, word not in WITH_A_WORD
        if taken and word not in VERBS and "/" not in word and _NAME.match(word):
            yield word


def _state(word: str) -> str:
    found = _NAME.match(word)
    name, wanted = (found[1], found[2]) if found is not None else (word, None)
    for distribution in (name, ALSO.get(name, name)):
        try:
            version = importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
        other = wanted is not None and wanted.rstrip("*.") != version[: len(wanted.rstrip("*."))]
        return f"{distribution} {version} is there" + (f", not {wanted}" if other else "")
    return f"{name} is not there"
