"""Faulty lines of what a course put into its data folder: all of them counted, the first told together."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.faults import DataError

MAX_TOLD: Final = 10  # in one message


class FaultyLines:
    """Those of one file, or of the files of one folder.

    Args: `source` is the address of the whole, `fix` what to do about it.
    """

    def __init__(self, source: Path, fix: str) -> None:
        self.source = source
        self._fix = fix
        self._count = 0
        self._told: list[tuple[str, str, str]] = []  # address, its name among others, what is wrong there

    def add(self, where: str, what: str, *, called: str = "") -> None:
        """`where` is the line's address; `called` is what names it beside others of the same file."""
        self._count += 1
        if len(self._told) < MAX_TOLD:
            self._told.append((where, called or where, what))

    def raise_if_any(self) -> None:
        """Raises: DataError with the address of a single fault, else with the source's and each line's name."""
        if not self._told:
            return
        where, _, what = self._told[0]
        if self._count == 1:
            raise DataError(what, where=where, fix=self._fix)
        lines = [f"{self._count:,} lines are not as they should be"]
        lines += [f"{name}: {what}" for _, name, what in self._told]
        if self._count > len(self._told):
            lines.append(f"and {self._count - len(self._told):,} more")
        raise DataError("\n  ".join(lines), where=str(self.source), fix=self._fix)
