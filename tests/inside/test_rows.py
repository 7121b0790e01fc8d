"""Rows are recognised in what notebooks make of them, and never guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.inside.rows import Identified, RowTracker
from grader.inside.served import Served
from tests.inside.builders import TEST_ROWS, TRAIN_ROWS, messages, run_cells

EVERY = TRAIN_ROWS + TEST_ROWS


def served() -> Served:
    rows = messages()
    return Served(
        dataset="sms-spam",
        classes=("ham", "spam"),
        texts=tuple(text for _, text in rows),
        codes=np.asarray([("ham", "spam").index(label) for label, _ in rows]),
        train_rows=TRAIN_ROWS,
        forms=(),
    )


@pytest.fixture
def tracker() -> RowTracker:
    return RowTracker(served())


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(messages(), columns=["label", "text"])


def matrix(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 5000, (EVERY, 9)).astype(np.int32)


def rows_of(found: Identified) -> list[int]:
    assert found.indices is not None, found
    return [int(row) for row in found.indices]


def test_a_frame_is_known_by_its_index(tracker: RowTracker, frame: pd.DataFrame) -> None:
    taken = frame.drop_duplicates().sample(frac=0.4, random_state=1)
    found = tracker.identify(taken, None)
    assert (found.how, rows_of(found)) == ("index", list(taken.index))


def test_an_index_that_the_content_belies_is_not_believed(tracker: RowTracker, frame: pd.DataFrame) -> None:
    mixed = frame.drop_duplicates().sample(frac=1, random_state=1)
    found = tracker.identify(mixed.reset_index(drop=True).text, None)
    assert (found.how, rows_of(found)) == ("content", list(mixed.index))


def test_cleaned_texts_are_known_by_their_labels(tracker: RowTracker, frame: pd.DataFrame) -> None:
    kept = frame.drop_duplicates()
    cleaned = kept.text.str.replace(r"\W", "", regex=True).str.upper()
    assert tracker.identify(cleaned, None).indices is None
    codes = kept.label.map({"ham": 1, "spam": 0})
    found = tracker.identify(cleaned.reset_index(drop=True), codes.reset_index(drop=True))
    assert rows_of(found) == list(kept.index)
    assert rows_of(tracker.identify(list(cleaned), None)) == list(kept.index)


def test_repeated_texts_are_each_used_once(tracker: RowTracker) -> None:
    assert rows_of(tracker.identify(list(served().texts), None)) == list(range(EVERY))


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(lambda y: y, id="codes"),
        pytest.param(lambda y: 1 - y, id="spam is 0"),
        pytest.param(lambda y: y.astype("float32"), id="floats"),
        pytest.param(lambda y: y.reshape(-1, 1), id="a column"),
        pytest.param(lambda y: y == 1, id="booleans"),
        pytest.param(lambda y: np.eye(2)[y], id="one-hot"),
        pytest.param(lambda y: np.eye(2)[1 - y].astype(bool), id="one-hot, the other way round"),
        pytest.param(lambda y: 2 * y - 1, id="-1 and 1"),
        pytest.param(lambda y: np.array(["ham", "spam"])[y], id="words"),
        pytest.param(lambda y: ["ham" if code == 0 else "spam" for code in y], id="a list of words"),
        pytest.param(lambda y: pd.Series(np.array(["Ham", "Spam"], dtype=object)[y]), id="a Series"),
    ],
)
def test_labels_in_order_in_any_encoding(tracker: RowTracker, labels: object) -> None:
    codes = served().codes
    make = labels
    assert callable(make)
    assert rows_of(tracker.identify(None, make(codes))) == list(range(EVERY))
    found = tracker.identify(None, make(codes[TRAIN_ROWS:]))
    assert (found.split, found.from_test) == ("test", TEST_ROWS)
    assert rows_of(tracker.identify(None, make(codes[40:200]))) == list(range(40, 200))


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        pytest.param(lambda y: y, ("ham", "spam"), id="codes"),
        pytest.param(lambda y: 1 - y, ("spam", "ham"), id="spam is 0"),
        pytest.param(lambda y: np.eye(2)[1 - y], ("spam", "ham"), id="one-hot"),
        pytest.param(lambda y: np.array(["x", "a"])[y], ("spam", "ham"), id="words of their own, in order of sorting"),
        pytest.param(lambda y: y * 0, None, id="one class only"),
        pytest.param(lambda y: np.arange(y.size) % 2, None, id="not the labels"),
        pytest.param(lambda y: np.arange(y.size), None, id="not labels at all"),
    ],
)
def test_classes(tracker: RowTracker, labels: object, classes: tuple[str, ...] | None) -> None:
    assert callable(labels)
    assert tracker.classes(labels(served().codes)) == classes


def test_features_once_seen_beside_labels_are_known_by_content(tracker: RowTracker) -> None:
    features, codes = matrix(), served().codes
    assert tracker.identify(features, None).indices is None
    tracker.identify(features[TRAIN_ROWS:], codes[TRAIN_ROWS:])
    found = tracker.identify(features[TRAIN_ROWS:].astype(np.float64), None)
    assert (found.split, found.how) == ("test", "content")
    batch = tracker.identify([features[TRAIN_ROWS + 32 : TRAIN_ROWS + 48]], None)
    assert rows_of(batch) == list(range(TRAIN_ROWS + 32, TRAIN_ROWS + 48))
    assert tracker.identify(features[:10], None).indices is None


def test_the_count_alone_says_something_only_after_our_split(tracker: RowTracker) -> None:
    features = matrix()[TRAIN_ROWS:]
    assert tracker.identify(features, None).indices is None
    tracker.hand_out(np.arange(TRAIN_ROWS)[::-1].copy(), np.arange(TRAIN_ROWS, EVERY))
    found = tracker.identify(features, None)
    assert (found.split, found.how) == ("test", "row count")
    assert tracker.identify(features, 1 - served().codes[:TEST_ROWS]).how != "row count"


@pytest.mark.parametrize(
    ("rows", "handed_out", "split"),
    [
        pytest.param(range(TRAIN_ROWS), False, "train", id="training rows"),
        pytest.param(range(TRAIN_ROWS, EVERY), False, "test", id="test rows"),
        pytest.param(range(EVERY), False, "mixed", id="everything"),
        pytest.param(range(50, EVERY - 20), False, "own", id="a part of both"),
        pytest.param(range(50, EVERY - 20), True, "mixed", id="a part of both, after the course's split"),
    ],
)
def test_splits(tracker: RowTracker, rows: range, handed_out: bool, split: str) -> None:
    if handed_out:
        tracker.hand_out(np.arange(TRAIN_ROWS), np.arange(TRAIN_ROWS, EVERY))
    found = tracker.identify(None, served().codes[list(rows)])
    assert found.split == split
    assert found.from_train + found.from_test == found.count == len(rows)


@given(st.lists(st.integers(0, 1), min_size=1, max_size=120))
@settings(max_examples=150, deadline=None)
def test_labels_that_are_not_there_are_not_found(codes: list[int]) -> None:
    """A sequence is only placed where it stands, under one meaning of its codes."""
    found = TRACKER.identify(None, codes)
    if found.indices is not None:
        truth = served().codes[found.indices]
        assert (truth == codes).all() or (truth == 1 - np.asarray(codes)).all()


TRACKER = RowTracker(served())


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        "text",
        b"bytes",
        {},
        [],
        [[1], [2, 3]],
        np.array(5),
        np.empty((0, 4)),
        object(),
        [object()],
        np.nan,
        lambda: 0,
    ],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_is_not_identified_and_harmless(tracker: RowTracker, value: object) -> None:
    assert tracker.identify(value, value).indices is None
    tracker.learn(value, value, None)
    tracker.learn_frame(value)
    assert tracker.classes(value) is None
    assert RowTracker(None).identify(value, None).split == "unknown"


SPLIT = """
import numpy as np, pandas as pd
from sklearn.model_selection import train_test_split, StratifiedKFold
from sklearn.utils import shuffle
df = pd.read_csv('SMSSpamCollection', sep='\\t', names=['label', 'text'])
texts, y = df.text, (df.label == 'ham').astype(int).values
"""
SPLITS = [
    (
        """a, b = train_test_split(df, test_size=0.25, random_state=3)
print(len(a), len(b), list(b.index) == list(range(240, 300)))""",
        "240 60 True",
    ),
    (
        """a, b, c, d = train_test_split(texts, y, test_size=0.5, stratify=y)
print(type(a).__name__, type(c).__name__, len(b), (d == y[240:]).all())""",
        "Series ndarray 60 True",
    ),
    (
        """a, b = train_test_split(list(texts), random_state=0)
print(type(a).__name__, b == list(texts[240:]), a == list(texts[:240]))""",
        "list True False",
    ),
    ("a, b = train_test_split(range(300))\nprint(sorted(b) == list(range(240, 300)))", "True"),
    ("a, b = train_test_split(df, shuffle=False)\nprint(list(a.index) == list(range(240)))", "True"),
    (
        """p, q = train_test_split(df, random_state=3), train_test_split(df, random_state=4)
print(p[0].equals(q[0]))""",
        "True",
    ),
    (
        """e = df.drop_duplicates().reset_index(drop=True)
a, b = train_test_split(e)
print(len(e) - len(a), set(b.text) == set(df.text[240:]))""",
        "60 True",
    ),
    (
        """s = df.sample(frac=1, random_state=0).reset_index(drop=True)
c, d = train_test_split(s.label.values, test_size=.2)
print(len(d), (d == df.label.values[240:]).all())""",
        "60 True",
    ),
    (
        """a, b = train_test_split(df)
c, d = train_test_split(a, test_size=0.1, random_state=0)
print(len(c), len(d), set(d.index) < set(range(240)))""",
        "216 24 True",
    ),
    ("a, b = train_test_split(df[:200], test_size=0.5, random_state=0)\nprint(len(a), len(b))", "100 100"),
    ("a, b = train_test_split(np.random.rand(77, 3), test_size=7)\nprint(len(a), len(b))", "70 7"),
    ("train_test_split(df, test_size=3.5)", None),
    ("train_test_split(df, y[:5])", None),
    (
        """print(len(shuffle(df, random_state=0)), [len(i) for i, _ in StratifiedKFold(3).split(texts, y)])""",
        "300 [200, 200, 200]",
    ),
]


def test_split_calls(tmp_path: Path) -> None:
    run = run_cells(tmp_path, [SPLIT, *(code for code, _ in SPLITS)])
    for position, (code, expected) in enumerate(SPLITS, start=2):
        cell = run.cell(position)
        if expected is None:
            assert cell["failure"]["name"] in ("ValueError", "InvalidParameterError"), code
        else:
            assert run.text(position).strip() == expected, (code, cell["failure"])
    said = [s for s in run.of("substitution") if s["how"] == "train_test_split"]
    assert said[0]["asked"] == "train_test_split(test_size=0.25, random_state=3)"
    assert said[0]["served"] == "the course's split: 240 training rows and 60 test rows"
    assert not [s for s in said if s["cell"] in (11, 12, 13, 14)]


def test_both_parts_of_a_split_end_to_end_hold_test_rows(tracker: RowTracker) -> None:
    """Who splits, and then trains on everything after all, with the last tenth for validation."""
    dice = np.random.default_rng(3)
    train, test = dice.permutation(TRAIN_ROWS), TRAIN_ROWS + dice.permutation(TEST_ROWS)
    tracker.hand_out(train, test)
    labels = tracker.served.codes[np.concatenate([train, test])] if tracker.served is not None else train
    whole = tracker.identify(matrix(), labels)
    assert (whole.split, whole.from_test) == ("mixed", TEST_ROWS)
    cut = int(EVERY * 0.9)
    part = RowTracker(served())
    part.hand_out(train, test)
    seen = part.identify(matrix()[:cut], labels[:cut])
    assert rows_of(seen) == np.concatenate([train, test])[:cut].tolist()
    assert seen.from_test == cut - TRAIN_ROWS
