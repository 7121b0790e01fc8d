"""Watches Keras 3 and Keras 2: construction, compile, fit, evaluate and predict of every model."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from grader.inside.probe.catalogue import Known
from grader.inside.probe.keras_answers import KerasAdapter
from grader.inside.probe.keras_calls import Evaluation, Predicting, Showing
from grader.inside.probe.keras_fit import Fitting
from grader.inside.probe.keras_loops import loops_of, watch_optimizers
from grader.inside.probe.keras_steps import Stepping
from grader.inside.probe.session import Session, current

MAX_FRESH = 2_000  # models built and not yet looked at
# Where tf-keras has the models of notebooks that go back to graphs: their base class is exchanged as they are made.
_GRAPH: Final = "tf_keras.src.engine.training_v1"
_HUB: Final = "grader.inside.standins.tfhub_networks.images"
_PATCHED: set[int] = set()


def watch_keras(module: ModuleType) -> None:
    """Wrap what `keras.Model` offers, once per library."""
    model_class = getattr(module, "Model", None)
    if model_class is None or id(model_class) in _PATCHED:
        return
    _PATCHED.add(id(model_class))
    watch_optimizers(module)
    callback_class = module.callbacks.Callback
    graph_class = getattr(sys.modules.get(_GRAPH), "Model", None)
    _wrap_new(model_class, KerasAdapter(_own_predict(model_class, graph_class)))
    for owner in (model_class, graph_class):
        if owner is not None:
            _wrap_compile(owner)
            _wrap_call(owner, "fit", lambda session, known: Fitting(session, known, callback_class))
            _wrap_call(owner, "evaluate", lambda session, known: Evaluation(session, known, callback_class))
            _wrap_call(owner, "predict", Predicting)
            _wrap_call(owner, "train_on_batch", Stepping)
            _wrap_call(owner, "summary", Showing)


def _own_predict(model_class: Any, graph_class: Any) -> Callable[..., Any]:
    """`predict` as Keras defines it, of whichever class a model has in the end."""
    eager: Any = model_class.predict
    graph: Any = getattr(graph_class, "predict", None)

    def predict(model: Any, *args: Any, **named: Any) -> Any:
        in_graph = graph is not None and isinstance(model, graph_class)
        return (graph if in_graph else eager)(model, *args, **named)

    return predict


def _wrap_new(model_class: Any, adapter: KerasAdapter) -> None:
    original = model_class.__new__

    @functools.wraps(original)
    def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
        model = original(cls, *args, **kwargs)
        session = current()
        if session is not None and not session.watch.blind:
            with session.watch.quietly("model"):
                if len(session.fresh) < MAX_FRESH and not _is_helper(sys._getframe(1)):
                    session.remember_fresh(model, adapter, _is_ready)
        return model

    model_class.__new__ = staticmethod(new)


def _is_ready(model: Any) -> bool:
    """False while `__init__` has not run: Keras makes stray instances that it never initialises."""
    return "_layers" in model.__dict__ or "_self_tracked_trackables" in model.__dict__


def _is_helper(frame: Any) -> bool:
    """True for the functional model that a Sequential keeps inside itself, and for what a layer of a hub is made of."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if not isinstance(name, str) or name.partition(".")[0] not in {"keras", "tf_keras", __name__.partition(".")[0]}:
            return False
        if name == _HUB:
            return True
        if name.endswith((".models.sequential", ".engine.sequential")) and frame.f_code.co_name != "__new__":
            return not frame.f_code.co_name.startswith("from_config")
        frame = frame.f_back
    return False


def _wrap_compile(model_class: Any) -> None:
    owner = _owner(model_class, "compile")
    original = owner.__dict__["compile"]

    @functools.wraps(original)
    def compile(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: A001  # Keras's own name
        result = original(self, *args, **kwargs)
        session = current()
        if session is not None and not session.watch.blind:
            with session.watch.quietly("compile"):
                session.flush_fresh()
                known = session.catalogue.find(self)
                if known is not None:
                    session.published(known)
        return result

    owner.compile = compile


def _owner(model_class: Any, name: str) -> Any:
    """The class that defines a method: Keras looks at its base's `compile` to see whether one was overridden."""
    return next(base for base in model_class.__mro__ if name in base.__dict__)


def _wrap_call(model_class: Any, name: str, observer: Callable[[Session, Known], Any]) -> None:
    """Puts an observer around one method: `before` may change the arguments, `after` sees the result."""
    owner = _owner(model_class, name)
    original = owner.__dict__[name]

    @functools.wraps(original)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        session = current()
        if session is None:
            return original(self, *args, **kwargs)
        with session.watch.call("keras") as outermost:
            seen: Any = None
            if outermost:
                with session.watch.quietly(name):
                    session.flush_fresh()
                    loops_of(session)
                    known = session.catalogue.find(self)
                    if known is not None:
                        seen = observer(session, known)
                        args, kwargs = seen.before(original, self, args, kwargs)
            if seen is None:
                return original(self, *args, **kwargs)
            try:
                result = original(self, *args, **kwargs)
            except BaseException:
                with session.watch.quietly(name):
                    seen.failed()
                raise
            with session.watch.quietly(name):
                seen.after(result)
            return result

    setattr(owner, name, method)
