"""Steps of `train_on_batch`: training without `fit`, recorded as one Fit per model and cell."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.evidence.wire.records import Fit
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.arrays import length_of
from grader.inside.probe.catalogue import Known
from grader.inside.probe.keras_calls import (
    Arguments,
    features_and_labels,
    learning_rate,
    loss_name,
    optimizer_name,
)
from grader.inside.probe.session import Session
from grader.inside.rows import Identified


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
        steps.add(session.answers.identify(features, labels), length_of(features) or 0)
        if steps.count & (steps.count - 1) == 0:
            self._write(steps)
        session.after_cell[place] = lambda: self._last(place, steps)
        if steps.count == 1:
            session.answers.fitted(known, features, labels, UNKNOWN)

    def _last(self, place: str, steps: Steps) -> None:
        self._session.after_cell.pop(place, None)
        self._write(steps)

    def _write(self, steps: Steps) -> None:
        model = self._known.object
        self._session.published(self._known)
        self._session.trained.record(
            Fit(
                id=steps.id,
                model=self._known.id,
                cell=steps.cell,
                optimizer=optimizer_name(getattr(model, "optimizer", None)),
                learning_rate=learning_rate(getattr(model, "optimizer", None)),
                loss=loss_name(getattr(model, "loss", None)),
                epochs_asked=None,
                epochs_run=1,
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
        self._known = True
        self._dataset = ""

    def add(self, identified: Identified, size: int) -> None:
        self.count += 1
        self.batch_size = max(self.batch_size or 0, size) or None
        self._seen += size
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
