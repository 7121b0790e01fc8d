"""Laws of scoring, on evidence nobody would write by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.base import Awarded, Case
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import LAYER_KINDS, Layer, Model
from grader.rubric.roles import match_roles
from grader.scoring import assess
from tests.checks.builders import (
    ROLES,
    awarded,
    case,
    chart,
    classification,
    code,
    criterion,
    ended,
    evidence,
    fit,
    keras_lstm,
    keras_rnn,
    layer,
    measurements,
    model,
    prediction,
    ran,
    reference,
    rows,
)
from tests.first_problem import first_problem

RUBRIC = first_problem()
REFERENCE = reference()
SIZES = st.one_of(st.none(), st.integers(-5, 10**12))


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    settings_ = {
        key: draw(st.one_of(SIZES, st.floats(), st.text(max_size=8), st.booleans(), st.just((3, 3))))
        for key in draw(st.sets(st.sampled_from(["units", "activation", "rate", "output_dim", "layers", "biases"])))
    }
    return layer(draw(st.sampled_from(LAYER_KINDS)), draw(st.integers(0, 10**9)), **settings_)


@st.composite
def models(draw: st.DrawFn, order: int) -> Model:
    inside = draw(st.one_of(st.just(keras_rnn()), st.just(keras_lstm()), st.lists(layers(), max_size=6)))
    return model(
        inside,
        id_=f"m{order}",
        order=order,
        name=draw(st.sampled_from(["", "model", "m[0]", "a(b"])),
        framework=draw(st.sampled_from(["keras", "torch", "sklearn"])),
        built=draw(st.booleans()),
    )


@st.composite
def shown(draw: st.DrawFn) -> Evidence:
    built = tuple(draw(models(order)) for order in range(1, 1 + draw(st.integers(0, 3))))
    ids = [one.id for one in built]
    fits = tuple(
        fit(
            of,
            id=f"f{n}",
            epochs_run=draw(st.integers(0, 20)),
            epochs_asked=draw(st.one_of(st.none(), st.integers(0, 99))),
            optimizer=draw(st.sampled_from([None, "adam", "sgd"])),
            learning_rate=draw(st.one_of(st.none(), st.floats())),
            rows=rows(draw(st.integers(0, 6000)), draw(st.integers(0, 2000)), known=draw(st.booleans())),
            history={"loss": tuple(draw(st.lists(st.floats(), max_size=4)))},
        )
        for n, of in enumerate(draw(st.lists(st.sampled_from(ids), max_size=4)) if ids else [])
    )
    cells = tuple(
        ran(n, draw(st.text(max_size=40)), status=draw(st.sampled_from(["ok", "failed", "not_run"])))
        for n in range(1, 5)
    )
    return evidence(
        ending=ended(draw(st.sampled_from(list(EndingKind)))),
        submitted=tuple(code(n, draw(st.sampled_from(["model.fit()", "", "m[0].fit()", "a(b"]))) for n in range(1, 5)),
        cells=cells,
        models=built,
        fits=fits,
        predictions=tuple(prediction(of) for of in ids),
        figures=(chart(draw(st.lists(st.floats(), max_size=4)), title=draw(st.sampled_from(["", "loss"]))),),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    seen = draw(shown())
    numbers = [classification(one.id, draw(st.floats(0, 1))) for one in seen.models if draw(st.booleans())]
    return case(
        seen, measurements(*numbers), against=draw(st.sampled_from([None, REFERENCE])), full_profile=draw(st.booleans())
    )


@settings(deadline=None, max_examples=150)
@given(cases())
def test_points_stay_within_the_rubric_and_add_up(given_case: Case) -> None:
    """An attempt earns at least 0 and at most the rubric's maximum; totals are the sum of their rows."""
    assessment = assess(RUBRIC, {"spam": given_case}, attempt_key="k")
    judged = assessment.judged()
    assert [one.id for one in judged] == [one.id for _, one in RUBRIC.criteria()]
    assert 0 <= assessment.earned <= assessment.possible - assessment.waiting
    assert assessment.earned == sum((one.earned or Fraction(0) for one in judged), Fraction(0))
    assert sum((one.possible for one in judged), Fraction(0)) == RUBRIC.points
    for one in judged:
        # None of our own checks stumbles on anything evidence can hold.
        assert "failed on this submission" not in one.outcome.because
        assert one.outcome.because.strip()
        if isinstance(one.outcome, Awarded):
            assert 0 <= one.outcome.points <= one.possible
            assert all(cell > 0 for cell in one.outcome.cells)


@settings(deadline=None, max_examples=50)
@given(cases())
def test_the_same_input_gives_the_same_output(given_case: Case) -> None:
    """Scoring knows no clock, order of calls or chance."""
    first, second = (assess(RUBRIC, {"spam": given_case}, attempt_key="k") for _ in range(2))
    assert first == second


@settings(deadline=None)
@given(st.integers(0, 1115), st.integers(0, 1115))
def test_a_better_model_never_earns_less(first: int, second: int) -> None:
    one = criterion("metric", points=8, of="rnn", metric="accuracy")
    seen = evidence(models=(model(keras_rnn()),), fits=(fit(),))
    low, high = sorted((first, second))
    points = [
        awarded(one, case(seen, measurements(classification(accuracy=hits / 1115)), against=REFERENCE)).points
        for hits in (low, high)
    ]
    assert points[0] <= points[1]


@settings(deadline=None)
@given(st.lists(st.sampled_from(keras_rnn()), max_size=8), st.integers(0, 8), st.sampled_from(keras_rnn()))
def test_one_layer_more_never_earns_less(present: list[Layer], at: int, added: Layer) -> None:
    """With extra layers allowed, whatever was in order before is still in order."""
    one = criterion(
        "layers", points=10, of="any", expect=("embedding", {"simple_rnn": {"units": 32}}, "dense", "dropout")
    )
    more = [*present[:at], added, *present[at:]]

    def points(inside: list[Layer]) -> Fraction:
        seen = evidence(models=(model(inside),))
        return awarded(one, case(seen, roles={"any": replace(ROLES["rnn"], has=(), output="any")})).points

    assert points(present) <= points(more)


@settings(deadline=None, max_examples=100)
@given(shown())
def test_roles_share_a_model_only_when_they_must(seen: Evidence) -> None:
    matches = match_roles(ROLES, seen)
    assert list(matches) == list(ROLES)
    taken = [match.model.id for match in matches.values() if match.model]
    if len(taken) == 2 and taken[0] == taken[1]:
        assert {candidate for match in matches.values() for candidate in match.candidates} == {taken[0]}
