"""Methods and arguments that models of Keras 2 had: `predict_classes`, `fit_generator`, `fit(nb_epoch=...)`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

# Of `fit` and `fit_generator`, today's word for each.
_RENAMED: Final[Mapping[str, str]] = {"nb_epoch": "epochs", "samples_per_epoch": "steps_per_epoch",
                                      "nb_val_samples": "validation_steps"}  # fmt: skip
_GENERATOR_ONLY: Final = ("max_queue_size", "max_q_size", "workers", "use_multiprocessing", "pickle_safe", "nb_worker")


def install(context: Context) -> None:
    """To be called after the probe, which then sees today's calls."""
    for package in ("keras", "tf_keras"):
        after_import(package, functools.partial(_extend, context))


def _extend(context: Context, module: ModuleType) -> None:
    model, sequential = getattr(module, "Model", None), getattr(module, "Sequential", None)
    if model is None or sequential is None or hasattr(sequential, "predict_classes"):
        return
    sequential.predict_classes = _predict_classes(context)
    sequential.predict_proba = _predict_proba(context)
    owner = next(base for base in model.__mro__ if "fit" in vars(base))
    owner.fit = _with_todays_names(context, owner.fit)
    # In its own class: Keras does not compile a stored model anew whose class seems to have a `compile` of its own.
    compiler = next(base for base in model.__mro__ if "compile" in vars(base))
    compiler.compile = _with_lists(context, compiler.compile)
    if not hasattr(model, "fit_generator"):
        model.fit_generator = _by_generator(context, "fit")
        model.evaluate_generator = _by_generator(context, "evaluate")
        model.predict_generator = _by_generator(context, "predict")


def _predict_classes(context: Context) -> Callable[..., Any]:
    def predict_classes(self: Any, x: Any, batch_size: Any = 32, verbose: Any = 0) -> Any:
        """The class of each row: of several outputs the largest, of one whether it is above 0.5, shape (n, 1)."""
        _say(context, "predict_classes", "the class of each answer of predict")
        answers = self.predict(x, batch_size=batch_size, verbose=verbose)
        return answers.argmax(axis=-1) if answers.shape[-1] > 1 else (answers > 0.5).astype("int32")

    return predict_classes


def _predict_proba(context: Context) -> Callable[..., Any]:
    def predict_proba(self: Any, x: Any, batch_size: Any = 32, verbose: Any = 0) -> Any:
        """What `predict` answers."""
        _say(context, "predict_proba", "the answers of predict")
        return self.predict(x, batch_size=batch_size, verbose=verbose)

    return predict_proba


def _with_todays_names(context: Context, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def fit(self: Any, *args: Any, **named: Any) -> Any:
        for old, new in _RENAMED.items():
            if old in named and new not in named:
                named[new] = named.pop(old)
                _say(context, f"fit({old}=)", f"the same number as {new}")
        workers = named.get("workers")
        if isinstance(workers, int) and workers < 1:  # no number that is trained depends on it; once nobody looked
            del named["workers"]
            _say(context, f"fit(workers={workers})", "the setting for workers that Keras has by itself")
        return original(self, *args, **named)

    return fit


def _with_lists(context: Context, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def compiling(self: Any, *args: Any, **named: Any) -> Any:
        if isinstance(named.get("metrics"), str):
            named["metrics"] = [named["metrics"]]
            _say(context, "compile(metrics=) of one name", "a list of this name")
        return original(self, *args, **named)

    return compiling


def _by_generator(context: Context, name: str) -> Callable[..., Any]:
    """`fit_generator(generator, ...)` is `fit(generator, ...)`; settings for workers change no number."""

    def method(self: Any, generator: Any, *args: Any, **named: Any) -> Any:
        _say(context, f"{name}_generator", f"{name}, which takes generators")
        for setting in _GENERATOR_ONLY:
            named.pop(setting, None)
        position = _POSITIONS[name]
        named.update(zip(position, args, strict=False))
        for setting in _GENERATOR_ONLY:
            named.pop(setting, None)
        return getattr(self, name)(generator, **named)

    method.__name__ = f"{name}_generator"
    return method


# Arguments after the generator, in the order in which Keras 2 took them.
_POSITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "fit": ("steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps"),
    "evaluate": ("steps", "callbacks", "max_queue_size", "workers", "use_multiprocessing", "verbose"),
    "predict": ("steps", "callbacks", "max_queue_size", "workers", "use_multiprocessing", "verbose"),
}


def _say(context: Context, asked: str, served: str) -> None:
    context.substituted_once(
        asked=asked, served=served, how="shim", why="models of the installed Keras no longer have it"
    )
