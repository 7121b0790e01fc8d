"""Scoring is pure, exact and complete: one outcome per criterion, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from grader.assessment import Verdict
from grader.checks.base import Awarded, NotAssessed
from grader.checks.registry import CHECKS, CheckEntry
from grader.evidence.ending import EndingKind
from grader.scoring import assess
from tests.checks.builders import case, criterion, ended, evidence, good_case
from tests.first_problem import first_problem

RUBRIC = first_problem()


def test_a_good_notebook_earns_all_but_what_a_person_reads() -> None:
    assessment = assess(RUBRIC, {"spam": good_case()}, attempt_key="k")
    lost = {judged.id: judged.outcome.because for judged in assessment.judged() if judged.lost}
    assert lost == {}
    assert (assessment.earned, assessment.waiting, assessment.possible) == (38, 2, 40)
    assert assessment.provisional


def test_numbers_are_those_people_say() -> None:
    judged = assess(RUBRIC, {"spam": good_case()}, attempt_key="k").judged()
    assert [one.number for one in judged][:4] == ["1.1", "1.2", "1.3", "1.4"]
    assert judged[-1].number == f"1.{len(judged)}"


def test_roles_and_metrics_of_a_criterion_are_told() -> None:
    by_id = {one.id: one for one in assess(RUBRIC, {"spam": good_case()}, attempt_key="k").judged()}
    assert (by_id["reported"].compares, by_id["reported"].metrics) == (("rnn", "lstm"), ("accuracy",))
    assert (by_id["rnn-accuracy"].of, by_id["rnn-accuracy"].metric) == ("rnn", "accuracy")
    assert (by_id["runs"].of, by_id["runs"].compares, by_id["runs"].metrics) == (None, (), ())


def test_the_quick_profile_judges_the_epochs_asked_for() -> None:
    given = good_case(full_profile=False)
    short = replace(given.evidence, fits=tuple(replace(fit, epochs_run=2) for fit in given.evidence.fits))
    assessment = assess(RUBRIC, {"spam": replace(given, evidence=short)}, attempt_key="k")
    assert {one.id: one.verdict for one in assessment.judged()}["rnn-training"] is Verdict.MET


@pytest.mark.parametrize(
    ("cases", "unreadable", "told"),
    [
        pytest.param({}, "the file is no notebook", "Nothing could be run: The file is no notebook.", id="unreadable"),
        pytest.param(
            {"spam": good_case()}, "too large", "Nothing could be run: Too large.", id="unreadable beats a case"
        ),
        pytest.param(
            {}, "a.ipynb is no notebook", "Nothing could be run: a.ipynb is no notebook.", id="a file's own name"
        ),
        pytest.param({}, None, "This problem could not be looked at.", id="no case"),
        pytest.param(
            {"spam": case(evidence(ending=ended(EndingKind.SANDBOX_UNAVAILABLE, "bubblewrap is missing")))},
            None,
            "This machine could not run the notebook: Bubblewrap is missing.",
            id="no sandbox",
        ),
    ],
)
def test_what_is_not_the_students_fault_costs_nothing(cases: Any, unreadable: str | None, told: str) -> None:
    assessment = assess(RUBRIC, cases, attempt_key=None, unreadable=unreadable)
    assert {one.outcome for one in assessment.judged()} == {NotAssessed(told)}
    assert (assessment.earned, assessment.waiting, assessment.possible) == (0, 40, 40)


@pytest.mark.parametrize("kind", [kind for kind in EndingKind if kind is not EndingKind.SANDBOX_UNAVAILABLE])
def test_every_other_ending_is_judged_by_its_evidence(kind: EndingKind) -> None:
    given = good_case()
    shown = replace(given.evidence, ending=ended(kind))
    assert assess(RUBRIC, {"spam": replace(given, evidence=shown)}, attempt_key="k").earned > 30


def test_the_same_input_gives_the_same_assessment() -> None:
    first, second = (assess(RUBRIC, {"spam": good_case()}, attempt_key="k") for _ in range(2))
    assert first == second


def stumbles(one: object, given: object) -> Awarded:
    raise ZeroDivisionError(one, given)


def overpays(one: object, given: object) -> Awarded:
    return Awarded(Fraction(99), "Much.")


@pytest.mark.parametrize(
    ("judge", "told"), [(stumbles, "failed on this submission (ZeroDivisionError)"), (overpays, "gave 99 of 8 points")]
)
def test_a_check_that_is_at_fault_costs_nobody_points(monkeypatch: pytest.MonkeyPatch, judge: Any, told: str) -> None:
    entry = CheckEntry(spec=CHECKS.get("runs").spec, judge=judge, summary="")
    monkeypatch.setattr("grader.scoring.CHECKS", {"runs": entry})
    problem = replace(RUBRIC.problems[0], criteria=(criterion("runs"),))
    (judged,) = assess(replace(RUBRIC, problems=(problem,)), {"spam": good_case()}, attempt_key="k").judged()
    assert isinstance(judged.outcome, NotAssessed)
    assert told in judged.outcome.because
