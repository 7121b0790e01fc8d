"""The table of expected outcomes, read from expected.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.assessment import Verdict

TABLE = Path(__file__).with_name("expected.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one sample must come to; `ending` is None exactly when nothing can be run."""

    student: str
    ending: str | None
    failed: tuple[int, ...]
    contradicted: str
    points: Mapping[str, Fraction]
    verdicts: Mapping[str, frozenset[Verdict]]

    @property
    def readable(self) -> bool:
        return self.ending is not None

    def allowed(self, criterion: str) -> frozenset[Verdict]:
        """Verdicts this criterion may come to; a criterion the table does not name must be met."""
        return self.verdicts.get(criterion, frozenset({Verdict.MET}))


def read_expected() -> dict[str, Expected]:
    """By student; raises KeyError or ValueError for a table that is not as its head says."""
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {student: _expected(student, row) for student, row in raw.items()}


def _expected(student: str, row: Mapping[str, Any]) -> Expected:
    readable: bool = row["readable"]
    return Expected(
        student=student,
        ending=row["ending"] if readable else None,
        failed=tuple(row.get("failed", ())),
        contradicted=row["contradicted"] if readable else "none",
        points={name: Fraction(str(points)) for name, points in row.get("points", {}).items()},
        verdicts={name: frozenset(map(Verdict, words)) for name, words in row.get("verdicts", {}).items()},
    )
