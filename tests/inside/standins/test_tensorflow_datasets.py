"""The stand-in for tensorflow_datasets: splits, batches and encoders of the served rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside.served import Served
from grader.inside.standins.split_names import rows_of_split
from grader.inside.standins.tensorflow_datasets.features import SubwordTextEncoder
from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_reviews

SERVED = Served(dataset="imdb", classes=("negative", "positive"), codes=np.zeros(50, dtype=np.int64), train_rows=40)
CELLS = [
    """
import tensorflow as tf, tensorflow_datasets as tfds
(train, test), info = tfds.load('imdb_reviews', split=['train[:50%]', 'test'], as_supervised=True, with_info=True)
print(len(train), len(test), info.splits['train'].num_examples, info.features['label'].names)
texts, labels = tfds.as_numpy(tfds.load('imdb_reviews', split='test', batch_size=-1, as_supervised=True))
print(texts.shape, labels.dtype, type(texts[0]).__name__)
""",
    """
words = tf.keras.layers.TextVectorization(max_tokens=300, output_sequence_length=20)
words.adapt(train.map(lambda text, label: text))
L = tf.keras.layers
model = tf.keras.Sequential([words, L.Embedding(300, 4), L.GlobalAveragePooling1D(), L.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
model.fit(train.shuffle(500, seed=1).batch(32), epochs=1, validation_data=test.batch(32), verbose=0)
model.evaluate(test.batch(32), verbose=0)
""",
    """
coded, info = tfds.load('imdb_reviews/subwords8k', with_info=True, as_supervised=True)
encoder = info.features['text'].encoder
print(encoder.vocab_size, encoder.decode(encoder.encode('word7, naïve!')))
padded = coded['train'].shuffle(500, seed=2).padded_batch(16, ([-1], []))
other = tf.keras.Sequential([L.Embedding(encoder.vocab_size, 2), L.GlobalAveragePooling1D(), L.Dense(1)])
other.compile('adam', 'mse')
other.fit(padded, epochs=1, verbose=0)
""",
    "tfds.load('mnist')",
]


@pytest.mark.parametrize(
    ("split", "rows"),
    [
        pytest.param("train", (0, 40), id="a side"),
        pytest.param("test", (40, 50), id="the other"),
        pytest.param("train[:25%]", (0, 10), id="a share from the start"),
        pytest.param("train[75%:]", (30, 40), id="a share to the end"),
        pytest.param("train[10:20]", (10, 20), id="rows by number"),
        pytest.param("train[-5:]", (35, 40), id="rows from the end"),
        pytest.param("train+test", (0, 50), id="both"),
        pytest.param("all", (0, 50), id="all"),
    ],
)
def test_split_instructions(split: str, rows: tuple[int, int]) -> None:
    assert rows_of_split(SERVED, split).tolist() == list(range(*rows))


@pytest.mark.parametrize("split", ["validation", "train[:5%]]", "train[a:b]"])
def test_other_instructions_are_refused(split: str) -> None:
    with pytest.raises(ValueError, match=r"split"):
        rows_of_split(SERVED, split)


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_an_encoder_gives_any_text_back(text: str, words: list[str]) -> None:
    encoder = SubwordTextEncoder.build_from_corpus([*words, text], 400)
    plain = text.encode("utf-8", "replace").decode("utf-8")
    found = encoder.encode(plain)
    assert all(0 < number < encoder.vocab_size for number in found)
    assert encoder.decode(found) == plain


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("tfds"), CELLS, datasets=("imdb",), writers=[write_reviews])


@pytest.mark.slow
def test_reviews_are_loaded(ran: Run) -> None:
    assert ran.text(1).splitlines()[-2:] == ["100 60 200 ['neg', 'pos']", "(60,) int64 bytes"], ran.cell(1)["failure"]


@pytest.mark.slow
def test_rows_are_known_through_shuffled_texts_and_padded_codes(ran: Run) -> None:
    assert [ran.cell(position)["failure"] for position in (2, 3)] == [None, None]
    known = [fit["rows"] for fit in ran.of("fit") if fit["rows"]["how"] == "content"]
    assert [rows["from_train"] for rows in known] == [100, 200]
    assert ran.of("prediction")[0]["rows"]["from_test"] == 60
    assert ran.text(3).splitlines()[0] == "8185 word7, naïve!"


@pytest.mark.slow
def test_what_is_not_served_is_said(ran: Run) -> None:
    assert ran.cell(4)["failure"]["name"] == "DatasetNotFoundError"
    assert any("mnist" in note["text"] for note in ran.of("note"))
