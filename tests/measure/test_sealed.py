"""Under sealed labels answers are counted against the truth, and beside it against the decoys the notebook had."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.measure.measurements import Classification, Provenance
from grader.measure.measuring import measure
from tests.evidence import builders as b
from tests.measure.test_classification import TEST, TRAIN, Case, rows

DECOYS = b.labels().codes.copy()
DECOYS[b.TRAIN :] = np.roll(DECOYS[b.TRAIN :], 1)
LABELS = {"sms-spam": replace(b.labels(), decoys=DECOYS)}


def measured(case: Case) -> Classification:
    return measure(case.evidence(), LABELS).by_model["m1"]


def test_the_truth_is_what_counts() -> None:
    seen = measured(Case().answer(TEST))
    assert seen.metrics["accuracy"].value == 1.0
    assert {metric.provenance for metric in seen.metrics.values()} == {Provenance.SEALED}
    assert seen.on_decoys is not None
    assert seen.on_decoys.metrics["accuracy"].value == 12 / 20
    assert {metric.provenance for metric in seen.on_decoys.metrics.values()} == {Provenance.OBSERVED}


def test_served_labels_have_no_decoys() -> None:
    assert Case().answer(TEST).measured().on_decoys is None


@pytest.mark.parametrize(
    ("validation", "note"),
    [
        pytest.param(TEST, "its training was validated on 20 test rows, whose labels were decoys here", id="test rows"),
        pytest.param(TRAIN[:20], "", id="training rows"),
        pytest.param(None, "", id="none"),
    ],
)
def test_a_training_that_watched_test_rows_is_told(validation: np.ndarray | None, note: str) -> None:
    case = Case()
    watched = None if validation is None else rows(validation)
    case.fit(TRAIN, validation_rows=watched).answer(TEST)
    assert measured(case).note == note
    assert case.measured().note == "", "nothing is wrong with it where labels are served"


def test_training_on_test_rows_is_found_all_the_same() -> None:
    seen = measured(Case().fit(np.arange(b.TRAIN + b.TEST)).answer(TEST))
    assert seen.trained_on_test == 20
