"""One `fit`, `evaluate` or `predict` of a Keras model: looked at before, recorded as it goes and after."""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from grader.evidence.wire.records import EpochEnded, Fit, MetricCall, Substitution
from grader.inside.budget.loops import SPENT, counted
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.arrays import as_array, length_of, library_of
from grader.inside.probe.blocks import block_of, joined
from grader.inside.probe.catalogue import Answer, Known
from grader.inside.probe.keras_answers import keras_answer
from grader.inside.probe.keras_time import LEAST_SECONDS, EvaluationTime, FitTime
from grader.inside.probe.keras_values import value_of
from grader.inside.probe.losses import history_key, neutral_loss, neutral_metric
from grader.inside.probe.session import Session
from grader.inside.rows import Identified

FITTED = "shape of a fit that failed"  # in a model's memory: what one row was, with the batch axis
MAX_ROWS_OF_A_STREAM = 100_000  # rows taken from a dataset object to see which they are
Arguments = tuple[tuple[Any, ...], dict[str, Any]]


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
        self._callbacks = _callback_names(given.get("callbacks"))
        validates = bool(given.get("validation_split")) or given.get("validation_data") is not None
        # Keras 2 in graph mode does not validate an epoch that was cut short.
        self._time.begin(within=not original.__module__.endswith("_v1"), validates=validates)
        given["callbacks"] = _with(given.get("callbacks"), self._watcher())
        self._batch_size = _batch_size(given.get("batch_size"), given.get("x"))
        self._look_at_rows()
        return bound.args[1:], bound.kwargs

    def _capped(self) -> int:
        asked, cap = self._asked or 0, self._session.context.job.max_epochs
        if cap is None or asked <= cap:
            return asked
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
            features, labels = _pair(data)
            if _is_array(features):
                self._validation_rows = answers.identify(features, labels)
        elif fraction and count:
            self._validation, self._fraction = "fraction", float(fraction)
            at = math.floor(count * (1.0 - float(fraction)))
            whole = answers.identify(self._features, self._labels)
            self._rows = _part(self._session, whole, self._features, self._labels, slice(0, at))
            self._validation_rows = _part(self._session, whole, self._features, self._labels, slice(at, count))
        if self._rows is None and _is_array(self._features):
            self._rows = answers.identify(self._features, self._labels)

    def epoch_ended(self, epoch: int, logs: Any) -> None:
        self._epochs_run += 1
        for key, value in dict(logs or {}).items():
            number = _number(value)
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
        model.stop_training = True
        self._loops.ended_early(int(self._given.get("epochs", 1)))
        self._session.context.substituted(
            asked=counted(self._asked or 0, "epoch"), served=self._time.served(self._epochs_run), how="time", why=SPENT
        )

    def _capped_quietly(self) -> int:
        cap, asked = self._session.context.job.max_epochs, self._asked or 0
        return asked if cap is None else min(asked, cap)

    def after(self, result: Any) -> None:
        del result  # our own callback saw the same numbers, and also those of a fit that was cut short
        self._time.closed()
        self._loops.fitted(self._steps_before)
        self._close()

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


class Asking:
    """A call that is looked at and left as it is."""

    def __init__(self, session: Session, known: Known) -> None:
        self._session = session
        self._known = known
        self._model: Any = None
        self._given: dict[str, Any] = {}

    def before(
        self, original: Callable[..., Any], model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Arguments:
        self._model = model
        self._given = dict(inspect.signature(original).bind(model, *args, **kwargs).arguments)
        return args, kwargs

    def failed(self) -> None:
        """Nothing was said, nothing is recorded; the cell's failure says why."""


class Evaluation(Asking):
    """Each returned number is a claim; on test rows the model is also asked for its answers."""

    def __init__(self, session: Session, known: Known, callback_class: Any) -> None:
        super().__init__(session, known)
        self._callback_class = callback_class
        self._time = EvaluationTime(session.context.loops)

    def before(
        self, original: Callable[..., Any], model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Arguments:
        super().before(original, model, args, kwargs)
        if not self._session.context.loops.allowance.limited:
            return args, kwargs
        self._time.begin()
        time, watch = self._time, self._session.watch

        def on_test_batch_end(callback: Any, batch: int, logs: Any = None) -> None:
            del logs
            with watch.quietly("batch"):
                time.batch_ended(callback, batch)

        watcher = type("Watcher", (self._callback_class,), {"on_test_batch_end": on_test_batch_end})()
        bound = inspect.signature(original).bind(model, *args, **kwargs)
        bound.arguments["callbacks"] = _with(bound.arguments.get("callbacks"), watcher)
        return bound.args[1:], bound.kwargs

    def failed(self) -> None:
        self._time.closed()

    def _rows(self) -> tuple[Any, Any]:
        """Features and labels of the rows that it was evaluated on."""
        given, batches = self._given, self._time.batches
        features, labels = features_and_labels(given.get("x"), given.get("y"))
        if not _is_array(features):
            return read_stream(self._session, given.get("x"), batches or given.get("steps"))
        if batches is None:
            return features, labels
        count = batches * (_batch_size(given.get("batch_size"), given.get("x")) or 32)
        return features[:count], labels[:count] if labels is not None else None

    def after(self, result: Any) -> None:
        session, answers = self._session, self._session.answers
        slow = self._time.seconds > LEAST_SECONDS
        self._time.closed()
        if self._time.batches is not None:
            session.context.loops.cut = True
            asked, served = self._time.said()
            session.context.substituted(asked=asked, served=served, how="time", why=SPENT)
        features, labels = self._rows()
        identified = answers.identify(features, labels) if features is not None else UNKNOWN
        if identified.indices is not None and self._known.classes is None:
            self._known.classes = answers.classes(labels, identified)
        for name, value in _named(self._model, result):
            session.context.emit.record(
                MetricCall(
                    cell=session.context.cell,
                    name=name,
                    value=value,
                    source="keras.evaluate",
                    model=self._known.id,
                    rows=answers.rows(identified),
                )
            )
        session.published(self._known)
        if slow:
            session.watch.note(
                "prediction", f"model {self._known.id} is slow and was not asked for its answers as well"
            )
        elif identified.from_test > 0 and not answers.asked(self._known, identified):
            with session.watch.probing():
                answer = self._known.adapter.answer(self._known, self._model, features)
            answers.answered(self._known, answer, features, identified, "evaluate")


class Predicting(Asking):
    """What `predict` returned, tied to the rows it was asked about."""

    def after(self, result: Any) -> None:
        if self._known.last is None or not self._known.last.built:
            self._session.published(self._known)
        if not isinstance(result, np.ndarray) or result.ndim > 2:
            return
        features, labels = features_and_labels(self._given.get("x"), None)
        if not _is_array(features):
            features, labels = read_stream(self._session, self._given.get("x"), self._given.get("steps"))
        if features is None:
            return
        identified = self._session.answers.identify(features, labels)
        # A copy: the notebook may go on to change the array it was handed.
        answer: Answer | None = keras_answer(self._model, result.copy())
        self._session.answers.answered(self._known, answer, features, identified, "predict")


class Showing(Asking):
    """A summary prints a model under the name it has then; a loop may bind that name to another one at once."""

    def after(self, result: Any) -> None:
        del result  # printed text is a claim: what is counted is the model
        self._session.published(self._known)


def features_and_labels(x: Any, y: Any) -> tuple[Any, Any]:
    """Of several inputs, the first stands for the rows."""
    if isinstance(x, dict):
        x = next(iter(x.values()), None)
    elif isinstance(x, (list, tuple)) and x and (length_of(x[0]) or 0) > 1 and library_of(x[0]) != "builtins":
        x = x[0]
    if isinstance(y, (list, tuple)) and y and library_of(y[0]) in {"numpy", "pandas", "tensorflow"} and length_of(y[0]):
        y = y[0]
    return x, y


def _pair(data: Any) -> tuple[Any, Any]:
    if isinstance(data, (list, tuple)) and len(data) >= 2:
        return features_and_labels(data[0], data[1])
    return data, None


def _is_array(value: Any) -> bool:
    return value is not None and as_array(value) is not None


def _part(session: Session, whole: Identified, features: Any, labels: Any, part: slice) -> Identified:
    """Rows of a slice of identified rows; counts are asked of the tracker, which knows where the test rows begin."""
    x, y = as_array(features), as_array(labels)
    found = session.answers.identify(x[part] if x is not None else None, y[part] if y is not None else None)
    if whole.indices is None or found.indices is not None:
        return found
    indices = np.asarray(whole.indices)[part]
    if whole.from_test == 0 or whole.from_train == 0:
        return Identified(
            split=whole.split if whole.split in {"train", "test"} else "own",
            count=len(indices),
            from_train=len(indices) if whole.from_test == 0 else 0,
            from_test=len(indices) if whole.from_train == 0 else 0,
            how=whole.how,
            indices=indices,
            dataset=whole.dataset,
        )
    return found


def read_stream(session: Session, stream: Any, steps: Any) -> tuple[Any, Any]:
    """All features and labels of a tf.data.Dataset or PyDataset; (None, None) for what can be read only once."""
    batches = _batches(stream, steps)
    features, labels, rows = [], [], 0
    with session.watch.probing():
        for batch in batches or ():
            x, y = _pair(batch)
            x = block_of(x)
            if x is None:
                return None, None
            features.append(x)
            labels.append(as_array(y))
            rows += len(x)
            if rows > MAX_ROWS_OF_A_STREAM:
                return None, None
    if not features:
        return None, None
    known = [label for label in labels if label is not None]
    return joined(features), np.concatenate(known) if len(known) == len(features) else None


def _batches(stream: Any, steps: Any) -> Any:
    names = {base.__name__ for base in type(stream).__mro__}
    if "DatasetV2" in names:
        finite = int(stream.cardinality()) != -1
        return stream.take(int(steps)) if steps else (stream if finite else None)
    if names & {"PyDataset", "Sequence"} and hasattr(stream, "__getitem__"):
        return (stream[index] for index in range(int(steps or len(stream))))
    return None


def _batch_size(asked: Any, x: Any) -> int | None:
    if isinstance(asked, (int, np.integer)):
        return int(asked)
    if _is_array(x):
        return 32  # Keras's default for arrays
    for name in ("_batch_size", "batch_size"):
        size = getattr(x, name, None)
        if size is not None and str(size).isdigit():
            return int(size)
    try:
        return int(size.numpy()) if (size := getattr(x, "_batch_size", None)) is not None else None
    except (AttributeError, TypeError, ValueError):
        return None


def _with(callbacks: Any, ours: Any) -> Any:
    if callbacks is None:
        return [ours]
    if isinstance(callbacks, (list, tuple)):
        return [*callbacks, ours]
    if hasattr(callbacks, "append") and hasattr(callbacks, "on_epoch_end") and hasattr(callbacks, "callbacks"):
        callbacks.append(ours)  # a CallbackList
        return callbacks
    return [callbacks, ours]


def _callback_names(callbacks: Any) -> tuple[str, ...]:
    inner = getattr(callbacks, "callbacks", callbacks)
    found = inner if isinstance(inner, (list, tuple)) else [inner] if inner is not None else []
    return tuple(type(callback).__name__[:100] for callback in found)


def _named(model: Any, result: Any) -> list[tuple[str, float]]:
    """The numbers `evaluate` returned, each with its neutral name."""
    if isinstance(result, dict):
        pairs = [(str(key), _number(value)) for key, value in result.items()]
    else:
        values = [_number(value) for value in (result if isinstance(result, (list, tuple)) else [result])]
        names = _metric_names(model)
        if len(names) < len(values):
            names = ["loss"] + ["metric"] * (len(values) - 1)
        pairs = list(zip(names, values, strict=False))
    return [(neutral_metric(name), value) for name, value in pairs if value is not None]


def _metric_names(model: Any) -> list[str]:
    """In the order in which Keras returns them; Keras 3 hides its compiled metrics behind one."""
    names: list[str] = []
    for metric in getattr(model, "metrics", []):
        inner = getattr(metric, "metrics", None) if type(metric).__name__ == "CompileMetrics" else None
        names += [str(sub.name) for sub in inner] if inner is not None else [str(metric.name)]
    return names


def _number(value: Any) -> float | None:
    if isinstance(value, (int, float, np.number)):
        return float(value)
    try:
        return float(np.asarray(value)) if np.asarray(value).ndim == 0 else None
    except (TypeError, ValueError):
        return None


def optimizer_name(optimizer: Any) -> str | None:
    if optimizer is None:
        return None
    inner = getattr(optimizer, "inner_optimizer", None)  # mixed precision wraps the optimiser in another
    return type(inner or optimizer).__name__.lower()[:60]


def learning_rate(optimizer: Any) -> float | None:
    rate = getattr(optimizer, "learning_rate", None)
    if rate is None or (hasattr(rate, "get_config") and not hasattr(rate, "numpy")):
        rate = getattr(rate, "initial_learning_rate", None)
    number = _number(value_of(rate)) if rate is not None else None
    # Kept as float32: 0.001 comes back as 0.0010000000474974513, which nobody wrote.
    return float(str(np.float32(number))) if number is not None else None


def loss_name(loss: Any) -> str | None:
    if loss is None:
        return None
    if isinstance(loss, str):
        return neutral_loss(loss)
    if isinstance(loss, dict):
        loss = list(loss.values())
    if isinstance(loss, (list, tuple)):
        return "+".join(loss_name(item) or "none" for item in loss)[:200] or None
    own = getattr(loss, "__name__", None)
    return neutral_loss(own if isinstance(own, str) else type(loss).__name__)
