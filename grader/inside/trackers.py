"""Which rows of which served data set an array holds: one tracker each, and the surest of their answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from grader.inside.content import IntArray
from grader.inside.rows import Guess, Identified, RowTracker, unidentified
from grader.inside.served import Served
from grader.inside.sight import Sight

# The surest rule first. What only goes by a count is believed when no other data set could be meant.
SURE: Final = ("index", "content", "split call", "labels in order", "row count")
MOST_ANSWERS: Final = 64


class RowTrackers:
    """The trackers of all data sets of an attempt, asked as one."""

    def __init__(self, served: Sequence[Served]) -> None:
        self.trackers = tuple(RowTracker(each) for each in served)
        self._answers: deque[tuple[IntArray, RowTracker]] = deque(maxlen=MOST_ANSWERS)

    @property
    def served(self) -> Served | None:
        """The first data set, which unknown paths are matched against first; None: the attempt has none."""
        return self.trackers[0].served if self.trackers else None

    def of(self, dataset: str) -> RowTracker:
        """The tracker of the data set of that id. Raises: KeyError where the attempt was not given it."""
        for tracker in self.trackers:
            if tracker.served is not None and tracker.served.dataset == dataset:
                return tracker
        raise KeyError(dataset)

    def bases_of(self, count: int) -> Iterator[tuple[RowTracker, IntArray]]:
        """The full lists of that length: each with its tracker; see `RowTracker.base_of`."""
        for tracker in self.trackers:
            base = tracker.base_of(count)
            if base is not None:
                yield tracker, base

    # -- asking

    def identify(self, features: object | None, labels: object | None) -> Identified:
        """Say which rows `features` with `labels` hold; either may be None. Never raises for what it is given."""
        sight = Sight(features, labels)
        found = self._surest(sight)
        if found is None:
            return unidentified(sight.count)
        tracker, guess = found
        tracker.remember(sight, guess)
        self._answers.append((guess.rows, tracker))
        return tracker.answer(guess)

    def classes(self, labels: object, indices: IntArray | None = None, dataset: str = "") -> tuple[str, ...] | None:
        """Class name of each code, in order of the codes; see `RowTracker.classes`."""
        tracker = self._meant(indices, dataset)
        if tracker is None or indices is None:
            found = self.identify(None, labels)
            if found.indices is None:
                return None
            tracker, indices = self.of(found.dataset), found.indices
        return tracker.classes(labels, indices)

    # -- learning

    def learn(
        self,
        features: object,
        labels: object | None,
        indices: IntArray | None,
        how: str = "labels in order",
        dataset: str = "",
    ) -> None:
        """Remember that `features` are the rows `indices` of `dataset`; None: place them by `labels` first.

        Without `dataset` the rows are those of the answer that `indices` came with.
        """
        if indices is None:
            self.identify(features, labels)
            return
        tracker = self._meant(indices, dataset)
        if tracker is not None:
            tracker.learn(features, labels, indices, how)

    def learn_frame(self, frame: object) -> None:
        """Remember the columns of a pandas object whose rows can be placed, in whichever data set they can."""
        for tracker in self.trackers:
            tracker.learn_frame(frame)

    # -- details

    def _surest(self, sight: Sight) -> tuple[RowTracker, Guess] | None:
        found: list[tuple[int, RowTracker, Guess]] = []
        for tracker in self.trackers:
            guess = tracker.guess(sight)
            if guess is not None:
                found.append((SURE.index(guess.how), tracker, guess))
        if not found:
            return None
        _, tracker, guess = min(found, key=lambda each: each[0])  # the first data set, where they are alike
        if guess.how == "row count" and len(found) > 1:
            return None
        return tracker, guess

    def _meant(self, indices: IntArray | None, dataset: str) -> RowTracker | None:
        """The data set whose rows `indices` are; None when nothing tells."""
        if dataset:
            return self.of(dataset)
        if len(self.trackers) == 1:
            return self.trackers[0]
        if indices is None:
            return None
        return next((tracker for rows, tracker in reversed(self._answers) if rows is indices), None) or next(
            (tracker for rows, tracker in reversed(self._answers) if np.array_equal(rows, indices)), None
        )
