"""Watches scikit-learn estimators: every `fit` goes through one decorator of its base module."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

import numpy as np

from grader.evidence.wire.records import Fit, Layer, Setting
from grader.inside.probe.arrays import as_array, as_labels, library_of
from grader.inside.probe.catalogue import Answer, Description, Known
from grader.inside.probe.metrics import record_claim
from grader.inside.probe.opaque import OpaqueAdapter
from grader.inside.probe.session import Session, current

FITS: Final = frozenset({"fit", "partial_fit", "fit_predict", "fit_transform"})
ANSWERS: Final = ("predict", "predict_proba", "decision_function", "score")
MAX_CLASSES: Final = 1000
_PATCHED: set[int] = set()


class SklearnAdapter(OpaqueAdapter):
    """How an estimator is described and asked."""

    framework: Literal["sklearn"] = "sklearn"

    def describe(self, model: Any) -> Description:
        steps = [step for _, step in getattr(model, "steps", None) or []]
        layers = tuple(
            Layer(
                kind="other",
                class_name=type(step).__name__[:100],
                name=str(name)[:200],
                output_shape=None,
                parameters=0,
                trainable=0,
                settings=_parameters(step),
            )
            for name, step in getattr(model, "steps", None) or []
            if step is not None and not isinstance(step, str)
        )
        settings = _parameters(model)
        words = getattr(model, "vocabulary_", None)
        if isinstance(words, dict):
            settings["vocabulary"] = len(words)
            layers = (_vectorising(model, settings, len(words)),)
        return Description(
            class_name=type(model).__name__[:100],
            built=_fit_attributes(model) or any(_fit_attributes(step) for step in steps),
            layers=layers,
            input_shape=_width(model),
            output_shape=(len(words),) if isinstance(words, dict) else None,
            settings=settings,
        )

    def answer(self, known: Known, model: Any, features: Any) -> Answer | None:
        del known
        ask = getattr(model, "predict_proba", None)
        name = "predict_proba" if ask is not None else "predict"
        return sklearn_answer(model, name, getattr(model, name)(features))


def _width(model: Any) -> tuple[int] | None:
    """Values per row that it was fitted on; of a pipeline, that its last step was: texts go in at the first."""
    steps = getattr(model, "steps", None)
    if steps:
        return _width(steps[-1][1])
    columns = getattr(model, "n_features_in_", None) if not hasattr(model, "vocabulary_") else None
    return (int(columns),) if isinstance(columns, (int, np.integer)) else None


def _vectorising(model: Any, settings: dict[str, Setting], words: int) -> Layer:
    return Layer(
        kind="text_vectorization",
        class_name=type(model).__name__[:100],
        name="vocabulary",
        output_shape=(words,),
        parameters=0,
        trainable=0,
        settings={**settings, "max_tokens": settings.get("max_features")},
    )


def sklearn_answer(model: Any, name: str, values: Any) -> Answer | None:
    """What a method of an estimator returned; class names become codes in the order of `classes_`."""
    array = as_array(values)
    if array is None:
        return None
    if name == "predict_proba":
        return Answer(array, "probability")
    if name == "decision_function":
        return Answer(array, "logit")
    classes = as_array(getattr(model, "classes_", None))
    if classes is None or len(classes) > MAX_CLASSES:
        return Answer(array.astype(np.float64), "score") if array.dtype.kind in "biuf" else None
    codes = np.searchsorted(classes.astype(str), array.astype(str)) if classes.dtype.kind in "OUST" else array
    return Answer(np.asarray(codes).astype(np.int64), "class")


def watch_sklearn(base: Any) -> None:
    """Wrap the decorator for classes still to be defined, and the fits of those that are."""
    if id(base) in _PATCHED:
        return
    _PATCHED.add(id(base))
    adapter = SklearnAdapter()
    make_decorator = base._fit_context

    @functools.wraps(make_decorator)
    def _fit_context(*args: Any, **kwargs: Any) -> Any:
        decorate = make_decorator(*args, **kwargs)

        def decorator(fit: Callable[..., Any]) -> Callable[..., Any]:
            return _observed_fit(decorate(fit), fit.__name__, adapter)

        return decorator

    base._fit_context = _fit_context
    for kind in _subclasses(base.BaseEstimator):
        for name in FITS & set(kind.__dict__):
            method = kind.__dict__[name]
            if callable(method) and hasattr(method, "__wrapped__"):
                setattr(kind, name, _observed_fit(method, name, adapter))


def _subclasses(kind: type) -> Iterator[type]:
    sub: type
    for sub in type.__subclasses__(kind):
        yield sub
        yield from _subclasses(sub)


def _observed_fit(original: Callable[..., Any], name: str, adapter: SklearnAdapter) -> Callable[..., Any]:
    if name not in FITS:
        return original

    @functools.wraps(original)
    def fit(estimator: Any, *args: Any, **kwargs: Any) -> Any:
        session = current()
        if session is None:
            return original(estimator, *args, **kwargs)
        with session.watch.call("sklearn") as outermost:
            started = time.perf_counter()
            result = original(estimator, *args, **kwargs)
            if outermost and hasattr(type(estimator), "build_analyzer"):
                with session.watch.quietly("vectoriser"):
                    _record_vectoriser(session, adapter, estimator, args[0] if args else kwargs.get("raw_documents"))
            # A transformer answers nothing about rows: scalers are no models.
            if outermost and hasattr(type(estimator), "predict"):
                with session.watch.quietly("fit"):
                    _watch_answers(type(estimator))
                    features = args[0] if args else kwargs.get("X")
                    labels = args[1] if len(args) > 1 else kwargs.get("y")
                    _record_fit(session, adapter, estimator, features, labels, time.perf_counter() - started)
        return result

    return fit


def _record_vectoriser(session: Session, adapter: SklearnAdapter, estimator: Any, documents: Any) -> None:
    """What turns texts into columns is a model without a fit of its own: it says how wide and from which words."""
    known = session.catalogue.add(estimator, adapter)
    if known is not None:
        session.published(known)
        if isinstance(documents, list) or library_of(documents) in {"pandas", "numpy"}:
            session.texts.identify(f"documents of {type(estimator).__name__}"[:80], documents)


def _record_fit(
    session: Session, adapter: SklearnAdapter, estimator: Any, features: Any, labels: Any, seconds: float
) -> None:
    known = session.catalogue.add(estimator, adapter)
    if known is None:
        return
    answers = session.answers
    session.published(known)
    identified = answers.identify(features, labels)
    answers.fitted(known, features, labels, identified)
    codes = _codes(estimator, labels)
    if codes is not None and identified.indices is not None:
        known.classes = answers.classes(codes, identified) or known.classes
    session.context.emit.record(
        Fit(
            id=session.next_fit(),
            model=known.id,
            cell=session.context.cell,
            optimizer=None,
            learning_rate=None,
            loss=None,
            epochs_asked=None,
            epochs_run=1,
            batch_size=None,
            rows=answers.rows(identified),
            seconds=round(seconds, 3),
        )
    )


def _codes(estimator: Any, labels: Any) -> Any:
    """Labels as codes in the order of `classes_`, as predictions will have them."""
    classes, values = as_array(getattr(estimator, "classes_", None)), as_labels(labels)
    if classes is None or values is None or classes.dtype.kind not in "OUST":
        return values
    return np.searchsorted(classes.astype(str), values.astype(str))


def _watch_answers(kind: type) -> None:
    """Puts an observer before each answering method of a class, where the method is defined."""
    for name in ANSWERS:
        owner = next((base for base in kind.__mro__ if name in base.__dict__), None)
        if owner is None or isinstance(owner.__dict__[name], _Observed):
            continue
        setattr(owner, name, _Observed(owner.__dict__[name], name))


class _Observed:
    """A method that reports what it returned; wraps functions and scikit-learn's conditional methods alike."""

    def __init__(self, original: Any, name: str) -> None:
        self._original = original
        self._name = name
        functools.update_wrapper(self, original)  # type: ignore[arg-type]

    def __get__(self, estimator: Any, owner: Any = None) -> Any:
        inner = self._original.__get__(estimator, owner)  # a conditional method raises AttributeError here
        if estimator is None:
            return inner
        name = self._name

        @functools.wraps(inner)
        def method(*args: Any, **kwargs: Any) -> Any:
            session = current()
            if session is None:
                return inner(*args, **kwargs)
            with session.watch.call("sklearn") as outermost:
                result = inner(*args, **kwargs)
                if outermost:
                    with session.watch.quietly(name):
                        _record_answer(session, estimator, name, args, kwargs, result)
            return result

        return method


def _record_answer(session: Session, estimator: Any, name: str, args: Any, kwargs: Any, result: Any) -> None:
    known = session.catalogue.find(estimator)
    if known is None:
        return
    features = args[0] if args else kwargs.get("X")
    labels = args[1] if len(args) > 1 else kwargs.get("y")
    identified = session.answers.identify(features, labels)
    if name == "score":
        record_claim(session, "accuracy", float(result), f"sklearn.{type(estimator).__name__}.score", known, identified)
        if identified.from_test > 0 and not session.answers.asked(known, identified):
            with session.watch.probing():
                answer = known.adapter.answer(known, estimator, features)
            session.answers.answered(known, answer, features, identified, "evaluate")
        return
    session.answers.answered(known, sklearn_answer(estimator, name, result), features, identified, "predict")


def _fit_attributes(model: Any) -> bool:
    names = getattr(model, "__dict__", None) or {}
    return any(name.endswith("_") and not name.startswith("_") for name in names)


def _parameters(estimator: Any) -> dict[str, Setting]:
    """Scalars of `get_params(deep=False)`, tuples of numbers too."""
    found: dict[str, Setting] = {}
    for name, value in list(estimator.get_params(deep=False).items())[:60]:
        if value is None or type(value) in (bool, int, float, str):
            found[str(name)] = value[:200] if isinstance(value, str) else value
        elif type(value) is tuple and all(type(item) in (int, float, str) for item in value):
            found[str(name)] = value
    return found
