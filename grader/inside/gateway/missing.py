"""Files that a cell failed for want of: the code's own error stands, and a note says what was looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.paths import base_name

# Endings of what a notebook saves of its own work, to go on with on another day.
ARTEFACTS: Final = (
    ".pkl", ".pickle", ".joblib", ".npy", ".npz", ".h5", ".hdf5", ".keras", ".pt", ".pth", ".ckpt", ".model", ".sav",
    ".json", ".bin", ".weights", ".onnx", ".pb", ".tflite",
)  # fmt: skip
_NOT_THERE: Final = re.compile(
    r"no such file|not found|does not exist|unable to (?:synchronously )?open file|failed to find|cannot find",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"['\"]([^'\"\n]{3,300})['\"]|filepath=(\S+)")


def missing_file(error: BaseException, strings: Sequence[str]) -> str | None:
    """The file that was not there; None where the error is of another kind.

    Args: `strings` are the literals of the notebook: libraries name their files in many ways.
    """
    name = getattr(error, "filename", None)
    if isinstance(error, FileNotFoundError) and isinstance(name, str) and name:
        return name
    if not isinstance(error, OSError | ValueError):
        return None
    try:
        text = str(error)
    except Exception:  # noqa: BLE001  an exception class of the notebook's may fail to print itself
        return None
    if not _NOT_THERE.search(text):
        return None
    known = [string for string in strings if len(string) > 2 and base_name(string) and string in text]
    quoted = [found[1] or found[2] for found in _QUOTED.finditer(text)]
    return max(known, key=len, default=None) or (base_name(quoted[0]) and quoted[0] if quoted else None)


def note_missing(context: Context, name: str, known: Sequence[str]) -> None:
    """Say what was looked for in place of `name`; `known` are names under which data sets are served."""
    kind = "a file like those that a notebook saves of its own work" if _is_artefact(name) else "no data set's file"
    served = f"the served data ({', '.join(known)})" if known else "the served data (none is made of files)"
    context.note(
        "data",
        f"no file {name!r}: it did not come with the submission and was not written by an earlier cell; by its name it "
        f"is {kind}; looked for it among the files handed in and {served}",
    )


def _is_artefact(name: str) -> bool:
    return base_name(name).casefold().endswith(ARTEFACTS)
