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


class MissingFiles:
    """Says of each missing file of an attempt once what was looked for in its place."""

    def __init__(self, context: Context, said: set[str], known: Sequence[str], strings: Sequence[str]) -> None:
        """`said`: paths of which something has been said; `known`: names under which data sets are served."""
        self._context = context
        self._said = said
        self._known = known
        self._strings = strings

    def note_unmatched(self, name: str) -> None:
        """Of a table that nothing served could stand for."""
        if name not in self._said:
            self._said.add(name)
            known = ", ".join(self._known)
            self._context.note(
                "data",
                f"no file {name!r}, and nothing to serve in its place: looked for the names {known} and for a table",
            )

    def explain(self, error: BaseException) -> None:
        """Of the file for want of which a cell failed."""
        name = missing_file(error, self._strings)
        if name is not None and name not in self._said:
            self._said.add(name)
            note_missing(self._context, name, self._known[:3])


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
