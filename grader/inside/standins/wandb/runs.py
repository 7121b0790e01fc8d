"""One run after another: its settings, the last value of all that it logged, and sweeps of one run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from grader.inside.gateway.silence import Silent
from grader.inside.standins.desk import desk

PACKAGE: Final = __name__.rpartition(".")[0]
_SWEEPS: Final[dict[str, Mapping[str, Any]]] = {}
_SWEPT: Final[dict[str, Any]] = {}  # the settings of the sweep that goes on


class Settings(dict[str, Any]):
    """`wandb.config`: what the notebook put in, by item and by attribute."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"config has no {name!r}") from None

    def __setattr__(self, name: str, given: Any) -> None:
        self[name] = given

    def update(self, *args: Any, allow_val_change: bool = True, **named: Any) -> None:
        """As a dict's, of a namespace too; `allow_val_change` is W&B's."""
        del allow_val_change
        super().update(*(_as_dict(each) for each in args), **named)

    def setdefaults(self, given: Any) -> None:
        """Settings that are not there yet."""
        for name, each in _as_dict(given).items():
            self.setdefault(name, each)

    def as_dict(self) -> dict[str, Any]:
        """A copy."""
        return dict(self)


class Run(Silent):
    """What `wandb.init` returns: settings and a summary that can be read back, and nothing else that stays."""

    def __init__(self, config: Mapping[str, Any], name: str, project: str) -> None:
        super().__init__("wandb.run")
        self.config = Settings(config)
        self.summary: dict[str, Any] = {}
        self.name = self.id = name
        self.project = project
        self.entity = self.url = ""

    def __enter__(self) -> Run:
        return self

    @property
    def dir(self) -> str:
        """A folder for files of this run, which is there."""
        folder = Path("wandb", "files")
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder.resolve())

    def log(self, data: Mapping[str, Any], *_: Any, **__: Any) -> None:
        """Only the last of each value is kept, for `summary`."""
        self.summary.update(data)


def init(*_: Any, config: Any = None, name: str | None = None, project: str | None = None, **__: Any) -> Run:
    """A run with these settings, and those of the sweep that it belongs to."""
    package = _package()
    # `wandb.config = {…}` before a run is how its settings were once given.
    before = {} if isinstance(package.config, Settings) and package.run is not None else package.config
    given = {**_as_dict(before), **_as_dict(config), **_SWEPT}
    package.run = run = Run(given, name or "run", project or "uncategorized")
    package.config, package.summary = run.config, run.summary
    return run


def log(data: Mapping[str, Any], *_: Any, **__: Any) -> None:
    """As the run's own; without a run nothing is kept."""
    run = _package().run
    if run is not None:
        run.log(data)


def login(*_: Any, **__: Any) -> bool:
    """There is nobody to log in to, and no need to."""
    return True


def finish(*_: Any, **__: Any) -> None:
    """The run is over; it can still be looked at."""


def setup(*_: Any, **__: Any) -> None:
    """Nothing has to be set up."""


def sweep(sweep: Mapping[str, Any], *_: Any, **__: Any) -> str:
    """The key of a sweep to come."""
    key = f"sweep-{len(_SWEEPS) + 1}"
    _SWEEPS[key] = sweep
    return key


def agent(sweep_id: str, function: Callable[[], Any] | None = None, *_: Any, count: Any = None, **__: Any) -> None:
    """One call of `function` in place of as many as the service would order."""
    if function is None:
        return
    desk().context.substituted_once(
        asked=f"wandb.agent(…, count={count})" if count is not None else "wandb.agent(…)",
        served="one run, with the first value of each parameter",
        how="stand-in",
        why="the service that would choose the next values is not there while grading",
    )
    _SWEPT.update(_first_values(_SWEEPS.get(sweep_id, {}).get("parameters", {})))
    try:
        function()
    finally:
        _SWEPT.clear()


def _first_values(parameters: Mapping[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name, each in parameters.items():
        if "parameters" in each:
            chosen[name] = _first_values(each["parameters"])
        elif "value" in each:
            chosen[name] = each["value"]
        else:
            chosen[name] = next(iter(each.get("values") or [each.get("min", each.get("mu"))]))
    return chosen


def _as_dict(given: Any) -> dict[str, Any]:
    """Of a dict, a namespace, or an object or class with settings; a file of settings has none for us."""
    if given is None or isinstance(given, str):
        return {}
    pairs = dict(given) if isinstance(given, Mapping) else vars(given)
    return {str(name): each for name, each in pairs.items() if not str(name).startswith("__")}


def _package() -> Any:
    """What the notebook imported, whose names are its latest run's."""
    return sys.modules[PACKAGE]
