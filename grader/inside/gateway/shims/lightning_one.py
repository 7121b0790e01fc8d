"""What a module of Lightning's first major version defines and its second refuses or passes over in silence.

The hooks that got a list of all that the steps returned are called by a callback, which is there for the time of one
`fit`, `validate` or `test`: the module itself stays as it is, so that it can be copied and stored at any moment.
"""

from __future__ import annotations

import functools
import inspect
import numbers
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

PACKAGES: Final = ("pytorch_lightning", "lightning.pytorch")
# Phase -> what the module may have called the hook that gets all outputs, and the one that gets a step's own.
_AT_EPOCH_END: Final = {
    "training": ("training_epoch_end",),
    "validation": ("validation_epoch_end", "validation_end"),
    "test": ("test_epoch_end", "test_end"),
}
_AT_STEP_END: Final = {
    "training": ("training_step_end", "training_end"),
    "validation": ("validation_step_end",),
    "test": ("test_step_end",),
}
_REFUSED: Final = tuple(names[0] for names in _AT_EPOCH_END.values())
# What a hook returned under these names were values to be logged, as was everything else at the end of an epoch.
_LOGGED: Final = ("log", "progress_bar")
# What `optimizer_step` called the number of its optimiser, and the function that makes the gradients.
_NUMBERS: Final = ("optimizer_idx", "optimizer_i")
_CLOSURES: Final = ("optimizer_closure", "second_order_closure")


def install(library: Library) -> None:
    """Wait for either package."""
    for package in PACKAGES:
        after_import(f"{package}.core.mixins.hparams_mixin", _settings)
        after_import(f"{package}.core.module", _optimizer_step)
        after_import(f"{package}.trainer.trainer", functools.partial(_trainer, library, package))


# -- hooks


def _trainer(library: Library, package: str, module: Any) -> None:
    for name in ("fit", "validate", "test"):
        setattr(module.Trainer, name, _with_hooks(library, package, getattr(module.Trainer, name)))
    verify = module._verify_loop_configurations

    @functools.wraps(verify)
    def _verify_loop_configurations(trainer: Any) -> None:
        with _hidden(trainer.lightning_module):
            verify(trainer)

    module._verify_loop_configurations = _verify_loop_configurations


def _with_hooks(library: Library, package: str, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(self: Any, *args: Any, **named: Any) -> Any:
        model = args[0] if args else named.get("model")
        model = self.lightning_module if model is None else model
        _adapt_step(library, type(model))
        at_steps = {phase: _first(model, names) for phase, names in _AT_STEP_END.items()}
        at_ends = {phase: _first(model, names) for phase, names in _AT_EPOCH_END.items()}
        for name in filter(None, (*at_steps.values(), *at_ends.values())):
            library.say(f"{name}(outputs)", "the same hook, called by a callback with what the steps returned")
        if not any(at_ends.values()) and not _may_log(type(model), package):
            with _step_ends(self.strategy, model, at_steps):
                return original(self, *args, **named)
        outputs = _collector(sys.modules[f"{package}.callbacks"].Callback, at_ends)
        self.callbacks.insert(0, outputs)  # first, so that others find logged what these hooks log
        try:
            with _step_ends(self.strategy, model, at_steps):
                return original(self, *args, **named)
        finally:
            self.callbacks.remove(outputs)

    return call


def _first(model: Any, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if callable(getattr(model, name, None))), None)


def _may_log(kind: type[Any], package: str) -> bool:
    """Whether a step may return values to be logged: a method has the word among its constants."""
    own = [each for each in kind.__mro__ if not each.__module__.startswith((package, "torch.", "builtins"))]
    codes = [getattr(method, "__code__", None) for each in own for method in vars(each).values()]
    groups = [group for code in codes if code for group in (code.co_consts, *code.co_consts)]
    return any(word in group for word in _LOGGED for group in groups if isinstance(group, tuple))


@contextmanager
def _hidden(model: Any) -> Iterator[None]:
    """The hooks whose mere presence is refused, away for a moment; they may call each other later."""
    own = vars(model)
    before = {name: own[name] for name in _REFUSED if name in own}
    own.update(dict.fromkeys(_REFUSED))
    try:
        yield
    finally:
        for name in _REFUSED:
            del own[name]
        own.update(before)


@contextmanager
def _step_ends(strategy: Any, model: Any, hooks: Mapping[str, str | None]) -> Iterator[None]:
    """Let the strategy hand what a step returned to the hook that once came after every step."""
    own = vars(strategy)
    steps = [f"{phase}_step" for phase, hook in hooks.items() if hook is not None]
    for step in steps:
        own[step] = _continued(getattr(strategy, step), getattr(model, hooks[step.removesuffix("_step")] or ""))
    try:
        yield
    finally:
        for step in steps:
            del own[step]


def _continued(step: Callable[..., Any], hook: Callable[[Any], Any]) -> Callable[..., Any]:
    @functools.wraps(step)
    def call(*args: Any, **named: Any) -> Any:
        output = step(*args, **named)
        changed = hook(output)
        return output if changed is None else changed

    return call


def _collector(base: Any, hooks: Mapping[str, str | None]) -> Any:
    """A callback that keeps what the steps return and gives it to the hooks when an epoch ends."""
    kept: dict[str, list[list[Any]]] = {phase: [] for phase in hooks}

    def keep(phase: str, module: Any, output: Any, loader: int = 0) -> None:
        if isinstance(output, Mapping):
            _log(module, {name: output[name] for name in _LOGGED if name in output})
        if hooks[phase] is not None and output is not None:
            kept[phase] += [[] for _ in range(loader + 1 - len(kept[phase]))]
            kept[phase][loader].append(output)

    def hand_over(phase: str, module: Any, loaders: int = 1) -> None:
        hook, outputs = hooks[phase], kept[phase]
        kept[phase] = []
        if hook is None:
            return
        outputs += [[] for _ in range(loaders - len(outputs))]
        returned = getattr(module, hook)(outputs[0] if loaders == 1 else outputs)
        if isinstance(returned, Mapping):
            _log(module, returned)

    class Outputs(base):  # type: ignore[misc]  # whichever class the library has
        """As the library's first version did between its loops."""

        def on_train_epoch_start(self, *_: Any) -> None:
            kept["training"] = []

        def on_train_batch_end(self, _: Any, module: Any, outputs: Any, *__: Any) -> None:
            keep("training", module, outputs or None)

        def on_train_epoch_end(self, _: Any, module: Any) -> None:
            hand_over("training", module)

        def on_validation_epoch_start(self, *_: Any) -> None:
            kept["validation"] = []

        def on_validation_batch_end(
            self, _: Any, module: Any, outputs: Any, batch: Any, batch_idx: int, dataloader_idx: int = 0
        ) -> None:
            del batch, batch_idx
            keep("validation", module, outputs, dataloader_idx)

        def on_validation_epoch_end(self, trainer: Any, module: Any) -> None:
            hand_over("validation", module, len(trainer.num_val_batches))

        def on_test_epoch_start(self, *_: Any) -> None:
            kept["test"] = []

        def on_test_batch_end(
            self, _: Any, module: Any, outputs: Any, batch: Any, batch_idx: int, dataloader_idx: int = 0
        ) -> None:
            del batch, batch_idx
            keep("test", module, outputs, dataloader_idx)

        def on_test_epoch_end(self, trainer: Any, module: Any) -> None:
            hand_over("test", module, len(trainer.num_test_batches))

    return Outputs()


def _log(module: Any, returned: Mapping[str, Any]) -> None:
    """Log the numbers that a hook returned instead of logging them itself."""
    shown = returned.get("progress_bar")
    shown = shown if isinstance(shown, Mapping) else {}
    values = {name: each for name, each in returned.items() if name not in _LOGGED}
    for name in _LOGGED:
        if isinstance(returned.get(name), Mapping):
            values |= returned[name]
    for name, each in values.items():
        if isinstance(each, numbers.Number) or (hasattr(each, "detach") and each.numel() == 1):
            try:
                module.log(name, each, prog_bar=name in shown)
            except Exception:  # noqa: BLE001  logged before in another way: then it is there
                continue


# -- an optimiser's step


def _adapt_step(library: Library, kind: type[Any]) -> None:
    """Let an `optimizer_step` with the number of its optimiser among its parameters be called without it.

    Older ones step without the closure, after the gradients were made; so the closure runs before either is called.
    """
    owner = next((each for each in kind.__mro__ if "optimizer_step" in vars(each)), None)
    if owner is None:
        return
    original = vars(owner)["optimizer_step"]
    known = inspect.signature(original).parameters
    if not known.keys() & set(_NUMBERS):
        return

    @functools.wraps(original)
    def optimizer_step(self: Any, epoch: int, batch: int, optimizer: Any, closure: Callable[[], Any]) -> Any:
        lbfgs = type(getattr(optimizer, "optimizer", optimizer)).__name__ == "LBFGS"  # asks again and again
        made = closure if lbfgs else functools.partial(_given, closure())
        rest: dict[str, Any] = dict.fromkeys(_NUMBERS, 0) | dict.fromkeys(_CLOSURES, made)
        rest |= {"on_tpu": False, "using_native_amp": False, "using_lbfgs": lbfgs}
        return original(self, epoch, batch, optimizer, **{name: each for name, each in rest.items() if name in known})

    del optimizer_step.__wrapped__  # its parameters are asked for, and are the new ones
    library.say("optimizer_step(…, optimizer_idx, …)", "the same, with 0 for the only optimiser")
    owner.optimizer_step = optimizer_step  # type: ignore[attr-defined]


def _given(loss: Any) -> Any:
    return loss


def _optimizer_step(module: Any) -> None:
    """The library's own, as `super().optimizer_step(…)` once called it."""
    kind = module.LightningModule
    original = kind.optimizer_step

    def optimizer_step(self: Any, epoch: int, batch_idx: int, optimizer: Any, *rest: Any, **named: Any) -> None:
        closure = named.get("optimizer_closure") or next((each for each in rest if callable(each)), None)
        original(self, epoch, batch_idx, optimizer, closure)

    # Without `functools.wraps`: the library compares the code of what that wraps to see what a module overrides.
    optimizer_step.__doc__ = original.__doc__
    kind.optimizer_step = optimizer_step


# -- hparams


def _settings(module: Any) -> None:
    """`self.hparams = …`, of whatever kind: a dict with attributes, as `save_hyperparameters` makes it."""
    kind = module.HyperparametersMixin
    if kind.hparams.fset is not None:
        return

    def keep(self: Any, given: Any) -> None:
        name = _argument(self, given)
        if name is not None:
            self._hparams_name = name  # which parameter a checkpoint's settings are given to
        self._hparams = given if isinstance(given, module.AttributeDict) else module.AttributeDict(_as_dict(given))

    kind.hparams = kind.hparams.setter(keep)


def _as_dict(given: Any) -> dict[str, Any]:
    if isinstance(given, Mapping):
        return {str(name): each for name, each in given.items()}
    if isinstance(given, Namespace):
        return vars(given)
    found = {name: getattr(given, name, None) for name in dir(given) if not name.startswith("_")}
    return {name: each for name, each in found.items() if not callable(each)}


def _argument(module: Any, given: Any) -> str | None:
    """The parameter of the module's `__init__` that `given` came in by, while that runs."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code, names = frame.f_code, frame.f_locals
        if code.co_name == "__init__" and code.co_argcount and names.get(code.co_varnames[0]) is module:
            return next((name for name in code.co_varnames[1 : code.co_argcount] if names.get(name) is given), None)
        frame = frame.f_back
    return None
