"""Every arm at every size: trained on just that many rows, and measured."""

from __future__ import annotations

from collections.abc import Iterable

from grader.checks.base import Case
from grader.rubric.rubric import ModelRole
from tests.checks.builders import (
    awarded,
    case,
    classification,
    criterion,
    evidence,
    fit,
    layer,
    measurements,
    model,
    not_assessed,
    rows,
)

ARMS = {"own": ModelRole(has=("embedding",)), "given": ModelRole(has=("dense",), lacks=("embedding",))}
SWEEP = criterion("sweep", points=4, of=("own", "given"), values=(10, 50))


def experiment(done: Iterable[tuple[str, str, tuple[int, ...]]], unmeasured: tuple[str, ...] = ()) -> Case:
    """Args: (model id, arm, rows of each of its trainings)."""
    runs = list(done)
    models = tuple(
        model([layer("embedding", 5)] if arm == "own" else [layer("dense", 5)], id_=id_, name=id_, order=order)
        for order, (id_, arm, _) in enumerate(runs)
    )
    fits = tuple(fit(id_, id=f"{id_}-{i}", rows=rows(n)) for id_, _, sizes in runs for i, n in enumerate(sizes))
    seen = measurements(*(classification(id_) for id_, _, _ in runs if id_ not in unmeasured))
    return case(evidence(models=models, fits=fits), seen, roles=ARMS)


WHOLE = [("a", "own", (10,)), ("b", "own", (50,)), ("c", "given", (10,)), ("d", "given", (50, 50))]


def test_a_whole_experiment() -> None:
    outcome = awarded(SWEEP, experiment(WHOLE))
    assert outcome.points == 4
    assert outcome.because == "4 of 4 points of the experiment found, each a model trained and measured."


def test_a_model_that_goes_on_training_counts_once_at_most() -> None:
    outcome = awarded(SWEEP, experiment([*WHOLE[1:], ("a", "own", (10, 50))]))
    assert outcome.points == 3
    assert outcome.because.endswith("Missing: own with 10 rows.")


def test_a_missing_arm_costs_its_share() -> None:
    assert awarded(SWEEP, experiment(WHOLE[:2])).points == 2
    assert awarded(SWEEP, experiment([])).points == 0


def test_what_could_not_be_measured_costs_nothing() -> None:
    outcome = awarded(SWEEP, experiment(WHOLE[:3], unmeasured=("b",)))
    assert outcome.points == 2.5, "two of the three points that could be judged, rounded down to half a point"
    assert "trained but not measured, which costs nothing: own with 50 rows" in outcome.because.casefold()
    assert "none could be measured" in not_assessed(SWEEP, experiment(WHOLE, unmeasured=tuple("abcd"))).because
