"""Which answers are measured, and what is said where none can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit, Prediction, Rows
from grader.measure.measurements import Classification, Measurements, Provenance
from grader.measure.measuring import measure
from tests.evidence import builders as b

LABELS = {"sms-spam": b.labels()}


def rows(positions: np.ndarray, name: str | None = None) -> Rows:
    from_train = int((positions < b.TRAIN).sum())
    return Rows(
        split="own", count=positions.size, from_train=from_train, from_test=positions.size - from_train,
        how="content", indices=name, dataset="sms-spam",
    )  # fmt: skip


class Case:
    """An attempt with one model, put together by hand."""

    def __init__(self) -> None:
        self.arrays: dict[str, Any] = {}
        self.predictions: list[Prediction] = []
        self.fits: list[Fit] = []

    def answer(self, positions: np.ndarray, wrong: int = 0, cell: int = 4, **changes: Any) -> Case:
        """Answers on served rows, the first `wrong` of them wrong."""
        name = f"p{len(self.predictions) + 1}"
        true = b.labels().codes[positions].astype(np.float64)
        true[:wrong] = 1 - true[:wrong]
        self.arrays |= {f"v{name}": true, f"r{name}": positions}
        facts = {"rows": rows(positions, f"r{name}"), "output": "class", **changes}
        self.predictions.append(b.prediction(name, "m1", cell, f"v{name}", **facts))
        return self

    def fit(self, positions: np.ndarray, cell: int = 3, *, named: bool = True, **changes: Any) -> Case:
        name = f"f{len(self.fits) + 1}"
        self.arrays[f"r{name}"] = positions
        known = rows(positions, f"r{name}" if named else None)
        self.fits.append(b.fit(name, "m1", cell, rows=known, **changes))
        return self

    def evidence(self) -> Evidence:
        return Evidence(
            key=b.KEY, ending=b.FINISHED, usage=b.USAGE, isolation=b.ISOLATION, served=(b.SERVED,),
            submitted=b.SUBMITTED, models=(b.rnn_model(),), fits=tuple(self.fits),
            predictions=tuple(self.predictions), arrays=self.arrays,
        )  # fmt: skip

    def measured(self) -> Classification:
        return measure(self.evidence(), LABELS).by_model["m1"]

    def why_not(self) -> str:
        found = measure(self.evidence(), LABELS)
        assert found.by_model == {}
        return found.unmeasured["m1"]


TEST = np.arange(b.TRAIN, b.TRAIN + b.TEST)
TRAIN = np.arange(b.TRAIN)


def test_a_whole_test_split() -> None:
    seen = Case().answer(TEST, wrong=2).measured()
    assert (seen.n, seen.metrics["accuracy"].value, seen.positive) == (20, 0.9, "spam")
    assert seen.confusion == ((15, 1), (1, 3))
    assert seen.metrics["majority"].value == 0.8
    assert seen.metrics["accuracy"].provenance is Provenance.OBSERVED
    assert seen.note == ""


def test_the_last_whole_answer_counts() -> None:
    seen = Case().answer(TEST, wrong=5).answer(TEST[::-1].copy(), wrong=1).answer(TEST[:15]).measured()
    assert (seen.prediction, seen.metrics["accuracy"].value) == ("p2", 0.95)


def test_other_rows_in_the_same_answer_are_left_aside() -> None:
    seen = Case().answer(np.concatenate([TRAIN, TEST]), wrong=40).measured()
    assert (seen.n, seen.metrics["accuracy"].value) == (20, 1.0)


def test_a_part_of_half_or_more_is_measured_and_said_so() -> None:
    seen = Case().answer(TEST[:10], wrong=1).answer(TEST[:12], wrong=3).answer(TEST[8:20], wrong=6).measured()
    assert (seen.prediction, seen.n) == ("p3", 12), "the largest, of equals the last"
    assert seen.note == "measured on 12 of 20 test rows, those whose answers could be identified"


@pytest.mark.parametrize(
    ("case", "why"),
    [
        pytest.param(Case(), "no answers of this model were seen", id="none"),
        pytest.param(Case().answer(TEST[:9]), "for 9 of 20 test rows only, and at least 50% are needed", id="too few"),
        pytest.param(Case().answer(TRAIN), "for 0 of 20 test rows only", id="training rows only"),
        pytest.param(Case().answer(TEST, rows=b.rows_of_test(None)), "not for which rows they are", id="rows unknown"),
        pytest.param(
            Case().answer(np.append(TEST, TEST[:2])), "name 2 test rows more than once", id="rows twice"
        ),
        pytest.param(Case().answer(TEST, classes=("a", "b")), "the classes a, b, not ham, spam", id="other classes"),
    ],
)  # fmt: skip
def test_no_number_without_a_reason(case: Case, why: str) -> None:
    assert why in case.why_not()


def test_diverged_answers_are_said_to_be_none() -> None:
    case = Case().answer(TEST)
    case.arrays["vp1"] = np.full(20, np.nan)
    assert case.why_not() == "20 of its 20 answers are not numbers (NaN or infinite)"


@pytest.mark.parametrize(
    ("case", "count"),
    [
        pytest.param(Case().fit(TRAIN), 0, id="training rows only"),
        pytest.param(Case().fit(np.arange(30, 45)), 5, id="five test rows"),
        pytest.param(Case().fit(np.array([45, 45, 46])), 2, id="a row counts once"),
        pytest.param(Case().fit(np.arange(40, 44)).fit(np.arange(42, 46)), 6, id="over all fits"),
        pytest.param(Case().fit(np.arange(40, 44), cell=6), 0, id="a fit after the answers"),
        pytest.param(Case().fit(np.arange(40, 44), epochs_run=0), 0, id="a fit that never ran"),
        pytest.param(Case().fit(np.arange(40, 44), named=False), 4, id="counted but not named"),
        pytest.param(Case().fit(TRAIN, validation="data", validation_rows=b.rows_of_test()), 0, id="validation only"),
    ],
)
def test_rows_trained_on(case: Case, count: int) -> None:
    assert case.answer(TEST).measured().trained_on_test == count


def test_the_probes_own_question_comes_after_every_fit() -> None:
    case = Case().fit(np.arange(40, 44), cell=6).answer(TEST, cell=0, source="probe")
    assert case.measured().trained_on_test == 4


def test_no_labels_no_numbers() -> None:
    evidence = Case().answer(TEST).evidence()
    assert "not for which rows they are" in measure(evidence, {}).unmeasured["m1"]


def test_answers_are_held_against_the_labels_of_their_own_data_set() -> None:
    evidence = Case().answer(TEST).evidence()
    memes = replace(b.labels(), dataset="memes", codes=1 - b.labels().codes)
    alone, beside = measure(evidence, LABELS), measure(evidence, {"memes": memes, **LABELS})
    assert beside.by_model["m1"] == alone.by_model["m1"]


def test_no_models_no_measurements() -> None:
    assert measure(replace(Case().evidence(), models=()), LABELS) == Measurements()
