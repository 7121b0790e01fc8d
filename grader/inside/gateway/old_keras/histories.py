"""History keys: Keras called accuracy `acc` until 2019, and calls it what it was compiled with since.

`history["acc"]` finds `accuracy`, and the other way round, where the key itself is not there; iterating shows no more
keys than there are. The same holds for the logs that callbacks are handed, so that `monitor="val_acc"` finds its value.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_PAIRS: Final = (("acc", "accuracy"), ("lr", "learning_rate"))
OTHERS: Final = {
    prefix + one: prefix + other for pair in _PAIRS for one, other in (pair, pair[::-1]) for prefix in ("", "val_")
}
_SAY: list[Context] = []


class Keyed(dict[Any, Any]):
    """A history or logs; a class of its own without state, so that it can be copied and pickled."""

    def __missing__(self, key: Any) -> Any:
        other = OTHERS.get(key) if isinstance(key, str) else None
        if other is None or not dict.__contains__(self, other):
            raise KeyError(key)
        _say(key, other)
        return dict.__getitem__(self, other)

    def get(self, key: Any, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def install(context: Context) -> None:
    """Wait for the histories and callbacks of either Keras."""
    _SAY[:] = [context]
    for package in ("keras", "tf_keras"):
        after_import(package, _watch)
    after_import("keras.src.utils.python_utils", _make_keyed)


def _watch(module: ModuleType) -> None:
    history = module.callbacks.History
    begin = history.on_train_begin

    @functools.wraps(begin)
    def on_train_begin(self: Any, logs: Any = None) -> None:
        begin(self, logs)
        self.history = Keyed(self.history)

    history.on_train_begin = on_train_begin
    checkpoint = module.callbacks.ModelCheckpoint
    checkpoint._get_file_path = _with_both_names(checkpoint._get_file_path)
    if module.__name__ == "tf_keras":
        callbacks = module.callbacks.CallbackList
        callbacks.on_epoch_end = _handing_keyed(callbacks.on_epoch_end)


def _with_both_names(original: Callable[..., str]) -> Callable[..., str]:
    """`{val_acc:.2f}` in the name of a file."""

    @functools.wraps(original)
    def file_path(self: Any, epoch: int, batch: int | None, logs: Any) -> str:
        given = dict(logs or {})
        for name, other in OTHERS.items():
            if name not in given and other in given and f"{{{name}" in str(self.filepath):
                given[name] = given[other]
                _say(name, other)
        return original(self, epoch, batch, given)

    return file_path


def _handing_keyed(original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def on_epoch_end(self: Any, epoch: int, logs: Any = None) -> None:
        original(self, epoch, Keyed(logs) if isinstance(logs, dict) else logs)

    return on_epoch_end


def _make_keyed(module: ModuleType) -> None:
    """Keras 3 makes the logs that callbacks are handed in this function."""
    original = module.__dict__["pythonify_logs"]

    @functools.wraps(original)
    def pythonify_logs(logs: Any) -> Any:
        return Keyed(original(logs))

    module.__dict__["pythonify_logs"] = pythonify_logs


def _say(asked: str, served: str) -> None:
    for context in _SAY:
        context.substituted_once(
            asked=f"history['{asked}']",
            served=f"history['{served}']",
            how="shim",
            why="Keras names a metric as it was compiled",
        )
