"""Claims where the labels were sealed: what was computed from decoys is neither confirmed nor held against anyone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.audit.audit import audit
from grader.audit.finding import ClaimVerdict, Finding
from grader.checks.base import Case
from grader.measure.measurements import Classification, Provenance
from tests.audit.builders import assessment, case, classification, fit, notebook, prediction, rnn, rows

CONTRADICTED, NOISE = ClaimVerdict.CONTRADICTED, ClaimVerdict.WITHIN_NOISE
OPEN, CONFIRMED = ClaimVerdict.NOT_CHECKABLE, ClaimVerdict.CONFIRMED


def sealed(accuracy: float, on_decoys: float) -> Classification:
    seen = classification("m1", accuracy)
    metrics = {name: replace(value, provenance=Provenance.SEALED) for name, value in seen.metrics.items()}
    return replace(seen, metrics=metrics, on_decoys=classification("m1", on_decoys))


def an_rnn(**more: object) -> Case:
    """Right on 96.8 % of the test rows, and on 77.2 % of the decoys."""
    settings: dict[str, object] = {
        "models": (rnn(2),), "fits": (fit("m1", 2),), "predictions": (prediction("m1", 3),),
        "results": (sealed(0.968, 0.772),), "roles": {"rnn": "m1"},
    }  # fmt: skip
    plain = case(**{**settings, **more})  # type: ignore[arg-type]
    served = tuple(replace(data, sealed=True) for data in plain.evidence.served)
    return replace(plain, evidence=replace(plain.evidence, served=served))


def one(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


N = "(n\u00a0=\u00a0250)"


@pytest.mark.parametrize(
    ("printed", "verdict", "words"),
    [
        pytest.param("0.7720", OPEN, "The notebook only had decoy labels of the test rows: by these it is 0.7720, by "
                     f"the true ones it is 0.9680 {N}, sealed on our rerun.", id="computed from decoys"),
        pytest.param("0.7800", OPEN, "only had decoy labels", id="computed from decoys in a way of its own"),
        pytest.param("0.9680", CONFIRMED, f"0.9680 {N}, sealed on our rerun.", id="the truth"),
        pytest.param("0.9600", OPEN, "only had decoy labels", id="near the truth, on other rows perhaps"),
        pytest.param("0.8800", CONTRADICTED, "prints 0.8800; by the decoy labels the notebook had, the model's answers "
                     f"give 0.7720, and by the true ones it is 0.9680 {N}, sealed", id="what no labels explain"),
    ],
)  # fmt: skip
def test_what_the_rerun_prints(printed: str, verdict: ClaimVerdict, words: str) -> None:
    found = one(audit(None, an_rnn(printed={3: f"Test accuracy: {printed}"}), assessment()))
    assert found.verdict is verdict
    assert words in found.measured
    assert found.value == pytest.approx(0.968)


@pytest.mark.parametrize(
    ("saved", "printed", "verdict", "words"),
    [
        pytest.param("0.9680", "0.7720", CONFIRMED, f"0.9680 {N}, sealed", id="saved with the truth at hand"),
        pytest.param("0.9800", "0.7720", NOISE, "sealed", id="within noise of the truth"),
        pytest.param("0.7400", "0.7720", OPEN, "Which labels this was computed from is not", id="of other decoys"),
        pytest.param("0.9990", "0.7720", OPEN, f"we measure 0.9680 {N}, sealed", id="of an easier split perhaps"),
        pytest.param("0.8800", "0.8800", CONTRADICTED, "prints 0.8800 again", id="a number that never changes"),
    ],
)  # fmt: skip
def test_a_saved_number_on_the_courses_own_data(saved: str, printed: str, verdict: ClaimVerdict, words: str) -> None:
    full = an_rnn(source="real", full=True, printed={3: f"Test accuracy: {printed}"})
    found = one(audit(notebook({3: f"Test accuracy: {saved}"}), full, assessment()))
    assert found.verdict is verdict
    assert words in found.measured


def test_a_validation_curve_over_decoys_contradicts_nobody() -> None:
    watched = replace(fit("m1", 2), validation_rows=rows("test"))
    trained = replace(fit("m1", 2), validation_rows=rows("train", 200))
    text = "Epoch 10/10\n32/32 ━━━━ 1s 9ms/step - accuracy: 0.9980 - loss: 0.01 - val_accuracy: 0.7000 - val_loss: 0.9"
    verdicts = []
    for one_fit in (watched, trained):
        full = an_rnn(source="real", full=True, fits=(one_fit,))
        found = {
            f.claim.split: f for f in audit(notebook({2: text}), full, assessment()) if f.claim.quantity == "accuracy"
        }
        verdicts.append(found["validation"].verdict)
    assert verdicts == [OPEN, CONTRADICTED]
