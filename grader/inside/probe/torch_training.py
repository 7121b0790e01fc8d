"""A PyTorch training loop: there is no `fit`, so its steps, losses and passes over the data are gathered into one."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import EpochEnded, Fit
from grader.inside.budget.epochs import epochs_told
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.arrays import Array, as_array, digest_of
from grader.inside.probe.catalogue import Known
from grader.inside.probe.losses import neutral_loss
from grader.inside.probe.session import Session
from grader.inside.probe.torch_rows import rows_of_loader
from grader.inside.rows import Identified

MAX_LOOSE_ROWS: Final = 60_000  # rows kept of a loop that has no DataLoader


@dataclass(frozen=True, slots=True)
class Pass:
    """One iteration over one DataLoader."""

    loader: Any
    number: int  # over the whole attempt, so that two passes are never taken for one


@dataclass(slots=True)
class Sums:
    """Loss of one epoch: its mean over rows."""

    total: float = 0.0
    rows: int = 0

    def add(self, value: float, rows: int) -> None:
        self.total += value * rows
        self.rows += rows

    @property
    def mean(self) -> float:
        return self.total / self.rows if self.rows else float("nan")


@dataclass(slots=True)
class Loose:
    """Rows of steps that come from no loader: what came again tells how long an epoch is."""

    features: list[Array] = field(default_factory=list)
    labels: list[Array] = field(default_factory=list)
    kept: int = 0
    seen: int = 0
    steps: int = 0
    first: str | None = None
    whole: bool = True  # every step had the very same rows: full-batch training

    def add(self, features: Any, labels: Any) -> None:
        x, y = as_array(features), as_array(labels)
        if x is None:
            return
        digest = digest_of(x) if self.whole else ""
        self.first = self.first or digest
        self.whole = self.whole and digest == self.first
        self.steps += 1
        if y is None or len(x) != len(y):
            return
        self.seen += len(x)
        if (self.whole and self.steps > 1) or self.kept > MAX_LOOSE_ROWS:
            return
        self.features.append(x.copy())
        self.labels.append(y.copy())
        self.kept += len(x)

    def gathered(self) -> tuple[Array | None, Array | None, int | None]:
        """(features, labels, epochs) of the distinct rows, in the order of their first appearance."""
        if not self.features or len({block.shape[1:] for block in self.features}) != 1:
            return None, None, self.steps if self.whole and self.steps else None
        x, y = np.concatenate(self.features), np.concatenate(self.labels)
        if self.whole:
            return x, y, self.steps
        flat = np.concatenate([x.reshape(len(x), -1), y.reshape(len(y), -1)], axis=1)
        _, first = np.unique(flat, axis=0, return_index=True)
        # The first pass ends where a known row comes again; rows that are equal by themselves shorten it a little.
        count = len(first)
        epochs = max(1, round(self.seen / count))
        length = min(len(x), round(self.seen / epochs))
        return x[:length], y[:length], epochs


class Loop:
    """All steps of one optimiser within one cell, for one model: becomes one Fit."""

    def __init__(self, session: Session, known: Known, optimizer: Any) -> None:
        self.session = session
        self.known = known
        self.id = session.next_fit()
        self.cell = session.context.cell
        self.started = time.perf_counter()
        self.optimizer = type(optimizer).__name__.lower()[:60]
        self.rate = _rate(optimizer)
        self.weights = [weight for group in optimizer.param_groups for weight in group["params"]]
        self.loss: str | None = None
        self.losses: dict[int, Sums] = {}  # by pass
        self.turns: dict[int, dict[int, Sums]] = {}  # by loop of the notebook's, and by its turn
        self.number = session.context.loops.clock.number_of(optimizer)
        self.checks: dict[int, tuple[Any, Sums]] = {}  # passes over other loaders between steps
        self.steps = 0
        self.batch_size: int | None = None
        self.loader: Any = None
        self.loose = Loose()
        self.epochs_written = 0

    def step(
        self, current: Pass | None, loss: float | None, batch: tuple[Any, Any], name: str | None, *,
        ended: Pass | None = None, time_first: bool = False,
    ) -> None:  # fmt: skip
        """One optimiser step; `batch` is what the model was called with and what the loss compared it with.

        Args: `ended` is a pass that is over although its last batch may still be in use: accelerate, and with it
            transformers' Trainer, draws one batch ahead. `time_first` says that the rows are the second axis of what
            the model is called with.
        """
        if current is None and ended is not None and ended.number in self.losses:
            current = ended
        if time_first and hasattr(batch[0], "transpose"):
            batch = (batch[0].transpose(0, 1), batch[1])
        self.steps += 1
        self.loss = name or self.loss
        rows = _rows_in(batch[0])
        self.batch_size = max(self.batch_size or 0, rows) or None
        if current is not None:
            self.loader = current.loader
            key = current.number
        else:
            key = 0
            self.loose.add(*batch)
        new = key not in self.losses
        if new and self.losses:
            self._epoch_ended()
        sums = self.losses.setdefault(key, Sums())
        if loss is not None:
            sums.add(loss, max(rows, 1))
        for number, turn in self.session.context.loops.path():
            of_turn = self.turns.setdefault(number, {}).setdefault(turn, Sums())
            if loss is not None:
                of_turn.add(loss, max(rows, 1))

    def checked(self, current: Pass | None, loss: float, rows: int) -> None:
        """A loss computed without gradients between steps, over another loader: validation."""
        if current is not None and current.loader is not self.loader and self.losses:
            self.checks.setdefault(current.number, (current.loader, Sums()))[1].add(loss, rows)

    def _epoch_ended(self) -> None:
        count = len(self.losses)
        self.session.context.emit.record(EpochEnded(model=self.known.id, epoch=count, of=None))
        if count & (count - 1) == 0:
            self._write(UNKNOWN, None, count, None)

    def close(self) -> None:
        """The cell has ended: look at the rows and write the Fit for good."""
        features, labels, passes = None, None, len(self.losses)
        if self.loader is not None:
            features, labels = rows_of_loader(self.session, self.loader)
        else:
            features, labels, found = self.loose.gathered()
            passes = found or 1
        loops = self.session.context.loops.finished_of(self.number)
        told = epochs_told(loops, passes)
        if told is not None and self.loader is None:
            self.losses = dict(enumerate(sums for loop in told.loops for sums in self.turns.get(loop, {}).values()))
        # Passes over rows that came again are what ran; of a loop that was ended they tell nothing of what was asked.
        shortened = any(loop.asked is None or loop.ran < loop.asked for loop in loops)
        epochs, asked = (told.ran, told.asked) if told is not None else (passes, None if shortened else passes)
        rows = (
            self.session.answers.identify(features, labels) if features is not None or labels is not None else UNKNOWN
        )
        others = [loader for loader, _ in self.checks.values()]
        validation: Identified | None = None
        if others:
            x, y = rows_of_loader(self.session, others[-1])
            validation = self.session.answers.identify(x, y)
        self.session.answers.fitted(self.known, features, labels, rows)
        self._write(rows, validation, epochs, asked)
        self.session.published(self.known)

    def _write(self, rows: Identified, validation: Identified | None, epochs: int, asked: int | None) -> None:
        wire = self.session.answers.rows
        self.session.trained.record(
            Fit(
                id=self.id,
                model=self.known.id,
                cell=self.cell,
                optimizer=self.optimizer,
                learning_rate=self.rate,
                loss=neutral_loss(self.loss) if self.loss else None,
                epochs_asked=asked,
                epochs_run=epochs,
                batch_size=self.batch_size,
                rows=wire(rows),
                validation="data" if self.checks else "none",
                validation_rows=wire(validation) if validation is not None else None,
                history=self._history(),
                seconds=round(time.perf_counter() - self.started, 3),
            ),
            self.known,
            self.weights,
        )

    def _history(self) -> dict[str, tuple[float, ...]]:
        found = {"loss": tuple(sums.mean for sums in self.losses.values() if sums.rows)}
        checks = tuple(sums.mean for _, sums in self.checks.values())
        if checks:
            found["val_loss"] = checks
        return {key: values for key, values in found.items() if values}


def _rate(optimizer: Any) -> float | None:
    groups = getattr(optimizer, "param_groups", None) or [{}]
    rate = groups[0].get("lr")
    return float(rate) if isinstance(rate, (int, float)) or hasattr(rate, "item") else None


def _rows_in(value: Any) -> int:
    shape = getattr(value, "shape", None)
    return int(shape[0]) if shape is not None and len(shape) > 0 else 0
