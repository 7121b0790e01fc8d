"""Golden readings of outputs as notebooks print them, and laws for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.audit.claims import claims_in_grid, claims_in_text
from grader.audit.found import Found

SUMMARY = """Model: "sequential_1"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ embedding_1 (Embedding)         │ (None, 150, 50)        │       250,000 │
│ lstm (LSTM)                     │ (None, 32)             │        10,624 │
│ dense_3 (Dense)                 │ (None, 1)              │            33 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 781,973 (2.98 MB)
 Trainable params: 260,657 (1018.19 KB)
 Non-trainable params: 0 (0.00 B)
 Optimizer params: 521,316 (1.99 MB)
"""
OLD_SUMMARY = """Model: "sequential"
_________________________________________________________________
 Layer (type)                Output Shape              Param #
=================================================================
 embedding (Embedding)       (None, 150, 50)           250000
 simple_rnn (SimpleRNN)      (None, 32)                2656
=================================================================
Total params: 261361 (1020.94 KB)
Trainable params: 261,361
Non-trainable params: 0
"""
FIT = """Epoch 1/2
112/112 ━━━━━━━━━━━━━━━━━━━━ 5s 25ms/step - accuracy: 0.8702 - loss: 0.3571 - val_accuracy: 0.9641 - val_loss: 0.1301
Epoch 2/2
  1/112 ━━━━━━━━━━━━━━━━━━━━ 2s 23ms/step - accuracy: 0.9688 - loss: 0.1000
112/112 ━━━━━━━━━━━━━━━━━━━━ 3s 22ms/step - accuracy: 0.9911 - loss: 0.0371 - val_accuracy: 0.9830 - val_loss: 0.0601
"""
OLD_FIT = """Epoch 10/10
140/140 [==============================] - 3s 20ms/step - loss: 0.0011 - acc: 0.9998 - val_loss: 0.07 - val_acc: 0.9812
"""
QUIET_FIT = """Epoch 3/3
140/140 - 2s - 17ms/step - accuracy: 0.9973 - loss: 0.0123
"""
TORCH = """epoch 1: train loss 0.31, val acc 0.9510
epoch 2: train loss 0.12, val acc 0.9733
epoch 3: train loss 0.05, val acc 0.9800
done
"""
REPORT = """LSTM
              precision    recall  f1-score   support

         ham       0.99      1.00      0.99       966
        spam       0.98      0.93      0.95       149

    accuracy                           0.99      1115
   macro avg       0.98      0.96      0.97      1115
weighted avg       0.99      0.99      0.99      1115
"""
FRAME = """     model  accuracy  parameters
0      RNN    0.9839      261361
1     LSTM    0.9848      260657
"""
PIPES = """| Model | Test accuracy | F1 |
|-------|---------------|----|
| RNN   | 98.39%        | 0.94 |
| LSTM  | 98,48 %       | 0.95 |
"""


def _short(found: list[Found]) -> list[tuple[object, ...]]:
    return [(f.quantity, f.value, f.digits, f.percent, f.split) for f in found]


def _read(text: str, **more: object) -> list[Found]:
    return claims_in_text(text, cell=3, origin="saved output", positive=frozenset({"spam", "1"}), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Test accuracy: 98.39%", [("accuracy", 98.39, 2, True, "test")]),
        ("Test Accuracy = 98,39 %", [("accuracy", 98.39, 2, True, "test")]),
        ("LSTM acc = 0.985", [("accuracy", 0.985, 3, False, "unknown")]),
        ("Accuracy of RNN model is 0.98", [("accuracy", 0.98, 2, False, "unknown")]),
        ("The accuracy on the test set is: 0.9839, loss 0.05", [("accuracy", 0.9839, 4, False, "test")]),
        ("accuracy of model 1: 0.97", [("accuracy", 0.97, 2, False, "unknown")]),
        ("test_acc: .984", [("accuracy", 0.984, 3, False, "test")]),
        ("Accuracy: 98.4", [("accuracy", 98.4, 1, True, "unknown")]),
        ("Accuracy: 1.0", [("accuracy", 1.0, 1, False, "unknown")]),
        ("val_accuracy 0.9712", [("accuracy", 0.9712, 4, False, "validation")]),
        (
            "Training Accuracy: 0.9991, Testing Accuracy: 0.9839",
            [("accuracy", 0.9991, 4, False, "train"), ("accuracy", 0.9839, 4, False, "test")],
        ),
        (
            "Precision: 0.98 Recall: 0.93 F1-score: 0.95",
            [("precision", 0.98, 2, False, "unknown"), ("recall", 0.93, 2, False, "unknown"),
             ("f1", 0.95, 2, False, "unknown")],
        ),
        (
            "precision, recall, f1 = 0.98 0.93 0.95",
            [("precision", 0.98, 2, False, "unknown"), ("recall", 0.93, 2, False, "unknown"),
             ("f1", 0.95, 2, False, "unknown")],
        ),
        ("We reach 98.4% test accuracy with it", [("accuracy", 98.4, 1, True, "test")]),
        ("35/35 ━━━━━━━━━━━━━━━━━━━━ 1s 4ms/step - accuracy: 0.9839 - loss: 0.06",
         [("accuracy", 0.9839, 4, False, "unknown")]),
        ("35/35 [=========] - 1s 9ms/step - loss: 0.0612 - accuracy: 0.9839",
         [("accuracy", 0.9839, 4, False, "unknown")]),
        (" 9/35 ━━━━━━━━━━━━━━━━━━━━ 0s 4ms/step - accuracy: 0.9700 - loss: 0.06", []),
        ("Total parameters: 261,361", [("parameters", 261361, 0, False, "unknown")]),
        ("number of trainable parameters = 260657", [("trainable_parameters", 260657, 0, False, "unknown")]),
        ("RNN epochs: 10", [("epochs", 10, 0, False, "unknown")]),
        ("trained for 10 epochs", [("epochs", 10, 0, False, "unknown")]),
        ("{'accuracy': [0.86, 0.97], 'loss': [0.4, 0.1]}", []),
        ("accuracy", []),
        ("The accuracy rose. In 2012 there were 0.5 of them", []),
        ("accuracy: 7000", []),
        ("loss: 0.06", []),
        ("(4459, 150) (1115, 150)", []),
    ],
)  # fmt: skip
def test_a_line(line: str, expected: list[tuple[object, ...]]) -> None:
    assert _short(_read(line)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            FIT,
            [("epochs", 2, "unknown"), ("accuracy", 0.9911, "train"), ("accuracy", 0.983, "validation")],
            id="keras 3",
        ),
        pytest.param(
            OLD_FIT,
            [("epochs", 10, "unknown"), ("accuracy", 0.9998, "train"), ("accuracy", 0.9812, "validation")],
            id="keras 2",
        ),
        pytest.param(QUIET_FIT, [("epochs", 3, "unknown"), ("accuracy", 0.9973, "train")], id="verbose 2"),
        pytest.param(
            TORCH, [("epochs", 3, "unknown"), ("accuracy", 0.98, "validation")], id="a loop of one's own"
        ),
        pytest.param(
            FIT + FIT,
            2 * [("epochs", 2, "unknown"), ("accuracy", 0.9911, "train"), ("accuracy", 0.983, "validation")],
            id="two fits",
        ),
        pytest.param(
            SUMMARY, [("parameters", 781973, "unknown"), ("trainable_parameters", 260657, "unknown")], id="summary"
        ),
        pytest.param(
            OLD_SUMMARY,
            [("parameters", 261361, "unknown"), ("trainable_parameters", 261361, "unknown")],
            id="old summary",
        ),
        pytest.param(
            REPORT,
            [("precision", 0.98, "unknown"), ("recall", 0.93, "unknown"), ("f1", 0.95, "unknown"),
             ("accuracy", 0.99, "unknown")],
            id="classification report",
        ),
        pytest.param(FRAME, [("accuracy", 0.9839, "unknown"), ("accuracy", 0.9848, "unknown")], id="data frame"),
        pytest.param(
            PIPES,
            [("accuracy", 98.39, "test"), ("f1", 0.94, "unknown"), ("accuracy", 98.48, "test"),
             ("f1", 0.95, "unknown")],
            id="pipes",
        ),
    ],
)  # fmt: skip
def test_an_output(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(f.quantity, f.value, f.split) for f in _read(text)] == expected


def test_only_a_fit_that_reached_its_last_epoch_counts_its_epochs_exactly() -> None:
    assert [f.exact for f in _read(FIT) if f.quantity == "epochs"] == [True]
    stopped = FIT.replace("2/2", "2/20").replace("1/2", "1/20")
    assert [f.exact for f in _read(stopped) if f.quantity == "epochs"] == [False]


def test_a_summary_lists_its_layers_and_knows_the_optimizers_share() -> None:
    total = _read(SUMMARY)[0]
    assert total.layers == ("Embedding", "LSTM", "Dense")
    assert total.value - total.optimizer_parameters == 260_657


def test_a_table_names_its_rows() -> None:
    assert [f.about[0] for f in _read(FRAME)] == ["0 RNN", "1 LSTM"] or [f.about[0] for f in _read(FRAME)] == [
        "RNN",
        "LSTM",
    ]
    assert _read(PIPES)[0].text == "RNN: Test accuracy 98.39%"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", "model", "accuracy"), ("0", "RNN", "0.98")], [("accuracy", 0.98, "RNN")]),
        ([("", "RNN", "LSTM"), ("accuracy", "0.98", "0.99")], [("accuracy", 0.98, "RNN"), ("accuracy", 0.99, "LSTM")]),
        ([("epoch", "loss"), ("1", "0.5")], []),
        ([("accuracy",)], []),
        ([], []),
    ],
)
def test_a_grid(rows: list[tuple[str, ...]], expected: list[tuple[object, ...]]) -> None:
    found = claims_in_grid(rows, cell=1, origin="table")
    assert [(f.quantity, f.value, f.about[0]) for f in found] == expected


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("model.evaluate(X_test, y_test)", "[0.0612, 0.9839]", [("accuracy", 0.9839)]),
        ("accuracy_score(y_test, pred)", "0.9839", [("accuracy", 0.9839)]),
        ("f1_score(y_test, pred)", "np.float64(0.9512)", [("f1", 0.9512)]),
        ("clf.score(X_test, y_test)", "0.97", [("accuracy", 0.97)]),
        ("model.evaluate(X_test, y_test)", "0.0612", []),
        ("df.shape", "(5572, 5)", []),
        ("x", "0.9839", []),
    ],
)
def test_a_bare_result_is_what_the_code_says(source: str, text: str, expected: list[tuple[str, float]]) -> None:
    found = claims_in_text(text, cell=1, origin="saved output", source=source, result=True)
    assert [(f.quantity, f.value) for f in found] == expected


WORDS = st.sampled_from(
    ["accuracy", "test", "val_", "F1", ":", "=", "0.98", "98%", "1,000", "Epoch 3/10", "\n", "\t", "|", "precision",
     "recall", "f1-score", "support", "Total params:", "(LSTM)", "[", "]", "35/35", "━━━", "3ms/step", "-", "1e5",
     "epochs", "  ", "9" * 30, "\x1b[1m", "\r", "١"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS, max_size=60).map("".join)
    )
)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for found in _read(text, result=True, source="model.evaluate("):
        assert found.value >= 0
        assert 0 <= found.digits <= 15
        assert len(found.text) <= 240
        assert found.quantity in {"accuracy", "precision", "recall", "f1"} or found.value == int(found.value)


@pytest.mark.parametrize(
    "unit",
    ["accuracy ", "accuracy 0.98 ", "accuracy: 0.98\n", "1,", "9", "Epoch 1/2\n", "Total params: ", "a\t", "-", "(",
     "0.1 ", "precision recall f1-score support\n", "accuracy  recall\n0.1  0.2\n", "\x1b[", "| a ", "1/1 ━━━ ", " "],
)  # fmt: skip
def test_the_work_is_bounded_whatever_the_size(unit: str) -> None:
    """What is looked at is capped, so ten times the text gives no more claims and no more lines."""
    large, huge = _read(unit * 100_000), _read(unit * 1_000_000)
    assert len(large) <= 800
    assert len(huge) <= 800
