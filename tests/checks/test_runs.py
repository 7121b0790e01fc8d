from __future__ import annotations

from typing import Any

import pytest

from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.job import JobCell
from tests.checks.builders import ROLES, awarded, case, code, criterion, ended, evidence, not_assessed, ran

RUNS = criterion("runs", points=4)


def shown(*statuses: str, **changes: Any) -> Evidence:
    cells = tuple(ran(position, status=status) for position, status in enumerate(statuses, start=1))
    submitted = tuple(code(cell.position, "x = 1") for cell in cells)
    return evidence(**{"cells": cells, "submitted": submitted, **changes})


@pytest.mark.parametrize(
    ("given", "points"),
    [
        pytest.param(shown("ok", "ok"), 4, id="to the end"),
        pytest.param(shown("ok", "failed", "ok", "ok"), 3, id="one failed"),
        pytest.param(shown("ok", "not_run"), 2, id="one not reached"),
        pytest.param(shown("failed"), 0, id="all failed"),
        pytest.param(shown("ok", "ok", "ok", ending=ended(EndingKind.TIMED_OUT)), 3, id="cut after its last record"),
        pytest.param(
            shown("ok", "failed", ending=ended(EndingKind.CELL_FAILED)), 2, id="a failed cell is counted once"
        ),
        pytest.param(evidence(), 0, id="no code at all"),
        pytest.param(evidence(submitted=(code(1, "  \n"),)), 0, id="an empty cell"),
        pytest.param(
            evidence(submitted=(code(1, "x"), code(2, "y")), cells=(ran(1),)), 2, id="a record that never came"
        ),
    ],
)
def test_how_far(given: Evidence, points: int) -> None:
    assert awarded(RUNS, case(given, roles={})).points == points


def test_text_and_empty_cells_do_not_count() -> None:
    given = shown("ok", submitted=(code(1, "x"), JobCell(position=2, kind="text", source="# A"), code(3, " ")))
    assert awarded(RUNS, case(given, roles={})).because == "The one code cell ran without failing, from top to bottom."


def test_a_problem_without_any_of_its_models_was_not_attempted() -> None:
    outcome = awarded(RUNS, case(shown("ok", "ok"), roles=ROLES))
    assert outcome.points == 0
    assert outcome.because == "The notebook has no rnn or lstm, so there is no answer to this problem to run."


def test_the_first_failure_has_an_address() -> None:
    outcome = awarded(RUNS, case(shown("ok", "failed", "failed", "ok"), roles={}))
    assert (
        outcome.because
        == "2 of 4 code cells ran without failing. The first failure is in cell 2 in line 2 with ValueError."
    )
    assert outcome.cells == (2, 3)


def test_an_ending_that_cut_it_short_is_told() -> None:
    outcome = awarded(
        RUNS, case(shown("ok", ending=ended(EndingKind.OUT_OF_MEMORY, "It used 6 GB of 6 GB.")), roles={})
    )
    assert outcome.because == "1 of 1 code cell ran without failing. It used 6 GB of 6 GB."


def test_manual_waits_for_a_person() -> None:
    one = criterion("manual", ask="explains the difference")
    assert not_assessed(one, case(evidence())).because == "Read by a person: Explains the difference."
