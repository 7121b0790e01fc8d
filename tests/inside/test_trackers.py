"""Several data sets at once: whose rows an array holds, by the surest rule of any of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from grader.inside.pictures import Pictures
from grader.inside.rows import Identified
from grader.inside.served import load_all
from grader.inside.trackers import RowTrackers
from tests.inside.builders import TEST_ROWS, TRAIN_ROWS, messages, write_data
from tests.inside.data_sets import pictures, reviews, write_images, write_memes, write_reviews

NAMES = ("cifar10", "fashion-mnist", "imdb", "memes", "sms-spam")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_data(tmp_path_factory.mktemp("data"))
    write_images(folder, "cifar10")
    write_images(folder, "fashion-mnist", size=28, channels=0, seed=9)
    write_reviews(folder)
    write_memes(folder)
    return folder


@pytest.fixture
def rows(data: Path) -> RowTrackers:
    return RowTrackers(load_all(data, NAMES))


def said(found: Identified) -> tuple[str, str, list[int]]:
    assert found.indices is not None, found
    return found.dataset, found.how, found.indices.tolist()


PLACES = np.asarray([300, 4, 3, 200, 7])  # 3 and 7 are the same picture

# What notebooks do to pictures; x is float32 of shape (rows, 32, 32, 3), in 0..255.
SCALINGS = {
    "as they are": lambda x: x,
    "bytes": lambda x: x.astype(np.uint8),
    "whole numbers": lambda x: x.astype(np.int64),
    "x / 255": lambda x: x / 255.0,
    "x / 255 in double": lambda x: x.astype(np.float64) / 255.0,
    "x / 127.5 - 1": lambda x: x / 127.5 - 1,
    "one mean": lambda x: (x - x.mean()) / (x.std() + 1e-7),
    "a mean for each channel": lambda x: (x / 255 - (0.49, 0.48, 0.45)) / np.asarray((0.2, 0.3, 0.25), np.float32),
    "half precision": lambda x: (x / 255).astype(np.float16),
}
LAYOUTS = {
    "channels last": lambda x: x,
    "channels first": lambda x: x.transpose(0, 3, 1, 2),
    "flat": lambda x: x.reshape(len(x), -1),
    "flat, channels first": lambda x: x.transpose(0, 3, 1, 2).reshape(len(x), -1),
    "with a border": lambda x: np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0))),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("scaling", SCALINGS)
def test_pictures_are_known_whatever_their_scale_and_layout(
    rows: RowTrackers, data: Path, scaling: str, layout: str
) -> None:
    images = np.load(data / "cifar10" / "images.npy")[PLACES].astype(np.float32)
    found = rows.identify(LAYOUTS[layout](SCALINGS[scaling](images)), None)
    assert said(found) == ("cifar10", "content", PLACES.tolist())


@pytest.mark.parametrize(
    "shape",
    [(-1, 28, 28), (-1, 28, 28, 1), (-1, 1, 28, 28), (-1, 784)],
    ids=str,
)
def test_grey_pictures_are_known_with_and_without_a_channel(
    rows: RowTrackers, data: Path, shape: tuple[int, ...]
) -> None:
    images = np.load(data / "fashion-mnist" / "images.npy")[300:] / 127.5 - 1
    found = rows.identify(images.reshape(shape), None)
    assert said(found) == ("fashion-mnist", "content", list(range(300, 380)))
    assert (found.split, found.from_test) == ("test", 80)


def test_a_grey_picture_in_three_channels_is_known(rows: RowTrackers, data: Path) -> None:
    images = np.load(data / "fashion-mnist" / "images.npy")[:5]
    assert rows.identify(np.repeat(images[..., None], 3, axis=-1), None).dataset == "fashion-mnist"
    assert rows.identify(np.repeat(images[:, None], 3, axis=1), None).dataset == "fashion-mnist"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(pictures(5, 32, 32, 3, seed=99), id="others of that size"),
        pytest.param(np.zeros((5, 32, 32, 3)), id="black ones"),
        pytest.param(np.full((5, 784), np.nan), id="no numbers"),
        pytest.param(np.zeros((5, 16, 16, 3)), id="smaller"),
        pytest.param(np.zeros((5, 3)), id="no pictures"),
    ],
)
def test_other_pictures_are_not_known(rows: RowTrackers, values: np.ndarray) -> None:
    assert rows.identify(values, None).indices is None


@given(
    st.floats(0.001, 300), st.floats(-200, 200), st.integers(0, 2**32 - 1), st.sampled_from([np.float32, np.float64])
)
@settings(max_examples=60, deadline=None)
def test_a_mark_outlives_any_rising_line(slope: float, shift: float, seed: int, dtype: type) -> None:
    """Every channel may have a line of its own; equal pixels stay equal, and the brighter one stays the brighter."""
    images = pictures(6, 24, 24, 3, seed=seed % 1000)
    slopes = np.asarray([slope, slope * 2, slope + 1], dtype=dtype)
    found = Pictures(images).candidates((images.astype(dtype) * slopes + dtype(shift))[::-1])
    assert found is not None
    assert found[1].tolist() == [5, 4, 3, 2, 1, 0]


@given(st.integers(0, 11), st.integers(1, 27), st.integers(0, 27))
@settings(max_examples=60, deadline=None)
def test_another_picture_has_another_mark(place: int, down: int, right: int) -> None:
    """One picture moved by some pixels is not the one it was, and is found nowhere."""
    images = pictures(12, 28, 28, 0)
    changed = images.copy()
    changed[place] = np.roll(changed[place], (down, right), axis=(0, 1))
    assert Pictures(images).candidates(changed) is None
    assert Pictures(images).candidates(np.delete(changed, place, axis=0)) is not None


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda y: y, id="codes"),
        pytest.param(lambda y: y.reshape(-1, 1), id="a column of codes"),
        pytest.param(lambda y: np.eye(10)[y], id="one-hot"),
        pytest.param(lambda y: np.array(list("abcdefghij"))[y], id="names"),
        pytest.param(lambda y: y.astype("float32"), id="floats"),
    ],
)
def test_ten_classes_are_known_by_the_order_of_their_labels(rows: RowTrackers, data: Path, encode: object) -> None:
    assert callable(encode)
    codes = np.load(data / "cifar10" / "labels.npy").astype(np.int64)
    for span in (range(300), range(300, 380), range(40, 104)):
        blurred = np.random.default_rng(0).normal(size=(len(span), 64, 64, 3))
        found = rows.identify(blurred, encode(codes[list(span)]))
        assert said(found) == ("cifar10", "labels in order", list(span))
    assert rows.classes(encode(codes)) == tuple("abcdefghij")


def test_each_data_set_answers_for_its_own(rows: RowTrackers) -> None:
    sms = pd.DataFrame(messages(), columns=["label", "text"])
    assert said(rows.identify(sms[10:20], None))[:2] == ("sms-spam", "index")
    texts = [text for _, text, _ in reviews()]
    assert said(rows.identify(texts[200:], None)) == ("imdb", "content", list(range(200, 260)))
    memes = pd.DataFrame({"text": [f"look at number {n}" for n in range(50, 70)]})
    assert said(rows.identify(memes, None)) == ("memes", "index", list(range(50, 70)))
    assert rows.identify(texts[:3] + list(sms.text[:3]), None).indices is None


def test_memes_are_known_by_text_by_id_by_picture_and_by_the_order_of_labels(rows: RowTrackers, data: Path) -> None:
    lines = [json.loads(line) for line in (data / "memes" / "rows.jsonl").open()]
    part, places = lines[50:70], list(range(50, 70))
    assert said(rows.identify([line["text"].upper() for line in part], None)) == ("memes", "content", places)
    assert said(rows.identify(np.asarray([line["id"] for line in part]), None)) == ("memes", "content", places)
    images = np.stack([np.asarray(Image.open(data / "memes" / line["img"])) for line in part])
    scaled = images.transpose(0, 3, 1, 2).astype(np.float32) / 255 - 0.4
    assert said(rows.identify(scaled, None)) == ("memes", "content", places)
    resized = np.random.default_rng(0).normal(size=(50, 3, 64, 64))
    labels = np.asarray([line["label"] for line in lines[:50]])
    assert said(rows.identify(resized, labels)) == ("memes", "labels in order", list(range(50)))


def test_word_numbers_are_known_after_padding_and_cutting(rows: RowTrackers) -> None:
    given_out = [np.asarray([1, *(w + 3 for w in words)], dtype=np.int32) for _, _, words in reviews()]
    ragged = np.empty(len(given_out), dtype=object)
    ragged[:] = [words.tolist() for words in given_out]
    assert rows.identify(ragged[:50], None).indices is None
    rows.of("imdb").learn_words(given_out, np.arange(len(given_out)))
    assert said(rows.identify(ragged[:50], None)) == ("imdb", "content", list(range(50)))
    for width, cut in ((100, slice(None)), (15, slice(None, 15)), (15, slice(-15, None))):
        padded = np.zeros((60, width), dtype=np.int32)
        for place, words in enumerate(given_out[200:]):
            kept = words[cut]
            padded[place, width - len(kept) :] = kept
        assert said(rows.identify(padded.astype(np.float32), None)) == ("imdb", "content", list(range(200, 260)))


def test_what_is_learned_goes_to_the_data_set_it_is_about(rows: RowTrackers) -> None:
    codes = np.asarray([label == "positive" for label, _, _ in reviews()])
    features = np.random.default_rng(1).normal(size=(codes.size, 5))
    found = rows.identify(features, codes)
    rows.learn(features, codes, found.indices)
    assert rows.identify(features[200:], None).dataset == "imdb"
    assert rows.classes(codes, found.indices) == ("negative", "positive")


def test_a_count_is_believed_only_when_one_data_set_can_be_meant(rows: RowTrackers) -> None:
    features = np.random.default_rng(2).normal(size=(TEST_ROWS, 3))
    sms, imdb = rows.of("sms-spam"), rows.of("imdb")
    sms.hand_out(np.arange(TRAIN_ROWS), np.arange(TRAIN_ROWS, TRAIN_ROWS + TEST_ROWS))
    assert rows.identify(features, None).dataset == "sms-spam"
    imdb.hand_out(np.arange(200), np.arange(200, 260))  # 60 test rows too
    assert rows.identify(features, None).indices is None


def test_an_attempt_without_data_knows_nothing() -> None:
    rows = RowTrackers(())
    assert rows.served is None
    assert rows.identify([[1.0, 2.0]], [1]).split == "unknown"
    rows.learn([[1.0]], [1], None)
    assert rows.classes([1, 0]) is None
