"""The time that one training of word vectors may take: it ends with an epoch, and no later one begins."""

from __future__ import annotations

import functools
from typing import Any

from grader.inside.budget.loops import SPENT, Loops, counted
from grader.inside.probe.session import Session, current

_PLACE = "gensim training"  # among what a session shares, while a model trains


class Training:
    """One call of `train`, from its beginning to its end."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loops: Loops = session.context.loops
        self._before = self._loops.clock.total
        self._mark = self._loops.allowance.mark()
        self.ran = 0  # epochs
        self._loops.allowance.opened(self, self._mark)
        session.shared[_PLACE] = self

    def goes_on(self) -> bool:
        """Whether the epoch that is about to begin may; the first one may."""
        on = self.ran == 0 or not self._loops.time_is_up(self._mark.until)
        self.ran += on
        return on

    def ended(self) -> None:
        """Whatever came of it."""
        self._session.shared.pop(_PLACE, None)
        self._loops.allowance.closed(self)

    def made(self, model: Any, asked: int) -> None:
        """The model was trained: a loop around it goes by epochs."""
        self._loops.clock.stepped(model)
        self._loops.fitted(self._before)
        if 0 < self.ran < asked:
            self._loops.cut = True
            self._session.context.substituted(
                asked=counted(asked, "epoch"), served=counted(self.ran, "epoch"), how="time", why=SPENT
            )


def watch_epochs(kind: Any) -> None:
    """Wrap the pass over the texts of Word2Vec, which Doc2Vec and FastText inherit."""
    original = kind._train_epoch

    @functools.wraps(original)
    def _train_epoch(self: Any, *args: Any, **named: Any) -> tuple[int, int, int]:
        session = current()
        training = session.shared.get(_PLACE) if session is not None else None
        if isinstance(training, Training) and not training.goes_on():
            return 0, 0, 0  # words trained on, words read, jobs done
        result: tuple[int, int, int] = original(self, *args, **named)
        return result

    kind._train_epoch = _train_epoch
