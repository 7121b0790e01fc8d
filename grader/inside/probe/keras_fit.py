"""One `fit` of a Keras model: looked at before, recorded as it goes and after."""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable
from typing import Any, Final, Literal

from grader.evidence.wire.records import EpochEnded, Fit, Substitution
from grader.inside.budget.loops import SPENT, counted
from grader.inside.budget.short_histories import shorten
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.arrays import as_array, length_of
from grader.inside.probe.catalogue import Known
from grader.inside.probe.keras_given import (
    Arguments,
    batch_size_of,
    features_and_labels,
    is_array,
    pair,
    part_of,
    read_stream,
    with_callback,
)
from grader.inside.probe.keras_settings import callback_names, learning_rate, loss_name, number_of, optimizer_name
from grader.inside.probe.keras_time import FitTime
from grader.inside.probe.losses import history_key
from grader.inside.probe.session import Session
from grader.inside.rows import Identified

FITTED: Final = "shape of a fit that failed"  # in a model's memory: what one row was, with the batch axis


class Fitting:
    """Writes the Fit after epochs 1, 2, 4, 8, ... and at the end, so that a run cut short keeps it."""

    def __init__(self, session: Session, known: Known, callback_class: Any) -> None:
        self._session = session
        self._known = known
        self._callback_class = callback_class
        self._id = session.next_fit()
        self._cell = session.context.cell
        self._started = time.perf_counter()
        self._history: dict[str, list[float]] = {}
        self._epochs_run = 0
        self._given: dict[str, Any] = {}
        self._shortened = False  # by a cap of ours; early stopping is the notebook's own
        self._asked: int | None = None
        self._batch_size: int | None = None
        self._callbacks: tuple[str, ...] = ()
        self._rows: Identified | None = None
        self._validation: Literal["none", "fraction", "data"] = "none"
        self._fraction: float | None = None
        self._validation_rows: Identified | None = None
        self._features: Any = None
        self._labels: Any = None
        self._loops = session.context.loops
        self._steps_before = 0
        self._time = FitTime(self._loops)

    def before(
        self, original: Callable[..., Any], model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Arguments:
        bound = inspect.signature(original).bind(model, *args, **kwargs)
        given = bound.arguments
        self._given = dict(given)
        self._steps_before = self._loops.clock.total
        first = int(given.get("initial_epoch", 0) or 0)
        self._asked = int(given.get("epochs", 1)) - first
        given["epochs"] = first + self._capped()
        self._callbacks = callback_names(given.get("callbacks"))
        validates = bool(given.get("validation_split")) or given.get("validation_data") is not None
        # Keras 2 in graph mode does not validate an epoch that was cut short.
        self._time.begin(within=not original.__module__.endswith("_v1"), validates=validates)
        given["callbacks"] = with_callback(given.get("callbacks"), self._watcher())
        self._batch_size = batch_size_of(given.get("batch_size"), given.get("x"))
        self._look_at_rows()
        return bound.args[1:], bound.kwargs

    def _capped(self) -> int:
        asked, cap = self._asked or 0, self._session.context.job.max_epochs
        if cap is None or asked <= cap:
            return asked
        self._shortened = True
        self._loops.ended_early(int(self._given.get("epochs", asked)))
        self._session.context.emit.record(
            Substitution(
                cell=self._cell,
                asked=f"{asked} epochs",
                served=f"{cap} epochs",
                how="epochs",
                why="this profile caps the epochs of one fit",
            )
        )
        return cap

    def _watcher(self) -> Any:
        fitting, session = self, self._session

        def on_epoch_end(callback: Any, epoch: int, logs: Any = None) -> None:
            with session.watch.quietly("epoch"):
                fitting.epoch_ended(epoch, logs)
                fitting.stop_when_spent(callback.model)

        def on_train_batch_end(callback: Any, batch: int, logs: Any = None) -> None:
            del logs
            with session.watch.quietly("batch"):
                fitting._time.batch_ended(callback, batch)

        def on_test_batch_end(callback: Any, batch: int, logs: Any = None) -> None:
            del logs
            with session.watch.quietly("batch"):
                fitting._time.batch_validated(callback, batch)

        methods: dict[str, Any] = {"on_epoch_end": on_epoch_end}
        if self._time.by_batch:
            methods |= {"on_train_batch_end": on_train_batch_end, "on_test_batch_end": on_test_batch_end}
            methods["_supports_tf_logs"] = True  # spares Keras 2 to make plain numbers of each batch's
        # Keras takes only its own callbacks, and each library has its own class of them.
        return type("Watcher", (self._callback_class,), methods)()

    def _look_at_rows(self) -> None:
        """Rows of arrays are known before the first step; streams are read after the last one."""
        answers, given = self._session.answers, self._given
        self._features, self._labels = features_and_labels(given.get("x"), given.get("y"))
        fraction = given.get("validation_split") or 0.0
        data = given.get("validation_data")
        count = length_of(self._features)
        if data is not None:
            self._validation = "data"
            features, labels = pair(data)
            if is_array(features):
                self._validation_rows = answers.identify(features, labels)
        elif fraction and count:
            self._validation, self._fraction = "fraction", float(fraction)
            at = math.floor(count * (1.0 - float(fraction)))
            whole = answers.identify(self._features, self._labels)
            self._rows = part_of(self._session, whole, self._features, self._labels, slice(0, at))
            self._validation_rows = part_of(self._session, whole, self._features, self._labels, slice(at, count))
        if self._rows is None and is_array(self._features):
            self._rows = answers.identify(self._features, self._labels)

    def epoch_ended(self, epoch: int, logs: Any) -> None:
        self._epochs_run += 1
        for key, value in dict(logs or {}).items():
            number = number_of(value)
            if number is not None:
                self._history.setdefault(history_key(str(key)), []).append(number)
        emit = self._session.context.emit
        emit.record(EpochEnded(model=self._known.id, epoch=epoch + 1, of=self._asked and self._capped_quietly()))
        if self._epochs_run & (self._epochs_run - 1) == 0:
            self._write()

    def stop_when_spent(self, model: Any) -> None:
        """The fit has had its time: this epoch was the last one."""
        if not self._time.is_up(last=self._epochs_run >= self._capped_quietly()):
            return
        model.stop_training = self._shortened = True
        self._loops.ended_early(int(self._given.get("epochs", 1)))
        self._session.context.substituted(
            asked=counted(self._asked or 0, "epoch"), served=self._time.served(self._epochs_run), how="time", why=SPENT
        )

    def _capped_quietly(self) -> int:
        cap, asked = self._session.context.job.max_epochs, self._asked or 0
        return asked if cap is None else min(asked, cap)

    def after(self, result: Any) -> None:
        # The numbers are our own callback's, which also saw those of a fit that was cut short.
        self._answer_for_missing_epochs(getattr(result, "history", None))
        self._time.closed()
        self._loops.fitted(self._steps_before)
        self._close()

    def _answer_for_missing_epochs(self, history: Any) -> None:
        if not self._shortened or not isinstance(history, dict):
            return

        def said(asked: int, last: int) -> None:
            self._session.context.substituted_once(
                asked="the history of a fit in an epoch that it did not reach",
                served=f"epoch {last} in place of epoch {asked}: the last that ran",
                how="epochs",
                why="this profile caps the epochs of one fit",
            )

        shorten(history, self._asked or 0, said)

    def failed(self) -> None:
        self._time.closed()
        self._loops.fitted(self._steps_before)
        if self._epochs_run:
            self._close()
            return
        features = as_array(self._features)
        if features is not None:
            self._known.memory[FITTED] = (None, *features.shape[1:])
        self._session.published(self._known)

    def _close(self) -> None:
        barely = self._time.within_epoch and self._epochs_run <= 1
        self._known.barely_fitted = barely and (self._known.fits == 0 or self._known.barely_fitted)
        answers, given = self._session.answers, self._given
        if self._rows is None:
            self._features, self._labels = read_stream(self._session, given.get("x"), given.get("steps_per_epoch"))
            self._rows = answers.identify(self._features, self._labels) if self._features is not None else None
        if self._validation == "data" and self._validation_rows is None:
            features, labels = read_stream(self._session, given.get("validation_data"), given.get("validation_steps"))
            self._validation_rows = answers.identify(features, labels) if features is not None else None
        self._session.shared["keras loops"].accounted(self._known)
        self._write()
        self._session.published(self._known)
        answers.fitted(self._known, self._features, self._labels, self._rows or UNKNOWN)

    def _write(self) -> None:
        model, rows = self._known.object, self._session.answers.rows
        if self._known.last is None or not self._known.last.built:
            self._session.published(self._known)
        optimizer = self._known.memory.get("optimizer") or getattr(model, "optimizer", None)
        self._session.trained.record(
            Fit(
                id=self._id,
                model=self._known.id,
                cell=self._cell,
                optimizer=optimizer_name(optimizer),
                learning_rate=learning_rate(optimizer),
                loss=loss_name(getattr(model, "loss", None)),
                epochs_asked=self._asked,
                epochs_run=self._epochs_run,
                batch_size=self._batch_size,
                rows=rows(self._rows or UNKNOWN),
                validation=self._validation,
                validation_fraction=self._fraction,
                validation_rows=rows(self._validation_rows) if self._validation_rows is not None else None,
                history={key: tuple(values) for key, values in self._history.items()},
                seconds=round(time.perf_counter() - self._started, 3),
                callbacks=self._callbacks,
            ),
            self._known,
        )
