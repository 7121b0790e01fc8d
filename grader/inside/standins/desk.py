"""What the stand-ins ask for: the served rows, their split, and a place to say what was served."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final, NoReturn

import numpy as np

from grader.inside.captioned_pictures import CaptionedPictures
from grader.inside.content import IntArray
from grader.inside.context import Context
from grader.inside.gateway.keras_datasets import tracker_said
from grader.inside.gateway.mnist_names import means_another
from grader.inside.gateway.splits import Splitter
from grader.inside.rows import RowTracker
from grader.inside.served import Served

_OTHERS: Final = re.compile(r"genre|actor|title|top|poster|url|multi|corrupt", re.IGNORECASE)
_DESKS: list[Desk] = []


class Desk:
    """One per attempt."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._splitter = Splitter(context)
        self.source = "\n".join(cell.source for cell in context.job.cells if cell.kind == "code")

    @cached_property
    def captions(self) -> CaptionedPictures:
        """The served pictures that have any."""
        served = [tracker.served for tracker in self.context.rows.trackers]
        return CaptionedPictures([each for each in served if each is not None])

    def find(self, name: str) -> RowTracker | None:
        """The tracker of the data set that a library knows by this name: "imdb_reviews", "ucirvine/sms_spam"."""
        plain = _plain(name.rpartition("/")[2])
        if _OTHERS.search(name):
            return None
        for tracker in self.context.rows.trackers:
            if tracker.served is None or means_another(name, tracker.served.dataset):
                continue
            known = _plain(tracker.served.dataset)
            if plain == known or (plain.startswith(known) and len(known) > 3):
                return tracker
        return None

    def say(self, tracker: RowTracker, asked: str, how: str) -> None:
        """Record that served rows were given for a data set of a library's."""
        tracker_said(self.context, tracker, asked, how)

    def refuse(self, asked: str, error: Callable[[str], Exception]) -> NoReturn:
        """Say what was looked for, and raise as the library does where it finds nothing.

        Raises: what `error` makes.
        """
        known = ", ".join(t.served.dataset for t in self.context.rows.trackers if t.served is not None) or "nothing"
        self.context.note("data", f"{asked} was asked for and is not served; looked for its name among: {known}")
        raise error(f"{asked}: not found, and there is no network while grading")

    # -- rows

    def rows_of(self, *columns: Sequence[Any]) -> tuple[RowTracker, IntArray] | None:
        """Whose rows these columns hold, and which; None: nobody's, or not known."""
        return self._splitter.rows_of(columns)

    def course_split(
        self, tracker: RowTracker, rows: IntArray, asked: str, *, shuffled: bool
    ) -> tuple[IntArray, IntArray] | None:
        """Places in `rows` of the course's training and test rows, said and remembered; None: not for us to split."""
        return self._splitter.places(tracker, rows, asked, shuffled=shuffled)


def open_for(context: Context) -> None:
    """All stand-ins answer for this attempt from now on."""
    _DESKS[:] = [Desk(context)]


def desk() -> Desk:
    """The attempt's. Raises: LookupError before `open_for`."""
    if not _DESKS:
        raise LookupError("stand-ins are of no use outside an attempt")
    return _DESKS[0]


def served_of(tracker: RowTracker) -> Served:
    """The data set of a tracker that has one."""
    assert tracker.served is not None
    return tracker.served


def picture_column(served: Served) -> str:
    """What Hugging Face calls the column of a data set's pictures."""
    return "img" if served.dataset == "cifar10" else "image"


def text_column(served: Served) -> str:
    """What it calls that of texts."""
    return "sms" if served.dataset == "sms-spam" else "text"


def side(served: Served, name: str) -> IntArray:
    """The rows of "train" or "test"; none of any other."""
    if name == "train":
        return np.arange(served.train_rows, dtype=np.int64)
    return np.arange(served.train_rows, served.count if name == "test" else served.train_rows, dtype=np.int64)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
