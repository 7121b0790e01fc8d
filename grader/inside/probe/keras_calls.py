"""One `evaluate`, `predict` or `summary` of a Keras model: looked at before, recorded after."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.evidence.wire.records import MetricCall
from grader.inside.budget.allowance import LEAST_EVALUATION
from grader.inside.budget.loops import SPENT
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.catalogue import Answer, Known
from grader.inside.probe.keras_answers import keras_answer
from grader.inside.probe.keras_given import (
    Arguments,
    batch_size_of,
    features_and_labels,
    is_array,
    read_stream,
    with_callback,
)
from grader.inside.probe.keras_settings import numbers_returned
from grader.inside.probe.keras_time import EvaluationTime
from grader.inside.probe.session import Session


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
        bound.arguments["callbacks"] = with_callback(bound.arguments.get("callbacks"), watcher)
        return bound.args[1:], bound.kwargs

    def failed(self) -> None:
        self._time.closed()

    def _rows(self) -> tuple[Any, Any]:
        """Features and labels of the rows that it was evaluated on."""
        given, batches = self._given, self._time.batches
        features, labels = features_and_labels(given.get("x"), given.get("y"))
        if not is_array(features):
            return read_stream(self._session, given.get("x"), batches or given.get("steps"))
        if batches is None:
            return features, labels
        count = batches * (batch_size_of(given.get("batch_size"), given.get("x")) or 32)
        return features[:count], labels[:count] if labels is not None else None

    def after(self, result: Any) -> None:
        session, answers = self._session, self._session.answers
        slow = self._time.seconds > LEAST_EVALUATION
        self._time.closed()
        if self._time.batches is not None:
            session.context.loops.cut = True
            asked, served = self._time.said()
            session.context.substituted(asked=asked, served=served, how="time", why=SPENT)
        features, labels = self._rows()
        identified = answers.identify(features, labels) if features is not None else UNKNOWN
        if identified.indices is not None and self._known.classes is None:
            self._known.classes = answers.classes(labels, identified)
        for name, value in numbers_returned(self._model, result):
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
        if not is_array(features):
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
