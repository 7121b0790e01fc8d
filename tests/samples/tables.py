"""The tables of expected outcomes, one for each assignment, read from expected/<assignment>.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.assessment import Judged, Verdict

FOLDER = Path(__file__).with_name("expected")
_EARNS_NOTHING = frozenset({Verdict.NOT_MET, Verdict.NOT_ASSESSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one sample must come to; `ending` is None exactly when nothing can be run."""

    student: str
    ending: str | None
    failed: tuple[int, ...]
    contradicted: str
    answers: frozenset[str] | None  # ids of problems; None where it answers all of them
    points: Mapping[str, Fraction]
    verdicts: Mapping[str, frozenset[Verdict]]

    @property
    def readable(self) -> bool:
        return self.ending is not None

    def fault(self, problem: str, judged: Judged) -> str | None:
        """What is wrong with the outcome of a criterion of that problem; None where it is as the table says."""
        if judged.id in self.points:
            points = self.points[judged.id]
            if judged.earned == points:
                return None
            return f"{judged.id}: {judged.earned} points instead of {points}: {judged.outcome.because}"
        if judged.verdict in self._allowed(problem, judged):
            return None
        return f"{judged.id}: {judged.verdict}: {judged.outcome.because}"

    def _allowed(self, problem: str, judged: Judged) -> frozenset[Verdict]:
        if judged.id in self.verdicts:
            return self.verdicts[judged.id]
        if judged.check == "manual":
            return frozenset({Verdict.NOT_ASSESSED})
        answered = self.answers is None or problem in self.answers
        return frozenset({Verdict.MET}) if answered else _EARNS_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the samples of one assignment must come to, by student."""

    students: Mapping[str, Expected]
    best: tuple[str, ...]  # each of these earns more
    rest: tuple[str, ...]  # than each of these
    alone: tuple[str, ...]  # graded a second time, by themselves

    @property
    def readable(self) -> dict[str, Expected]:
        return {student: expected for student, expected in self.students.items() if expected.readable}

    @property
    def unreadable(self) -> tuple[str, ...]:
        return tuple(sorted(student for student, expected in self.students.items() if not expected.readable))


def read_table(assignment: str) -> Table:
    """Raises: OSError where there is none; KeyError or ValueError for a table that is not as its head says."""
    raw = tomllib.loads((FOLDER / f"{assignment}.toml").read_text(encoding="utf-8"))
    return Table(
        students={student: _expected(student, row) for student, row in raw["students"].items()},
        best=tuple(raw["best"]),
        rest=tuple(raw["rest"]),
        alone=tuple(raw.get("alone", ())),
    )


def _expected(student: str, row: Mapping[str, Any]) -> Expected:
    readable: bool = row.get("readable", True)
    return Expected(
        student=student,
        ending=row.get("ending", "finished") if readable else None,
        failed=tuple(row.get("failed", ())),
        contradicted=row.get("contradicted", "none"),
        answers=frozenset(row["answers"]) if "answers" in row else None,
        points={name: Fraction(str(points)) for name, points in row.get("points", {}).items()},
        verdicts={name: frozenset(map(Verdict, words)) for name, words in row.get("verdicts", {}).items()},
    )
