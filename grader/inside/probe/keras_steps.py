"""Steps of `train_on_batch`: training without `fit`, recorded as one Fit per model and cell."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import Fit
from grader.inside.budget.epochs import epochs_told
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.arrays import as_array, length_of
from grader.inside.probe.catalogue import Known
from grader.inside.probe.keras_given import Arguments, features_and_labels
from grader.inside.probe.keras_settings import learning_rate, loss_name, optimizer_name
from grader.inside.probe.session import Session
from grader.inside.rows import Identified

MAX_LOOKED: Final = 1_000  # steps of one model in one cell whose rows are looked for: about one epoch


class Stepping:
    """Steps of `train_on_batch`: one Fit per model and cell."""

    def __init__(self, session: Session, known: Known) -> None:
        self._session = session
        self._known = known
        self._given: dict[str, Any] = {}

    def before(
        self, original: Callable[..., Any], model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Arguments:
        self._given = dict(inspect.signature(original).bind(model, *args, **kwargs).arguments)
        return args, kwargs

    def failed(self) -> None:
        """No step was made."""

    def after(self, result: Any) -> None:
        del result  # a batch's loss is no epoch's: nothing that a curve is made of
        session, known = self._session, self._known
        features, labels = features_and_labels(self._given.get("x"), self._given.get("y"))
        place = f"steps of {known.id} in cell {session.context.cell}"
        steps = known.memory.get(place)
        if steps is None:
            known.memory[place] = steps = Steps(session.next_fit(), session.context.cell)
        session.shared["keras loops"].stepped[known.id] = known
        steps.add(self._rows_of(features, labels, steps), length_of(features) or 0)
        if steps.count & (steps.count - 1) == 0:
            self._write(steps)
        session.after_cell[place] = lambda: self._last(place, steps)
        if steps.count == 1:
            session.answers.fitted(known, features, labels, UNKNOWN)

    def _rows_of(self, features: Any, labels: Any, steps: Steps) -> Identified:
        """Of the first steps; a step of a discriminator has real rows in one half and made ones in the other."""
        if steps.count >= MAX_LOOKED:
            return UNKNOWN
        answers, count = self._session.answers, length_of(features) or 0
        found = answers.identify(features, labels)
        array = as_array(features) if found.indices is None and count >= 4 and not steps.whole else None
        for half in (slice(0, count // 2), slice(count // 2, None)) if array is not None and array.ndim > 1 else ():
            if found.indices is None:
                found = answers.identify(array[half], None) if array is not None else found
        return found

    def _last(self, place: str, steps: Steps) -> None:
        self._session.after_cell.pop(place, None)
        self._known.dataset = steps.rows().dataset or self._known.dataset
        self._write(steps)

    def _write(self, steps: Steps) -> None:
        model = self._known.object
        self._session.published(self._known)
        loops, optimizer = self._session.context.loops, getattr(model, "optimizer", None)
        told = epochs_told(loops.finished_of(loops.clock.number_of(optimizer)), 1)
        self._session.trained.record(
            Fit(
                id=steps.id,
                model=self._known.id,
                cell=steps.cell,
                optimizer=optimizer_name(optimizer),
                learning_rate=learning_rate(optimizer),
                loss=loss_name(getattr(model, "loss", None)),
                epochs_asked=told.asked if told is not None else None,
                epochs_run=told.ran if told is not None else 1,
                batch_size=steps.batch_size,
                rows=self._session.answers.rows(steps.rows()),
            ),
            self._known,
        )


class Steps:
    """What the steps of one model in one cell were made on: the rows of all steps whose rows are known."""

    def __init__(self, id_: str, cell: int) -> None:
        self.id = id_
        self.cell = cell
        self.count = 0
        self.batch_size: int | None = None
        self._seen = 0
        self._train: set[int] = set()
        self._test: set[int] = set()
        self.whole = False  # rows of whole steps are known
        self._known = True
        self._dataset = ""

    def add(self, identified: Identified, size: int) -> None:
        self.count += 1
        self.batch_size = max(self.batch_size or 0, size) or None
        self._seen += size
        self.whole = self.whole or (identified.indices is not None and identified.count == size)
        if identified.indices is None:
            return  # pictures that a generator made, among others
        if identified.from_train and identified.from_test:
            self._known = False
            return
        self._dataset = identified.dataset
        (self._test if identified.from_test else self._train).update(int(i) for i in identified.indices)

    def rows(self) -> Identified:
        if not self._known or not (self._train or self._test):
            return Identified(
                split="unknown", count=self._seen, from_train=0, from_test=0, how="not identified", indices=None
            )
        indices = np.array(sorted(self._train | self._test), dtype=np.int64)
        split = "train" if not self._test else ("test" if not self._train else "mixed")
        return Identified(
            split=split,
            count=len(indices),
            from_train=len(self._train),
            from_test=len(self._test),
            how="content",
            indices=indices,
            dataset=self._dataset,
        )
