"""A scheduler that waits for a measure to stop falling: `val_loss` where none is named, as Lightning once had it."""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

MODULES: Final = ("pytorch_lightning.core.optimizer", "lightning.pytorch.core.optimizer")
_WATCHED: Final = "val_loss"


def install(library: Library) -> None:
    """Wait for either package."""
    for module in MODULES:
        after_import(module, functools.partial(_patch, library))


def _patch(library: Library, module: Any) -> None:
    original = module._configure_schedulers_automatic_opt

    @functools.wraps(original)
    def _configure_schedulers_automatic_opt(schedulers: list[Any], monitor: str | None) -> Any:
        if monitor is None and any(_waits(module, each) for each in schedulers):
            library.say("ReduceLROnPlateau without a measure to watch", f"monitor={_WATCHED!r}")
            monitor = _WATCHED
            schedulers = [_watching(module, each) for each in schedulers]
        return original(schedulers, monitor)

    module._configure_schedulers_automatic_opt = _configure_schedulers_automatic_opt


def _waits(module: Any, scheduler: Any) -> bool:
    """Whether it is one that needs a measure and names none; `scheduler` is one, or the settings of one."""
    if isinstance(scheduler, dict):
        return scheduler.get("monitor") is None and _waits(module, scheduler.get("scheduler"))
    return isinstance(scheduler, module.ReduceLROnPlateau)


def _watching(module: Any, scheduler: Any) -> Any:
    named = isinstance(scheduler, dict) and _waits(module, scheduler)
    return scheduler | {"monitor": _WATCHED} if named else scheduler
