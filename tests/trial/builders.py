"""A trial as the pipeline leaves it, from the recorded stream of a good notebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.evidence.evidence import Evidence
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.wire.records import CellFailure
from grader.intake.submission import Notebook, Submission
from grader.measure.measuring import measure
from grader.trial.trial import Trial
from tests.evidence.builders import SUBMITTED, good_evidence, labels


def trial(folder: Path) -> Trial:
    return trial_of(good_evidence(folder))


def trial_of(evidence: Evidence) -> Trial:
    notebook = Notebook(name="spam.ipynb", cells=SUBMITTED, prompts=(None,) * 6, outputs=(), format="ipynb 4.5")
    submission = Submission(
        id="spam", student="spam", path=Path("spam.ipynb"), notebook=notebook, files=None, digest="d", submitted_at=None
    )
    measured = measure(evidence, {"sms-spam": labels()})
    return Trial(submission=submission, profile="quick", evidence=evidence, measurements=measured)


def with_a_failed_cell(evidence: Evidence) -> Evidence:
    failure = CellFailure(name="KeyError", message="'val_acc'", line=1, traceback="KeyError: 'val_acc'")
    *before, last = evidence.cells
    runtime = RuntimeUsed(keras="keras2", because="the code imports keras.utils.np_utils, which Keras 3 has not")
    return replace(evidence, runtime=runtime, cells=(*before, replace(last, status="failed", failure=failure)))
