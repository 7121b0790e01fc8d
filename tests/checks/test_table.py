from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.checks.base import Case
from grader.checks.reported import Reported, reported_numbers
from grader.evidence.wire.records import Table
from tests.checks.builders import (
    awarded,
    case,
    classification,
    code,
    criterion,
    evidence,
    keras_lstm,
    keras_rnn,
    measurements,
    model,
    not_assessed,
    ran,
    sealed,
)

REPORTED = criterion("table", points=4, compares=("rnn", "lstm"), metrics=("accuracy",), text=True)
TABLE = criterion("table", points=4, compares=("rnn", "lstm"), metrics=("accuracy",))
MODELS = (model(keras_rnn(), id_="m1", name="rnn_net"), model(keras_lstm(), id_="m2", name="lstm_net", order=2))
# 1,097 and 1,090 of 1,115 messages: 0.98386 and 0.97758.
SEEN = measurements(classification("m1", 1097 / 1115), classification("m2", 1090 / 1115))


def said(text: str, source: str = "show()") -> Case:
    return case(evidence(models=MODELS, submitted=(code(7, source),), cells=(ran(7, text),)), SEEN)


def table(*rows: tuple[str, ...], columns: tuple[str, ...], index: tuple[str, ...] = ()) -> Case:
    one = Table(id="t1", cell=7, columns=columns, index=index, rows=rows)
    return case(evidence(models=MODELS, tables=(one,)), SEEN)


@pytest.mark.parametrize(
    ("text", "source", "points"),
    [
        pytest.param("RNN accuracy: 0.9839\nLSTM accuracy: 0.9776", "", 4, id="printed"),
        pytest.param("RNN acc 98.39%\nLSTM acc 97.76 %", "", 4, id="per cent"),
        pytest.param("test accuracy 98.38565\ntest accuracy 97.75785", "", 4, id="per cent without a sign"),
        pytest.param(
            "[0.0712, 0.9838565230369568]\n[0.09, 0.9775784611701965]",
            "accuracy_score(y, p)",
            4,
            id="the code names it",
        ),
        pytest.param("0.9838565022421525\n0.9775784753363229", "print(score)", 0, id="nothing names it"),
        pytest.param(
            "35/35 ━━━━ 0s 9ms/step - accuracy: 0.9839 - loss: 0.07\n35/35 ━━━━ 0s 9ms/step - accuracy: 0.9776",
            "",
            4,
            id="what evaluate prints",
        ),
        pytest.param(
            "Epoch 1/2\n112/112 ━━━━ accuracy: 0.9839 - loss: 0.1 - val_accuracy: 0.9776",
            "",
            0,
            id="progress of training",
        ),
        pytest.param("epoch 3: loss 0.2\nRNN accuracy 0.9839", "", 2, id="below a line of training"),
        pytest.param("train accuracy 0.9839\ntrain accuracy 0.9776", "", 0, id="said of the training rows"),
        pytest.param("  model  accuracy\n0   RNN  0.98386\n1  LSTM   0.97758", "", 4, id="a printed data frame"),
        pytest.param("accuracy 0.98", "", 4, id="two digits fit both"),
        pytest.param("accuracy 1.0", "", 0, id="one digit says nothing"),
        pytest.param("RNN accuracy: 0.9839\nLSTM accuracy: 0.9900", "", 2, id="one of them is wrong"),
        pytest.param("RNN accuracy: 0.9838", "", 2, id="cut off instead of rounded"),
        pytest.param("accuracy                           0.98      1115", "", 4, id="a classification report"),
        pytest.param("", "", 0, id="nothing"),
    ],
)
def test_printed_results(text: str, source: str, points: int) -> None:
    assert awarded(REPORTED, said(text, source)).points == points


def test_a_classification_report_gives_three_metrics_for_each_class() -> None:
    text = """              precision    recall  f1-score   support

         ham       0.99      0.98      0.97       900
 spam or not       0.76      0.75      0.74       215

    accuracy                           0.96      1115
   macro avg       0.88      0.87      0.86      1115
"""
    found = reported_numbers(said(text).evidence, text=True)
    by_metric = {metric: [n.value for n in found if n.metric == metric] for metric in ("precision", "recall", "f1")}
    assert by_metric == {"precision": [0.99, 0.76, 0.88], "recall": [0.98, 0.75, 0.87], "f1": [0.97, 0.74, 0.86]}
    assert [n.value for n in found if n.metric == "accuracy"] == [0.96]


def test_what_is_missing_is_told_with_the_measured_number() -> None:
    outcome = awarded(REPORTED, said("RNN accuracy: 0.9839"))
    assert outcome.because == (
        "Found in tables or printed lines: accuracy of rnn 0.9839. "
        "Accuracy of lstm is not given as measured on our rerun (97.8\u00a0%, 1,115 test rows)."
    )
    assert outcome.cells == (7,)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(table(("RNN", "0.98386"), ("LSTM", "0.97758"), columns=("model", "accuracy")), id="a column"),
        pytest.param(table(("0.98386", "0.97758"), columns=("RNN", "LSTM"), index=("Accuracy",)), id="a row"),
        pytest.param(table(("Test acc", "98.39 %", "97.76 %"), columns=("", "RNN", "LSTM")), id="a first cell"),
    ],
)
def test_tables(given: Case) -> None:
    assert awarded(TABLE, given).points == 4


@pytest.mark.parametrize(
    ("beside", "agrees"),
    [
        pytest.param("0.9775784753363229", True, id="nothing here was rounded, so neither was 0.5"),
        pytest.param("0.9776", True, id="rounded to four digits, and so was 0.5"),
        pytest.param("0.9", False, id="one digit everywhere"),
    ],
)
def test_a_short_number_is_exact_where_the_table_is_written_out(beside: str, agrees: bool) -> None:
    given = table(("RNN", "0.5"), ("LSTM", beside), columns=("model", "accuracy"))
    numbers = {number.value: number for number in reported_numbers(given.evidence, text=False)}
    assert numbers[0.5].agrees_with(0.5) is agrees
    assert not numbers[0.5].agrees_with(0.504)


def test_printed_lines_are_no_table_unless_asked_for() -> None:
    assert awarded(TABLE, said("RNN accuracy: 0.9839\nLSTM accuracy: 0.9776")).points == 0


def test_headings() -> None:
    one = criterion("table", points=4, columns=["precision"], rows=["rnn", "lstm", "gru"])
    given = table(("RNN", "1"), ("LSTM", "2"), columns=("model", "Precision"))
    outcome = awarded(one, given)
    assert outcome.points == 3
    assert "No table has a row 'gru'" in outcome.because


def test_words_alone_may_do() -> None:
    one = criterion("table", points=4, compares=("rnn", "lstm"), metrics=("accuracy",), values=False, text=True)
    assert awarded(one, said("rnn_net accuracy 0.50\nlstm accuracy 0.60")).points == 4
    assert awarded(one, said("first accuracy 0.50\nlstm accuracy 0.60")).points == 2


def test_what_was_not_measured_costs_nothing() -> None:
    given = said("RNN accuracy: 0.9839")
    assert awarded(REPORTED, replace(given, measurements=measurements(classification("m1", 1097 / 1115)))).points == 4
    assert "could not be measured" in not_assessed(REPORTED, replace(given, measurements=measurements())).because


def test_a_model_that_is_not_there_has_no_result() -> None:
    given = case(evidence(models=MODELS[:1], cells=(ran(7, "accuracy 0.9839"),)), SEEN)
    assert awarded(REPORTED, given).points == 2


def test_a_flood_of_output_is_read_in_bounded_time() -> None:
    text = "accuracy " + "9" * 100_000 + "\n" + "accuracy 0.5 " * 1000 + "\n" * 50_000
    assert len(reported_numbers(said(text).evidence, text=True)) < 1000


@pytest.mark.parametrize(
    ("value", "digits", "measured", "agrees"),
    [
        (0.98, 2, 0.984, True),
        (0.98, 2, 0.9851, False),
        (0.984, 3, 0.98386, True),
        (0.983, 3, 0.98386, True),
        (0.985, 3, 0.98386, False),
        (1.0, 1, 1.0, False),
        (1.0, 2, 0.996, True),
        (0.9838565230, 10, 0.9838565022, True),
    ],
)
def test_agreement_is_as_exact_as_the_writing(value: float, digits: int, measured: float, agrees: bool) -> None:
    given: dict[str, Any] = {
        "metric": "accuracy",
        "value": value,
        "digits": digits,
        "text": "",
        "cell": 1,
        "around": "",
    }
    assert Reported(**given).agrees_with(measured) is agrees


@pytest.mark.parametrize(
    ("text", "points"),
    [
        pytest.param("RNN accuracy: 0.7677", 4, id="by the decoys, which is all it had"),
        pytest.param("RNN accuracy: 0.9839", 0, id="by labels it never had"),
    ],
)
def test_under_sealed_labels_a_notebook_reports_what_the_decoys_say(text: str, points: int) -> None:
    asked = criterion("table", points=4, compares=("rnn",), metrics=("accuracy",), text=True)
    shown = evidence(models=MODELS[:1], submitted=(code(7, "show()"),), cells=(ran(7, text),))
    outcome = awarded(asked, case(shown, measurements(sealed("m1", 1097 / 1115, 856 / 1115))))
    assert outcome.points == points
    assert ("with the decoy labels it was given" in outcome.because) == (points == 0)
