"""scikit-learn's and numpy's shuffles and splits: answered with the course's split, or followed as they are."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from grader.inside.content import IntArray, as_array, as_labels, row_count
from grader.inside.context import Context
from grader.inside.gateway.part_sizes import PartSizes
from grader.inside.hooks import after_import
from grader.inside.rows import RowTracker

LEAST_TEST_ROWS: Final = 20
NEARLY_ALL: Final = 0.9


def install(context: Context) -> None:
    """Wait for scikit-learn; numpy's shuffles are followed from now on."""
    splitter = Splitter(context)

    def patch_selection(module: Any) -> None:
        wrapped = splitter.wrap_split(module.train_test_split, module)
        module.train_test_split = wrapped
        module._split.train_test_split = wrapped
        for name in ("KFold", "StratifiedKFold", "ShuffleSplit", "StratifiedShuffleSplit"):
            owner = getattr(module, name)
            owner.split = splitter.wrap_folds(owner.split)

    def patch_utils(module: Any) -> None:
        module.shuffle = splitter.wrap_shuffle(module.shuffle)

    after_import("sklearn.model_selection", patch_selection)
    after_import("sklearn.utils", patch_utils)
    _follow_permutations(context)


class Splitter:
    """Knows the rows that arrays hold and what the course's split makes of them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rows = context.rows
        self._sizes = PartSizes(context)
        self._said: set[str] = set()

    def wrap_split(self, original: Callable[..., Any], module: Any) -> Callable[..., Any]:
        take = _taker(module)

        @functools.wraps(original)
        def train_test_split(*arrays: Any, **options: Any) -> Any:
            rows_there = row_count(arrays[0]) if arrays else None
            if rows_there is not None:
                options = self._sizes.of_some(rows_there, options)
            found = self.rows_of(arrays)
            if found is None:
                return original(*arrays, **options)
            tracker, rows = found
            places = np.arange(rows.size)
            if not _is_for_us(tracker, rows):
                *parts, first, second = original(*arrays, places, **options)
                _learn(tracker, parts, rows[first], rows[second])
                return parts
            original(places, **options)  # what is wrong with the options is the notebook's own error, as at home
            kept, tested = self._course_split(tracker, rows, shuffled=options.get("shuffle", True))
            parts = [part for array in arrays for part in (take(array, kept), take(array, tested))]
            tracker.hand_out(rows[kept], rows[tested])
            _learn(tracker, parts, rows[kept], rows[tested])
            self._say(_in_words(options), kept.size, tested.size)
            return parts

        return train_test_split

    def wrap_shuffle(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def shuffle(*arrays: Any, **options: Any) -> Any:
            found = self.rows_of(arrays)
            if found is None:
                return original(*arrays, **options)
            tracker, rows = found
            *parts, places = original(*arrays, np.arange(rows.size), **options)
            tracker.learn_order(rows[places])
            for part in parts:
                tracker.learn(part, None, rows[places])
            return parts[0] if len(parts) == 1 else parts

        return shuffle

    def wrap_folds(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def split(owner: Any, X: Any, y: Any = None, groups: Any = None) -> Iterator[Any]:  # noqa: N803  sklearn's own
            found = self.rows_of([array for array in (X, y) if array is not None])
            for kept, held in original(owner, X, y, groups):
                if found is not None:
                    tracker, rows = found
                    tracker.learn_order(rows[kept])
                    tracker.learn_order(rows[held])
                yield kept, held

        return split

    def rows_of(self, arrays: Sequence[Any]) -> tuple[RowTracker, IntArray] | None:
        """The rows that arrays of one length hold, and whose, by the first of them that can be placed."""
        counts = {row_count(array) for array in arrays}
        if len(counts) != 1 or None in counts:
            return None
        labels = [array for array in arrays if as_labels(array) is not None]
        features = [array for array in arrays if not any(array is other for other in labels)]
        for feature in features or [None]:
            for label in labels or [None]:
                answer = self._rows.identify(feature, label)
                if answer.indices is not None and answer.how != "row count":
                    return self._rows.of(answer.dataset), answer.indices
        return next((found for array in arrays if (found := self._as_places(array)) is not None), None)

    def _as_places(self, array: Any) -> tuple[RowTracker, IntArray] | None:
        """Rows meant by a plain range of row numbers, as in `train_test_split(range(len(df)))`."""
        numbers = as_array(array)
        if numbers is None or numbers.ndim != 1 or numbers.dtype.kind not in "iu":
            return None
        if not np.array_equal(numbers, np.arange(numbers.size)):
            return None
        return next(self._rows.bases_of(numbers.size), None)

    def _course_split(self, tracker: RowTracker, rows: IntArray, *, shuffled: bool) -> tuple[IntArray, IntArray]:
        """Places of the training rows, mixed unless asked not to be, and of the test rows in served order."""
        served = tracker.served
        assert served is not None
        in_test = rows >= served.train_rows
        kept, tested = np.flatnonzero(~in_test), np.flatnonzero(in_test)
        tested = tested[np.argsort(rows[tested], kind="stable")]
        if shuffled:
            kept = np.random.Generator(np.random.PCG64(self._context.job.seed)).permutation(kept)
        return kept, tested

    def places(
        self, tracker: RowTracker, rows: IntArray, asked: str, *, shuffled: bool
    ) -> tuple[IntArray, IntArray] | None:
        """Places of training and test rows for another library's split call; None: it is not for us to split."""
        if not _is_for_us(tracker, rows):
            return None
        kept, tested = self._course_split(tracker, rows, shuffled=shuffled)
        tracker.hand_out(rows[kept], rows[tested])
        self._say(asked, kept.size, tested.size)
        return kept, tested

    def _say(self, asked: str, kept: int, tested: int) -> None:
        if asked not in self._said:
            self._said.add(asked)
            self._context.substituted(
                asked=asked,
                served=f"the course's split: {kept:,} training rows and {tested:,} test rows",
                how=asked.partition("(")[0],
                why="everyone is measured on the same test rows",
            )


def _in_words(options: dict[str, Any]) -> str:
    """The call, as far as it says how to split."""
    names = ("test_size", "train_size", "random_state", "shuffle")
    shown = ", ".join(f"{name}={options[name]!r}" for name in names if name in options)
    return f"train_test_split({shown}{', stratify=…' if options.get('stratify') is not None else ''})"


def _is_for_us(tracker: RowTracker, rows: IntArray) -> bool:
    """Whether this is the notebook's split into training and test, and not a later one of a part."""
    served = tracker.served
    assert served is not None
    tested = np.unique(rows[rows >= served.train_rows]).size
    trained = np.unique(rows).size - tested
    kept = served.first_of_each()
    in_test = int((kept >= served.train_rows).sum())
    if tested >= NEARLY_ALL * in_test and trained >= NEARLY_ALL * (kept.size - in_test):
        return True
    # A sample of both sides, as when classes are balanced first; not a part that a split has left.
    share = tested / max(1, tested + trained)
    return tracker.handed_out is None and tested >= LEAST_TEST_ROWS and 0.05 <= share <= 0.5


def _learn(tracker: RowTracker, parts: Sequence[Any], first: IntArray, second: IntArray) -> None:
    for place, part in enumerate(parts):
        tracker.learn(part, None, (first, second)[place % 2], "split call")


def _taker(module: Any) -> Callable[[Any, IntArray], Any]:
    """scikit-learn's own way of taking rows: an array stays an array, a frame a frame, a list a list."""
    found: Callable[[Any, IntArray], Any] = module._split._safe_indexing
    return found


def _follow_permutations(context: Context) -> None:
    """`np.random.permutation(n)` and `np.random.shuffle(places)` over all rows: their order is met again in slices."""
    permutation, shuffle = np.random.permutation, np.random.shuffle

    def follow(places: Any) -> None:
        numbers = as_array(places)
        if numbers is None or numbers.ndim != 1 or numbers.dtype.kind not in "iu":
            return
        bases = list(context.rows.bases_of(numbers.size))
        if bases and np.array_equal(np.sort(numbers), np.arange(numbers.size)):
            for tracker, base in bases:
                tracker.learn_order(base[numbers])

    @functools.wraps(permutation)
    def follow_permutation(x: Any) -> Any:
        made = permutation(x)
        follow(made)
        return made

    @functools.wraps(shuffle)
    def follow_shuffle(x: Any) -> None:
        shuffle(x)
        follow(x)

    np.random.permutation = follow_permutation
    np.random.shuffle = follow_shuffle
