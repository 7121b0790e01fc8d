"""A package that the grader lacks costs no points: a person decides."""

from __future__ import annotations

from dataclasses import replace

from grader.checks.lacking import CAUSE
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import CellFailure, Note
from tests.checks.builders import awarded, case, code, criterion, ended, evidence, not_assessed, ran

ABSENT = CellFailure(name="ModuleNotFoundError", message="No module named 'spacy'", line=1, traceback="")
LACK = Note(cell=1, about="package", text="spacy is not installed on the grader")


def failing(failure: CellFailure = ABSENT, *notes: Note) -> Evidence:
    cells = (ran(1, status="failed", failure=failure), ran(2))
    return evidence(
        submitted=(code(1, "import spacy"), code(2, "y = 2")), cells=cells, notes=notes, models=(), fits=(),
        ending=ended(EndingKind.CELL_FAILED),
    )  # fmt: skip


def test_how_far_it_ran_is_not_held_against_it() -> None:
    outcome = not_assessed(criterion("runs"), case(failing(ABSENT, LACK)))
    assert outcome.cause == CAUSE
    assert "spacy is not installed on the grader" in outcome.because


def test_a_file_that_was_not_handed_in_is_no_lack_of_ours() -> None:
    outcome = awarded(criterion("runs"), case(failing(ABSENT, replace(LACK, about="module"))))
    assert (outcome.points, outcome.cause) == (0, "no rnn")


def test_a_use_that_the_code_passed_over_is_a_lack_too() -> None:
    used = replace(LACK, about="package used", cell=2)
    assert not_assessed(criterion("runs"), case(failing(replace(ABSENT, name="NameError"), used))).cause == CAUSE


def test_a_note_beside_another_failure_says_nothing() -> None:
    failure = replace(ABSENT, name="NameError")
    outcome = awarded(criterion("runs"), case(failing(failure, LACK)))
    assert (outcome.points, outcome.cause) == (0, "no rnn")
