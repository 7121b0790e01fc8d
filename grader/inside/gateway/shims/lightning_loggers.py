"""Lightning's loggers for services that are not here: loggers that keep nothing, in the place of an error."""

from __future__ import annotations

import functools
import sys
from typing import Any, Final

from grader.inside.environment import version_of
from grader.inside.gateway.shims.library import Library
from grader.inside.gateway.silence import Silent
from grader.inside.hooks import after_import

PACKAGES: Final = ("pytorch_lightning", "lightning.pytorch")
# Class -> the module below `loggers` that has it, and the distribution that it needs.
SERVICES: Final = {
    "CometLogger": ("comet", "comet-ml"),
    "MLFlowLogger": ("mlflow", "mlflow"),
    "NeptuneLogger": ("neptune", "neptune"),
    "TestTubeLogger": ("test_tube", "test-tube"),
    "WandbLogger": ("wandb", "wandb"),
}


def install(library: Library) -> None:
    """Wait for the loggers of either package."""
    for package in PACKAGES:
        after_import(f"{package}.loggers", functools.partial(_loggers, library))


def _loggers(library: Library, loggers: Any) -> None:
    for name, (module, distribution) in SERVICES.items():
        if version_of(distribution) is not None:
            continue
        kind = _keeping_nothing(library, loggers, name)
        setattr(loggers, name, kind)
        part = sys.modules.get(f"{loggers.__name__}.{module}")
        if part is not None:
            setattr(part, name, kind)


def _keeping_nothing(library: Library, loggers: Any, called: str) -> Any:
    class Nothing(loggers.Logger):  # type: ignore[misc]  # whichever class the library has
        """Takes what it is told, has a folder for checkpoints, and keeps nothing."""

        def __init__(self, *_: Any, name: Any = None, project: Any = None, save_dir: Any = None, **__: Any) -> None:
            super().__init__()
            library.say(f"{called}(…)", "a logger that keeps nothing", "its service is not there while grading")
            self._name = str(project or name or called)
            self._save_dir = None if save_dir is None else str(save_dir)

        @property
        def name(self) -> str:
            return self._name

        @property
        def version(self) -> int:
            return 0

        @property
        def save_dir(self) -> str | None:
            return self._save_dir

        @property
        def experiment(self) -> Silent:
            return Silent(f"{called}.experiment")

        def log_metrics(self, *_: Any, **__: Any) -> None:
            """Nothing is kept."""

        def log_hyperparams(self, *_: Any, **__: Any) -> None:
            """Nothing is kept."""

        def __getattr__(self, name: str) -> Silent:
            if name.startswith("_"):
                raise AttributeError(name)
            return Silent(f"{called}.{name}")

    Nothing.__name__ = Nothing.__qualname__ = called
    return Nothing
