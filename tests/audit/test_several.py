"""Claims of a notebook that answers several problems are judged once each, with the right one."""

from __future__ import annotations

from dataclasses import replace

from grader.audit.finding import ClaimVerdict
from grader.audit.several import audit_all
from grader.checks.base import Case
from tests.audit.builders import assessment, case, classification, fit, lstm, notebook, prediction, rnn


def _case(role: str, model: str) -> Case:
    return case(
        models=(rnn(2), lstm(4)),
        fits=(fit("m1", 2), fit("m2", 4)),
        predictions=(prediction("m1", 3), prediction("m2", 5)),
        results=(classification("m1", 0.8), classification("m2", 0.968)),
        printed={3: "cnn test accuracy: 0.8000", 5: "cnn test accuracy: 0.9680"},
        roles={role: model},
        full=True,
        source="real",
    )


def test_a_role_of_one_name_in_two_problems_means_the_model_built_last_before_the_claim() -> None:
    """Neither claim is contradicted, though the first problem alone would tie the second claim to its own model."""
    saved = notebook({3: "cnn test accuracy: 0.8000", 5: "cnn test accuracy: 0.9680"})
    two = assessment()
    two = replace(two, problems=(two.problems[0], replace(two.problems[0], id="other")))
    found = audit_all(saved, {"spam": _case("cnn", "m1"), "other": _case("cnn", "m2")}, two)
    assert [(f.claim.cell, f.claim.model, f.verdict) for f in found] == [
        (3, "m1", ClaimVerdict.CONFIRMED),
        (5, "m2", ClaimVerdict.CONFIRMED),
    ]


def test_one_claim_is_found_once_with_the_criterion_of_the_problem_that_asks() -> None:
    saved = notebook({3: "rnn test accuracy: 0.9999"})
    found = audit_all(saved, {"other": _case("lstm", "m2"), "spam": _case("rnn", "m1")}, assessment())
    assert [(f.claim.model, f.criterion) for f in found if f.claim.origin == "saved output"] == [("m1", "1.3")]
