"""What a mutant must lose, and what it means when it does not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from rich.console import Console

from grader.assessment import Judged
from grader.checks.base import Awarded, NotAssessed, Outcome
from grader.checks.metric import UNDECIDED
from grader.cli.tables import mutants_table
from grader.mutation import Judgment, compared
from grader.rubric.mutants import Mutant
from grader.validation import Validated


def judged(name: str, earned: int | None, *, check: str = "metric", cause: str = "") -> Judged:
    outcome: Outcome = NotAssessed("No.", (), cause) if earned is None else Awarded(Fraction(earned), "So.")
    return Judged(id=name, number="1.1", title=name, check=check, possible=Fraction(4), outcome=outcome, public=True)


def against(loses: tuple[str, ...], **mutated: int | None) -> Judgment:
    mutant = Mutant(id="m", problem="spam", title="Wrong", loses=loses, source="")
    reference = [judged(name, 4) for name in mutated]
    return compared(mutant, "a1", reference, [judged(name, value) for name, value in mutated.items()], "finished")


@pytest.mark.parametrize(
    ("judgment", "lost", "kept", "caught"),
    [
        pytest.param(against(("a",), a=3, b=4), ["a"], (), True, id="as it must"),
        pytest.param(against(("a",), a=0, b=0), ["a", "b"], (), True, id="and more"),
        pytest.param(against((), a=4, b=3), ["b"], (), True, id="something, where nothing is named"),
        pytest.param(against((), a=4, b=4), [], (), False, id="full marks"),
        pytest.param(against(("a",), a=4, b=0), ["b"], ("a",), False, id="the wrong one"),
        pytest.param(against(("a",), a=None, b=0), ["b"], ("a",), False, id="not assessed is no loss"),
    ],
)
def test_what_a_mutant_must_lose(judgment: Judgment, lost: list[str], kept: tuple[str, ...], caught: bool) -> None:
    assert [criterion.id for criterion in judgment.lost] == lost
    assert judgment.kept == kept
    assert judgment.caught is caught


def test_less_than_the_reference_counts_not_less_than_full() -> None:
    mutant = Mutant(id="m", problem="spam", title="Wrong", loses=(), source="")
    assert not compared(mutant, "a1", [judged("a", 3)], [judged("a", 3)], "").caught


def test_what_the_data_cannot_decide_is_no_hole_and_nothing_caught() -> None:
    mutant = Mutant(id="m", problem="gan", title="Wrong", loses=("a",), source="")
    open_ = [judged("a", None, cause=UNDECIDED), judged("b", 4)]
    judgment = compared(mutant, "a1", open_, open_, "finished")
    assert (judgment.lost, judgment.kept, judgment.undecided, judgment.caught) == ((), (), ("a",), True)
    console = Console(width=80, record=True, highlight=False)
    console.print(mutants_table([judgment], "Mutants"))
    assert "… open: this data" in console.export_text()


def test_the_table_fits_eighty_columns() -> None:
    console = Console(width=80, record=True, highlight=False)
    console.print(mutants_table([against(("a",), a=4, b=0), against((), a=1, b=4)], "Mutants"))
    text = console.export_text()
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "✗ hole: a kept" in text
    assert "a −3" in text


@pytest.mark.parametrize(
    ("criterion", "whole", "full"),
    [
        pytest.param(judged("a", None, check="manual"), True, True, id="a person reads"),
        pytest.param(judged("a", None, cause="fresh weights"), True, True, id="no pretrained weights at hand"),
        pytest.param(judged("a", None, cause="undecided"), False, True, id="little data decides nothing"),
        pytest.param(judged("a", None, cause="undecided"), True, False, id="all the data decides nothing"),
        pytest.param(judged("a", None), False, False, id="a limit of ours"),
        pytest.param(judged("a", 3), False, False, id="points lost"),
    ],
)
def test_what_counts_against_a_reference(criterion: Judged, whole: bool, full: bool) -> None:
    result = Validated(
        assignment="a1", problem="spam", criteria=(judged("b", 4), criterion), facts=(), metrics={}, ending="",
        full_profile=whole,
    )  # fmt: skip
    assert result.full_marks is full
