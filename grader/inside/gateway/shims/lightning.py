"""Lightning's Trainer: settings of other machines; its first major version has modules of its own beside this one.

`accelerator="gpu"`, `strategy="ddp"` and half precision are for a card; where the attempt has none they would
end the training before it began. Every Trainer looks for a cluster, too: where mpi4py is installed it starts MPI, which
ends the process when it finds no daemon and may start none.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from grader.inside.gateway.shims import lightning_arguments, lightning_loggers, lightning_one, lightning_schedulers
from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

MODULES: Final = ("pytorch_lightning.trainer.trainer", "lightning.pytorch.trainer.trainer")
CLUSTERS: Final = ("lightning_fabric.plugins.environments.mpi", "lightning.fabric.plugins.environments.mpi")
# Whatever was asked for, where there is no card.
_ON_CPU: Final = {"accelerator": "cpu", "devices": 1, "strategy": "auto", "precision": "32-true"}


def install(library: Library) -> None:
    """Wait for either package: both have a Trainer of their own."""
    for part in (lightning_arguments, lightning_loggers, lightning_one, lightning_schedulers):
        part.install(library)
    for module in MODULES:
        after_import(module, functools.partial(_trainer, library))
    for module in CLUSTERS:
        after_import(module, _no_cluster)


def _no_cluster(module: Any) -> None:
    module.MPIEnvironment.detect = staticmethod(lambda: False)


def _trainer(library: Library, module: Any) -> None:
    if library.context.job.device != "cpu":
        return
    original: Callable[..., None] = module.Trainer.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        asked = {name: named[name] for name in _ON_CPU if named.get(name, "auto") not in (None, "auto", _ON_CPU[name])}
        if asked:
            words = ", ".join(f"{name}={value!r}" for name, value in asked.items())
            library.say(f"Trainer({words})", "one CPU, single precision", "this attempt was given no GPU")
        named |= {"accelerator": "cpu"} | {name: _ON_CPU[name] for name in asked}
        original(self, *args, **named)

    module.Trainer.__init__ = __init__
