"""Models that were tried on training rows and on nothing else: that is the student's doing, not a limit of ours."""

from __future__ import annotations

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Model


def only_on_training_rows(evidence: Evidence, model: Model) -> bool:
    """Whether all its answers that were seen are for rows that are known, and none of them is a test row.

    Never said of PyTorch: a loop over test rows may be the student's own code, and have gone unseen.
    """
    answered = list(evidence.predictions_of(model.id))
    return (
        model.framework != "torch"
        and bool(answered)
        and all(each.rows.split == "train" and each.rows.from_test == 0 for each in answered)
    )
