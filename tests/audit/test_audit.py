from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.audit.audit import audit
from grader.audit.collect import MAX_CLAIMS, rerun_claims, saved_claims
from grader.audit.finding import ClaimVerdict, Finding
from grader.checks.base import Case
from grader.evidence.wire.records import Table
from tests.audit.builders import (
    assessment,
    case,
    classification,
    fit,
    lstm,
    metric,
    notebook,
    prediction,
    reporting,
    rnn,
)

CONTRADICTED, NOISE = ClaimVerdict.CONTRADICTED, ClaimVerdict.WITHIN_NOISE
OPEN, CONFIRMED = ClaimVerdict.NOT_CHECKABLE, ClaimVerdict.CONFIRMED
SUMMARY = """ embedding (Embedding)   (None, 150, 50)   250000
 {name} ({class_})   (None, 32)   2656
 dense (Dense)   (None, 1)   33
 Total params: {total:,} (1020.94 KB)
 Trainable params: {total:,} (1020.94 KB)
"""


def _two_models(accuracy: float = 0.944, **more: object) -> Case:
    """An RNN of cell 2 tested in cell 3 and an LSTM of cell 4 tested in cell 5."""
    settings: dict[str, object] = {
        "models": (rnn(2), lstm(4)),
        "fits": (fit("m1", 2), fit("m2", 4)),
        "predictions": (prediction("m1", 3), prediction("m2", 5)),
        "results": (classification("m1", accuracy), classification("m2", 0.968)),
    }
    return case(**{**settings, **more})  # type: ignore[arg-type]


def _short(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(f.verdict, f.claim.quantity, f.claim.model, f.claim.value) for f in findings]


def _one(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, _short(findings)
    return findings[0]


@pytest.mark.parametrize(
    ("saved", "printed", "verdict", "words"),
    [
        pytest.param("0.9839", "0.9440", OPEN, "Your number is of another run", id="real then, synthetic now"),
        pytest.param("0.944", "0.944", CONFIRMED, "0.9440 (n\u00a0=\u00a0250), observed", id="the same number"),
        pytest.param("94.4%", "94.4%", CONFIRMED, "0.9440", id="per cent"),
        pytest.param("0.9920", "0.9920", CONTRADICTED,
                     "prints 0.9920 again; the model's answers give 0.9440 (n\u00a0=\u00a0250)",
                     id="a number that never changes"),
        pytest.param("0.9900", "0.9920", CONTRADICTED, "prints 0.9920; the model's answers give 0.9440",
                     id="both wrong"),
        pytest.param("0.9839", None, OPEN, "here we measure 0.9440", id="nothing printed on the rerun"),
    ],
)  # fmt: skip
def test_a_saved_accuracy_under_the_quick_profile(
    saved: str, printed: str | None, verdict: ClaimVerdict, words: str
) -> None:
    again = {3: f"Test accuracy: {printed}"} if printed else {}
    found = _one(audit(notebook({3: f"Test accuracy: {saved}"}), _two_models(printed=again), assessment()))
    assert found.verdict is verdict
    assert words in found.measured
    assert (found.claim.model, found.claim.split, found.claim.origin) == ("m1", "test", "saved output")
    assert (found.criterion, found.points) == ("1.3", Fraction(4))


@pytest.mark.parametrize(
    ("saved", "verdict"),
    [("0.944", CONFIRMED), ("0.94", CONFIRMED), ("0.9641", NOISE), ("0.99", CONTRADICTED), ("0.90", CONTRADICTED)],
)
def test_a_saved_accuracy_on_the_courses_own_data(saved: str, verdict: ClaimVerdict) -> None:
    full = _two_models(source="real", full=True)
    found = _one(audit(notebook({3: f"Test accuracy: {saved}"}), full, assessment()))
    assert found.verdict is verdict
    assert "n\u00a0=\u00a0250" in found.measured


def test_full_rows_of_synthetic_data_contradict_no_saved_number() -> None:
    synthetic = _two_models(source="synthetic", full=True)
    assert _one(audit(notebook({3: "Test accuracy: 0.99"}), synthetic, assessment())).verdict is OPEN


def test_a_number_of_unknown_rows_is_not_called_false() -> None:
    both = _two_models(source="real", full=True, predictions=(prediction("m1", 3), prediction("m1", 3, "train", 1000)))
    found = _one(audit(notebook({3: "accuracy 0.9990"}), both, assessment()))
    assert (found.verdict, found.claim.split) == (OPEN, "unknown")


def test_evaluate_lines_take_their_rows_from_the_cells_own_record() -> None:
    line = "8/8 ━━━━━━━━━━━━━━━━━━━━ 0s 4ms/step - accuracy: 0.9440 - loss: 0.2"
    found = _one(audit(notebook({3: line}), _two_models(), assessment()))
    assert (found.verdict, found.claim.split, found.claim.model) == (CONFIRMED, "test", "m1")


def test_a_model_trained_on_test_rows_has_no_valid_number() -> None:
    leaky = _two_models(results=(classification("m1", 0.996, leaked=250),))
    found = _one(audit(notebook({3: "Test accuracy: 0.9960"}), leaky, assessment()))
    assert found.verdict is CONTRADICTED
    assert "trained on 250 of the test rows" in found.measured


def test_names_in_the_text_go_before_the_cell() -> None:
    text = "RNN test accuracy: 0.944\nLSTM test accuracy: 0.968"
    found = audit(notebook({9: text}), _two_models(), assessment())
    assert _short(found) == [(CONFIRMED, "accuracy", "m1", 0.944), (CONFIRMED, "accuracy", "m2", 0.968)]
    assert [f.criterion for f in found] == ["1.3", "1.5"]


@pytest.mark.parametrize(
    ("words", "model"),
    [
        pytest.param("TF-IDF + GaussianNB", "m1", id="a hyphen that no variable can have"),
        pytest.param("tf idf", "m1", id="in two words"),
        pytest.param("Word2Vec + GaussianNB", "m2", id="the long form of w2v"),
    ],
)
def test_one_name_may_be_spelled_in_several_ways(words: str, model: str) -> None:
    given = _two_models(roles={"tfidf": "m1", "w2v": "m2"})
    finding = _one(audit(notebook({9: f"{words} test accuracy: 0.9839"}), given, assessment()))
    assert finding.claim.model == model


def test_a_variable_rebound_to_another_model_means_the_one_of_its_time() -> None:
    both = _two_models(predictions=(prediction("m1", 3), prediction("m2", 5)))
    text = "model accuracy on test: {}"
    found = audit(notebook({3: text.format("0.944"), 5: text.format("0.968")}), both, assessment())
    assert [(f.claim.cell, f.claim.model) for f in found] == [(3, "m1"), (5, "m2")]


def test_two_models_tested_in_one_cell_are_told_apart_by_order() -> None:
    both = _two_models(predictions=(prediction("m1", 5), prediction("m2", 5)))
    found = audit(notebook({5: "Test accuracy: 0.944\nTest accuracy: 0.968"}), both, assessment())
    assert [(f.claim.value, f.claim.model, f.verdict) for f in found] == [
        (0.944, "m1", CONFIRMED),
        (0.968, "m2", CONFIRMED),
    ]


def test_a_number_far_from_any_model_cannot_be_checked() -> None:
    found = _one(audit(notebook({40: "accuracy = 0.97"}), _two_models(), assessment()))
    assert (found.verdict, found.claim.model, found.criterion) == (OPEN, None, None)


def test_a_table_names_its_models() -> None:
    html = (
        "<table><tr><th></th><th>model</th><th>test accuracy</th></tr>"
        "<tr><th>0</th><td>SimpleRNN</td><td>0.944</td></tr><tr><th>1</th><td>LSTM</td><td>0.968</td></tr></table>"
    )
    found = audit(notebook({9: html}, html=True), _two_models(), assessment())
    assert [(f.claim.model, f.verdict, f.claim.origin) for f in found] == [
        ("m1", CONFIRMED, "table"),
        ("m2", CONFIRMED, "table"),
    ]


@pytest.mark.parametrize(
    ("accuracy", "f1", "verdict"),
    [
        pytest.param("{accuracy:.6f}", "{f1:.6f}", CONTRADICTED, id="two numbers beside it are those of the test rows"),
        pytest.param("{accuracy:.3f}", "{f1:.6f}", CONTRADICTED, id="one of them has no more decimals"),
        pytest.param("{accuracy:.2f}", "{f1:.6f}", OPEN, id="a rounded one may be of other rows"),
        pytest.param("{accuracy:.6f}", "0.512345", OPEN, id="one may be so by chance"),
    ],
)
def test_a_number_from_another_models_row_is_contradicted_by_its_neighbours(
    accuracy: str, f1: str, verdict: ClaimVerdict
) -> None:
    seen = {name: measured.value for name, measured in classification("m1", 0.944).metrics.items()}
    table = Table(
        id="t1",
        cell=9,
        index=("0",),
        columns=("model", "accuracy", "recall", "f1"),
        rows=(("RNN", accuracy.format(**seen), "0.912345", f1.format(**seen)),),
    )
    given = _two_models()
    given = replace(given, evidence=replace(given.evidence, tables=(table,)))
    found = {f.claim.quantity: f.verdict for f in audit(None, given, assessment())}
    assert found["recall"] is verdict


def test_a_classification_report_is_held_against_the_answers() -> None:
    seen = classification("m1", 0.944)
    recall = seen.metrics["recall"].value
    report = (
        "   precision    recall  f1-score   support\n\n"
        "        ham       0.94      1.00      0.97       217\n"
        f"       spam       1.00      {recall:.2f}      0.73        33\n\n"
        "    accuracy                           0.94       250\n"
    )
    found = audit(notebook({3: report}), _two_models(), assessment())
    assert {f.verdict for f in found} == {CONFIRMED}
    assert {f.claim.quantity for f in found} == {"accuracy", "precision", "recall", "f1"}


@pytest.mark.parametrize(
    ("total", "full", "verdict"),
    [(261_361, False, CONFIRMED), (300_000, False, OPEN), (300_000, True, CONTRADICTED)],
)
def test_a_summary(total: int, full: bool, verdict: ClaimVerdict) -> None:
    text = SUMMARY.format(name="simple_rnn", class_="SimpleRNN", total=total)
    one = _two_models(source="real" if full else "synthetic", full=full)
    found = audit(notebook({2: text}), one, assessment())
    assert [(f.claim.quantity, f.verdict, f.claim.model, f.criterion) for f in found] == [
        ("parameters", verdict, "m1", "1.1"),
        ("trainable_parameters", verdict, "m1", "1.1"),
    ]


def test_a_summary_is_tied_by_its_layers_wherever_it_stands() -> None:
    text = SUMMARY.format(name="lstm", class_="LSTM", total=260_657)
    found = audit(notebook({5: text}), _two_models(), assessment())
    assert {f.claim.model for f in found} == {"m2"}


def test_of_networks_alike_in_their_layers_a_trainable_count_is_the_one_that_has_it() -> None:
    learned = lstm(4)
    frozen = replace(learned, id="m3", order=3, trainable=10_657)
    text = SUMMARY.format(name="lstm", class_="LSTM", total=260_657)
    found = audit(notebook({4: text}), case(models=(learned, frozen)), assessment())
    assert {f.verdict for f in found} == {CONFIRMED}


def test_a_summary_that_shows_other_layers_is_of_the_model_of_its_size() -> None:
    given = _two_models(models=(rnn(2), lstm(2)))
    saved = notebook({2: SUMMARY.format(name="encoder", class_="Functional", total=260_657)})
    findings = audit(saved, given, assessment())
    assert {(f.verdict, f.claim.model) for f in findings} == {(CONFIRMED, "m2")}


def test_the_optimizers_variables_are_no_parameters_of_the_model() -> None:
    text = SUMMARY.format(name="lstm", class_="LSTM", total=781_973).replace(
        "Trainable params: 781,973", "Trainable params: 260,657"
    )
    found = audit(notebook({5: text + " Optimizer params: 521,316 (1.99 MB)\n"}), _two_models(), assessment())
    assert {f.verdict for f in found} == {CONFIRMED}


@pytest.mark.parametrize(
    ("line", "verdict"),
    [("Epoch 10/10", CONFIRMED), ("Epoch 20/20", CONTRADICTED), ("Epoch 7/20", OPEN), ("epochs: 10", CONFIRMED)],
)
def test_epochs_are_those_asked_for_even_when_the_profile_runs_fewer(line: str, verdict: ClaimVerdict) -> None:
    found = _one(audit(notebook({2: line}), _two_models(), assessment()))
    assert (found.verdict, found.claim.quantity, found.criterion) == (verdict, "epochs", "1.2")


def test_figures_of_a_fit_are_held_against_its_history() -> None:
    bar = "Epoch 10/10\n32/32 ━━━━━ 1s 9ms/step - accuracy: {} - loss: 0.01 - val_accuracy: {} - val_loss: 0.1"
    found = audit(notebook({2: bar.format("0.9980", "0.9111")}), _two_models(), assessment())
    assert {(f.claim.split, f.verdict) for f in found if f.claim.quantity == "accuracy"} == {
        ("train", CONFIRMED),
        ("validation", OPEN),
    }
    full = _two_models(source="real", full=True)
    found = audit(notebook({2: bar.format("0.9940", "0.9980")}), full, assessment())
    assert {f.verdict for f in found if f.claim.split == "train"} == {NOISE}


def test_without_saved_outputs_what_the_rerun_prints_is_the_claim() -> None:
    one = _two_models(printed={3: "Test accuracy: 0.9440", 5: "Test accuracy: 0.9990"})
    found = audit(notebook({}), one, assessment())
    assert _short(found) == [(CONTRADICTED, "accuracy", "m2", 0.999), (CONFIRMED, "accuracy", "m1", 0.944)]
    assert {f.claim.origin for f in found} == {"rerun output"}


def test_beside_saved_outputs_the_rerun_speaks_only_when_it_is_contradicted() -> None:
    one = _two_models(printed={3: "Test accuracy: 0.9440", 5: "Test accuracy: 0.9990"})
    found = audit(notebook({3: "Test accuracy: 0.9839"}), one, assessment())
    assert _short(found) == [(CONTRADICTED, "accuracy", "m2", 0.999), (OPEN, "accuracy", "m1", 0.9839)]


def test_a_number_printed_before_more_training_is_not_held_against_the_end() -> None:
    more = _two_models(fits=(fit("m1", 2), fit("m1", 6), fit("m2", 4)), printed={3: "Test accuracy: 0.9000"})
    found = _one(audit(notebook({3: "Test accuracy: 0.9000"}), more, assessment()))
    assert found.verdict is OPEN


def test_a_threshold_of_ones_own_is_noise_but_a_patched_metric_is_not() -> None:
    near = _two_models(printed={3: "Test accuracy: 0.9480"}, metrics=(metric("m1", 3, 0.948),))
    assert _one(audit(notebook({}), near, assessment())).verdict is NOISE
    patched = _two_models(printed={3: "Test accuracy: 0.9990"}, metrics=(metric("m1", 3, 0.999),))
    assert _one(audit(notebook({}), patched, assessment())).verdict is CONTRADICTED


def test_an_average_over_classes_is_another_reading_of_the_same_answers() -> None:
    seen = classification("m1", 0.944)
    (kept, alarms), (missed, hits) = seen.confusion
    macro = (2 * kept / (2 * kept + alarms + missed) + 2 * hits / (2 * hits + alarms + missed)) / 2
    found = _one(audit(notebook({3: f"test f1: {macro:.4f}"}), _two_models(), assessment()))
    assert found.verdict is CONFIRMED
    assert "mean over classes" in found.measured


def test_two_reports_in_one_cell_belong_to_the_headings_above_them() -> None:
    report = """== {} == test accuracy {:.3f}
[[217   0]
 [ 14  19]]
              precision    recall  f1-score   support

        spam      1.000     {:.3f}     0.731        33

    accuracy                          {:.3f}       250
"""
    text = report.format("LSTM", 0.968, classification("m2", 0.968).metrics["recall"].value, 0.968)
    text += report.format("RNN", 0.944, classification("m1", 0.944).metrics["recall"].value, 0.944)
    found = audit(notebook({9: text}), _two_models(), assessment())
    tied = {(f.claim.model, f.claim.value) for f in found if f.claim.quantity == "accuracy"}
    assert tied == {("m1", 0.944), ("m2", 0.968)}


def test_a_claim_stands_once_however_often_it_is_repeated() -> None:
    text = "Test accuracy: 0.9440\n" * 3 + "accuracy: 94.40%"
    assert len(audit(notebook({3: text}), _two_models(), assessment())) == 1


def test_contradicted_comes_first_and_by_points() -> None:
    one = _two_models(printed={3: "Test accuracy: 0.9990", 5: "Test accuracy: 0.9990"})
    text = "Epoch 20/20"
    found = audit(notebook({2: text, 3: "Test accuracy: 0.9990", 5: "Test accuracy: 0.9990", 4: "Epoch 10/10"}), one,
                  assessment())  # fmt: skip
    assert [f.verdict for f in found] == [CONTRADICTED, CONTRADICTED, CONTRADICTED, CONFIRMED]
    assert [f.points for f in found[:3]] == [Fraction(4), Fraction(1), Fraction(0)]


def test_nothing_ran_and_nothing_was_written() -> None:
    assert audit(None, case(), assessment()) == ()
    found = _one(audit(notebook({3: "Test accuracy: 0.98"}), case(), assessment()))
    assert found.verdict is OPEN
    assert "saw no model" in found.measured


def test_an_unmeasured_model_says_why() -> None:
    one = _two_models(results=())
    one = replace(one, measurements=replace(one.measurements, unmeasured={"m1": "its answers were not seen"}))
    found = _one(audit(notebook({3: "Test accuracy: 0.98"}), one, assessment()))
    assert found.verdict is OPEN
    assert "its answers were not seen" in found.measured


@pytest.mark.parametrize(
    ("points", "printed", "criterion"),
    [
        pytest.param(1, "0.9920", "1.6", id="it lost points through the number"),
        pytest.param(2, "0.9920", "1.3", id="it lost none"),
    ],
)
def test_a_contradicted_number_bears_on_the_criterion_it_costs(points: int, printed: str, criterion: str) -> None:
    found = _one(audit(notebook({}), _two_models(printed={3: f"Test accuracy: {printed}"}), reporting(points)))
    assert (found.verdict, found.criterion) == (CONTRADICTED, criterion)


def test_other_numbers_bear_on_the_metrics_own_criterion() -> None:
    right = _one(audit(notebook({3: "Test accuracy: 0.944"}), _two_models(), reporting(0)))
    assert (right.verdict, right.criterion) == (CONFIRMED, "1.3")
    saved = _two_models(source="real", full=True, printed={3: "Test accuracy: 0.9440"})
    found = audit(notebook({3: "Test accuracy: 0.9900"}), saved, reporting(0))
    assert [(f.verdict, f.criterion) for f in found] == [(CONTRADICTED, "1.3")], "the rerun's own table is right"
    other = _one(audit(notebook({}), _two_models(printed={3: "Test recall: 0.9920"}), reporting(0)))
    assert other.criterion is None, "nobody asked for recall"


WORDS = st.sampled_from(
    ["accuracy", "test", "train", "RNN", "LSTM", "model", "F1", ":", "0.98", "0.944", "98%", "Epoch 3/10",
     "Epoch 10/10", "\n", "\t", "precision", "Total params:", "261,361", "(LSTM)", "epochs", "10", "  "]
)  # fmt: skip
TEXTS = st.dictionaries(
    st.integers(1, 12), st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60), max_size=4
)


@given(TEXTS, TEXTS, st.booleans(), st.booleans())
def test_any_notebook_is_audited_without_an_exception(
    saved: dict[int, str], printed: dict[int, str], full: bool, html: bool
) -> None:
    one = _two_models(printed=printed, full=full, source="real" if full else "synthetic")
    findings = audit(notebook(saved, html=html), one, assessment())
    order = [CONTRADICTED, NOISE, OPEN, CONFIRMED]
    assert [f.verdict for f in findings] == sorted((f.verdict for f in findings), key=order.index)
    for found in findings:
        assert found.measured.endswith(".")
        assert found.claim.model in (None, "m1", "m2")
        if found.verdict is CONTRADICTED and not full and found.claim.quantity == "accuracy":
            # Law: reduced data contradicts a saved number only through what the rerun itself printed.
            assert "the model's answers give" in found.measured


def test_endless_numbers_are_looked_at_in_part() -> None:
    """Each is tied and judged; without a cap one notebook could keep the grader for hours."""
    printed = {cell: "".join(f"test accuracy: 0.{cell:03}{i:03}\n" for i in range(400)) for cell in range(3, 60)}
    one = case(models=[rnn()], fits=[fit("m1", 2)], results=[classification("m1", 0.9)], printed=printed)
    saved = notebook(printed)
    assert len(saved_claims(saved, frozenset())) == len(rerun_claims(one, frozenset())) == MAX_CLAIMS
    assert audit(saved, one, assessment())
