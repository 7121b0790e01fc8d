"""`keras.datasets`, by whatever name it is imported: answered with the served data sets, in the course's split."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.content import IntArray
from grader.inside.context import Context
from grader.inside.gateway.functions import Wrap, replace_function
from grader.inside.gateway.published_sizes import FEWER
from grader.inside.gateway.usage import read_usage
from grader.inside.gateway.word_numbers import numbered
from grader.inside.rows import RowTracker
from grader.inside.served import Served

PACKAGES: Final = ("keras", "tf_keras")
_WORD: Final = re.compile(r"[a-z']+")
_WORDS: Final = 88_584  # of the published index
_NO_WORD: Final = "-no word {}-"
MODULES: Final = ("cifar10", "cifar100", "fashion_mnist", "mnist", "imdb", "reuters", "boston_housing")


def install(context: Context) -> None:
    """Wait for each module; what is not served stays as it is, and a note says what was looked for."""
    served = {
        tracker.served.keras: tracker for tracker in context.rows.trackers if tracker.served and tracker.served.keras
    }
    for package in PACKAGES:
        for module in MODULES:
            name = f"{package}.src.datasets.{module}"
            tracker = served.get(module)
            replace_function(name, "load_data", _loader(context, module, tracker, tuple(served)))
            if module == "imdb" and tracker is not None:
                replace_function(name, "get_word_index", _word_index(context, tracker))


def _loader(context: Context, module: str, tracker: RowTracker | None, known: tuple[str, ...]) -> Wrap:
    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def load_data(*args: Any, **named: Any) -> Any:
            if tracker is None:
                return _noting(context, f"keras.datasets.{module}", known, original, *args, **named)
            answer = _imdb(tracker, *args, **named) if module == "imdb" else _pictures(tracker, module)
            tracker_said(context, tracker, f"{module}.load_data()", "keras.datasets")
            return answer

        return load_data

    return wrap


def tracker_said(context: Context, tracker: RowTracker, asked: str, how: str) -> None:
    """Record, once per name, that the served rows were given for a data set of a library's."""
    served = tracker.served
    assert served is not None
    context.substituted_once(
        asked=asked,
        served=f"{served.dataset}, {served.train_rows:,} training and {served.test_rows:,} test rows",
        how=how,
        why="the course's split of this data set",
    )


def _noting(
    context: Context, asked: str, known: tuple[str, ...], original: Callable[..., Any], *args: Any, **named: Any
) -> Any:
    """The library's own answer; where it has none, its error stands and a note says what was looked for."""
    try:
        return original(*args, **named)
    except Exception:
        served = ", ".join(known) or "none"
        context.note("data", f"{asked} was asked for and is not served; served under such names: {served}")
        raise


def _pictures(tracker: RowTracker, module: str) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """((x, y), (x, y)) of training and test rows, uint8; labels in a column where Keras gives a column."""
    served = tracker.served
    assert served is not None
    assert served.images is not None
    split = served.train_rows
    codes = served.codes.astype(np.uint8)
    labels = codes.reshape(-1, 1) if module.startswith("cifar") else codes
    images = served.images
    return (np.array(images[:split]), labels[:split].copy()), (np.array(images[split:]), labels[split:].copy())


def _imdb(
    tracker: RowTracker,
    path: str = "imdb.npz",  # noqa: ARG001  Keras's own signature
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int | None = 3,
    **named: Any,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """As Keras: reviews as lists of word numbers in an object array, labels as int64.

    Raises: ValueError when `maxlen` leaves no review; TypeError for settings Keras does not have.
    """
    num_words = named.pop("nb_words", num_words)
    if named:
        raise TypeError(f"Unrecognized keyword arguments: {named}")
    served = tracker.served
    assert served is not None
    _, starts = served.words
    lengths = np.diff(starts) + (start_char is not None)
    parts: list[IntArray] = []
    for first, last in ((0, served.train_rows), (served.train_rows, served.count)):
        order = np.arange(last - first)
        np.random.RandomState(seed).shuffle(order)
        rows = order + first
        parts.append(rows[lengths[rows] < maxlen] if maxlen else rows)
    if min(part.size for part in parts) == 0:
        raise ValueError(
            f"After filtering for sequences shorter than maxlen={maxlen}, no sequence was kept. Increase maxlen."
        )
    rows = np.concatenate(parts)
    lists, words = numbered(
        *_taken(served, rows), num_words, skip_top, start_char, oov_char, index_from if index_from else 0
    )
    tracker.learn_words(words, rows)
    tracker.hand_out(parts[0], parts[1])
    # The classes' order is the data set's own: 0 is negative, 1 positive, as in Keras.
    border = parts[0].size
    return (
        (_objects(lists[:border]), served.codes[parts[0]].copy()),
        (_objects(lists[border:]), served.codes[parts[1]].copy()),
    )


def _taken(served: Served, rows: IntArray) -> tuple[Any, IntArray]:
    """Word numbers of `rows` end to end, and their lengths."""
    values, starts = served.words
    pieces = [values[starts[row] : starts[row + 1]] for row in rows.tolist()]
    return np.concatenate(pieces), np.asarray([piece.size for piece in pieces], dtype=np.int64)


def _objects(lists: list[list[int]]) -> Any:
    held = np.empty(len(lists), dtype=object)
    held[:] = lists
    return held


def _word_index(context: Context, tracker: RowTracker) -> Wrap:
    """The served index, behind it the words that cells look up by name, and as many more as the published one has.

    Code goes through numbers up to `num_words`, or makes its network as large as the index.
    """
    served = tracker.served
    assert served is not None
    file = served.folder / served.word_index

    def wrap(_: Callable[..., Any]) -> Callable[..., Any]:
        def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:  # noqa: ARG001  Keras's own signature
            found: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
            asked = read_usage(cell.source for cell in context.job.cells if cell.kind == "code").columns
            lacking = [word for word in dict.fromkeys(asked) if _WORD.fullmatch(word) and word not in found]
            if lacking:
                found |= {word: number for number, word in enumerate(lacking, max(found.values(), default=0) + 1)}
                context.substituted_once(
                    asked=f"get_word_index()[{lacking[0]!r}]",
                    served="a number behind those of all words served",
                    how="keras.datasets",
                    why="no served review has that word",
                )
            if len(found) < _WORDS:
                context.substituted_once(
                    asked=f"get_word_index() of {_WORDS:,} words",
                    served=f"{len(found):,} words, and behind them numbers of words that no review has",
                    how="keras.datasets",
                    why=FEWER,
                )
                found |= {_NO_WORD.format(number): number for number in range(len(found) + 1, _WORDS + 1)}
            return found

        return get_word_index

    return wrap
