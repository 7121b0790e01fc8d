"""What is installed on the student side, read from its folders; no process is started to ask it."""

from __future__ import annotations

import hashlib
import re
import sysconfig
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

# What decides how a notebook behaves; other packages do not make a stored attempt outdated.
FRAMEWORKS: Final = (
    "gensim", "ipython", "keras", "matplotlib", "nltk", "numpy", "pandas", "scikit-learn", "scipy", "seaborn",
    "tensorflow", "tf-keras", "torch", "torchvision", "transformers",
)  # fmt: skip


@cache
def library_versions(python: Path) -> Mapping[str, str]:
    """Versions of the frameworks beside an interpreter, by distribution name; missing ones are left out.

    Read once, as its warm interpreters are started once: an environment that changes under a command is not looked at.
    Args: `python` is the interpreter's path as it is called (for a virtual environment: the link in its bin/).
    """
    found: dict[str, str] = {}
    for folder in _site_packages(python):
        for entry in folder.glob("*.dist-info"):
            name, _, version = entry.name.removesuffix(".dist-info").partition("-")
            name = re.sub(r"[-_.]+", "-", name).lower()
            if name in FRAMEWORKS:
                found.setdefault(name, version)
    return MappingProxyType(dict(sorted(found.items())))


def _site_packages(python: Path) -> list[Path]:
    prefix = python.parent.parent
    folders = sorted(prefix.glob("lib*/python3*/site-packages")) + sorted(prefix.glob("lib/python3*/dist-packages"))
    return folders or [Path(sysconfig.get_path("purelib"))]


@cache
def inside_digest() -> str:
    """sha256 over the code that runs beside the student's: change it and every attempt runs again.

    Read once: the modules of one command stay as they were when it began.
    """
    root = Path(__file__).parent
    files = sorted([*(root / "inside").rglob("*.py"), *(root / "evidence" / "wire").rglob("*.py")])
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
