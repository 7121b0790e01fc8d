"""Passes over DataLoaders: which rows each batch holds, and what a model answered on all of them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.inside.probe.arrays import Array
from grader.inside.probe.catalogue import Known
from grader.inside.probe.session import Session
from grader.inside.probe.torch_answers import output_array, torch_answer
from grader.inside.probe.torch_rows import rows_of_dataset
from grader.inside.probe.torch_training import Pass


@dataclass(slots=True)
class Gathered:
    """One model's outputs during one pass, block by block, with the dataset's position of each row."""

    known: Known
    blocks: list[Array] = field(default_factory=list)
    positions: list[Array] = field(default_factory=list)


class Passes:
    """Follows iterations over loaders in the order in which the notebook draws from them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers = 0
        self._of_iterator: dict[int, tuple[Any, Pass]] = {}
        self._indices: dict[int, deque[Any]] = {}
        self._gathered: dict[tuple[int, str], Gathered] = {}
        self.current: Pass | None = None
        self.just_ended: Pass | None = None  # until a batch of another is drawn
        self.positions: Array | None = None  # of the batch drawn last, in its dataset
        self.loaders: dict[int, Any] = {}  # every loader that was iterated over, held until the end

    def begin(self, loader: Any, iterator: Any) -> None:
        self._numbers += 1
        current = Pass(loader, self._numbers)
        self.loaders[id(loader)] = loader
        # The iterator is held beside its pass: an id alone could be taken by another object later.
        self._of_iterator = {id(iterator): (iterator, current), **dict(list(self._of_iterator.items())[:20])}

    def drew_indices(self, iterator: Any, indices: Any) -> None:
        """The sampler's next batch; with workers it is drawn ahead of its use, in the same order."""
        self._indices.setdefault(id(iterator), deque(maxlen=4096)).append(indices)

    def drew_batch(self, iterator: Any) -> None:
        held = self._of_iterator.get(id(iterator))
        self.just_ended = None
        self.current = held[1] if held is not None and held[0] is iterator else None
        waiting = self._indices.get(id(iterator))
        indices = waiting.popleft() if waiting else None
        self.positions = np.asarray(indices, dtype=np.int64) if isinstance(indices, list) and indices else None

    def ended(self, iterator: Any) -> None:
        held = self._of_iterator.pop(id(iterator), None)
        self._indices.pop(id(iterator), None)
        if held is not None:
            self._answer(held[1])
            if self.current is held[1]:
                self.current, self.just_ended = None, held[1]
                self.positions = None

    def forward(self, known: Known, output: Any) -> bool:
        """A model's answer without gradients on the batch drawn last; False when it belongs to no batch."""
        if self.current is None or self.positions is None:
            return False
        values = output_array(output)
        if values is None or values.ndim > 2 or len(values) != len(self.positions):
            return False
        key = (self.current.number, known.id)
        gathered = self._gathered.setdefault(key, Gathered(known))
        if gathered.positions and gathered.positions[-1] is self.positions:
            return True  # asked twice about one batch: the first answer counts
        gathered.blocks.append(values)
        gathered.positions.append(self.positions)
        return True

    def close(self) -> None:
        """The cell has ended: passes that were broken off are forgotten."""
        for held in list(self._of_iterator.values()):
            self._answer(held[1])
        self._of_iterator.clear()
        self._indices.clear()
        self._gathered.clear()
        self.current = self.just_ended = None
        self.positions = None

    def _answer(self, ended: Pass) -> None:
        answers = self._session.answers
        for key in [key for key in self._gathered if key[0] == ended.number]:
            gathered = self._gathered.pop(key)
            positions = np.concatenate(gathered.positions)
            features, labels = rows_of_dataset(self._session, ended.loader.dataset)
            # Only a pass that met every row once is an answer on the data set.
            if labels is None and features is None:
                continue
            if len(positions) != len(ended.loader.dataset) or len(np.unique(positions)) != len(positions):
                continue
            values = np.concatenate(gathered.blocks)[np.argsort(positions)]
            identified = answers.identify(features, labels)
            if gathered.known.classes is None and labels is not None:
                gathered.known.classes = answers.classes(labels, identified)
            answers.answered(gathered.known, torch_answer(gathered.known, values), features, identified, "forward")
