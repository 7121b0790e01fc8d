"""The probe's own tools, without any framework."""

from __future__ import annotations

import os

import numpy as np
import pytest

from grader.evidence.wire.records import Note
from grader.inside.probe.answers import signature_of, token_of, tokens_of
from grader.inside.probe.arrays import as_array, as_labels, digest_of, length_of
from grader.inside.probe.losses import history_key, neutral_loss, neutral_metric
from grader.inside.probe.watch import MAX_NOTES, Watch
from tests.inside.probe.builders import Notebook


class Hostile:
    """Answers nothing."""

    def __len__(self) -> int:
        raise RuntimeError("len")

    def __array__(self, *_: object) -> np.ndarray:
        raise RuntimeError("array")

    @property
    def shape(self) -> tuple[int, ...]:
        raise RuntimeError("shape")


class UnprintableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("str")


def test_a_failure_becomes_one_note_and_the_code_goes_on() -> None:
    notebook = Notebook()
    watch = Watch(notebook.context)
    for _ in range(3):
        with watch.quietly("fit"):
            raise ValueError("no such thing")
    with watch.quietly("fit"):
        raise UnprintableError
    with watch.quietly("fit"):
        raise SystemExit("a hostile object's")

    assert [note.text for note in notebook.all(Note)] == [
        "ValueError: no such thing", "UnprintableError", "SystemExit: a hostile object's"]  # fmt: skip


def test_interrupts_belong_to_the_runner() -> None:
    watch = Watch(Notebook().context)
    with pytest.raises(KeyboardInterrupt), watch.quietly("fit"):
        raise KeyboardInterrupt


def test_notes_end_somewhere() -> None:
    notebook = Notebook()
    watch = Watch(notebook.context)
    for number in range(MAX_NOTES * 2):
        watch.note("fit", f"number {number}")

    assert len(notebook.all(Note)) == MAX_NOTES


def test_only_the_outermost_call_of_a_family_is_recorded() -> None:
    watch = Watch(Notebook().context)
    with watch.call("keras") as outer, watch.call("sklearn") as other, watch.call("keras") as inner:
        assert (outer, other, inner) == (True, True, False)
    with watch.probing(), watch.call("keras") as own:
        assert not own
    with pytest.raises(ValueError, match="student"), watch.call("keras"):
        raise ValueError("student")
    with watch.call("keras") as again:
        assert again


def test_a_forked_child_is_blind() -> None:
    watch = Watch(Notebook().context)
    child = os.fork()
    if child == 0:
        os._exit(0 if watch.blind else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not watch.blind


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param([1, 2, 3], [1, 2, 3], id="a list"),
        pytest.param(("a", "b"), ["a", "b"], id="texts"),
        pytest.param([[1, 2], [3, 4]], [[1, 2], [3, 4]], id="rows"),
        pytest.param(np.float32(1), None, id="a scalar is no array"),
        pytest.param([], None, id="nothing"),
        pytest.param([1, "a", None], None, id="a mixture"),
        pytest.param([[1], [1, 2]], None, id="ragged"),
        pytest.param("text", None, id="a text"),
        pytest.param(Hostile(), None, id="a class of the notebook"),
        pytest.param([Hostile()], None, id="a list of them"),
        pytest.param(np, None, id="a module"),
    ],
)
def test_what_is_an_array(value: object, expected: object) -> None:
    found = as_array(value)
    assert (None if found is None else found.tolist()) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([[0], [1], [1]], [0, 1, 1]),
        ([[1, 0], [0, 1]], [0, 1]),
        ([[0.2, 0.8], [0.5, 0.5]], None),
        (["ham", "spam"], ["ham", "spam"]),
    ],
    ids=["a column", "one-hot", "no labels", "names"],
)
def test_labels_are_one_value_a_row(labels: object, expected: object) -> None:
    found = as_labels(labels)
    assert (None if found is None else found.tolist()) == expected


def test_length_of_asks_nothing_of_the_notebooks_classes() -> None:
    assert length_of(np.zeros((7, 2))) == 7
    assert length_of([1, 2]) == 2
    assert [length_of(value) for value in (Hostile(), np, {}, "text", np.array(3))] == [None] * 5


def test_a_digest_is_of_values_not_of_their_type() -> None:
    values = np.array([[1, 2], [3, 4]])
    assert digest_of(values) == digest_of(values.astype(np.float32)) == digest_of(values.astype(np.uint8))
    assert digest_of(values) != digest_of(values.T)
    assert digest_of(np.array(["a", "bc"])) != digest_of(np.array(["ab", "c"]))


def test_called_classes_find_the_answers_they_came_from() -> None:
    random = np.random.default_rng(3)
    probabilities, logits = random.random(50), random.normal(size=(50, 3))

    assert token_of((probabilities > 0.5).astype(int).reshape(-1, 1)) in tokens_of(probabilities)
    assert token_of(probabilities.tolist()) in tokens_of(probabilities)
    assert token_of(logits.argmax(axis=1).tolist()) in tokens_of(logits)
    assert token_of(random.random(50)) not in tokens_of(probabilities)


def test_signatures_tell_texts_from_numbers_and_widths_apart() -> None:
    assert signature_of(["a", "b"]) == ("text", ())
    assert signature_of(np.zeros((4, 150), dtype=np.int32)) == ("numbers", (150,))
    assert signature_of(Hostile()) is None


@pytest.mark.parametrize(
    ("name", "neutral"),
    [
        ("BinaryCrossentropy", "binary_crossentropy"),
        ("binary_cross_entropy_with_logits", "binary_crossentropy"),
        ("BCEWithLogitsLoss", "binary_crossentropy"),
        ("sparse_categorical_crossentropy", "categorical_crossentropy"),
        ("CrossEntropyLoss", "categorical_crossentropy"),
        ("MeanSquaredError", "mse"),
        ("KLDivergence", "kl_divergence"),
        ("vae_loss", "vae_loss"),
    ],
)
def test_losses_have_one_name(name: str, neutral: str) -> None:
    assert neutral_loss(name) == neutral


def test_metrics_have_one_name() -> None:
    assert [neutral_metric(name) for name in ("acc", "binary_accuracy", "precision_3", "AUC")] == [
        "accuracy", "accuracy", "precision", "roc_auc"]  # fmt: skip
    assert [history_key(name) for name in ("loss", "val_acc", "val_loss")] == ["loss", "val_accuracy", "val_loss"]
