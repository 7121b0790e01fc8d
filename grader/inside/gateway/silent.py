"""Services that keep a record of training elsewhere, without that elsewhere: nothing comes of what they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.gateway.shims.library import Library

# What makes an object pass for an array, a table or a model; a silent object is none of them.
NOT_ANSWERED: Final = frozenset(
    {"columns", "dtype", "fit", "iloc", "layers", "ndim", "numpy", "parameters", "predict", "shape"}
)
SERVICES: Final = (
    "aim", "clearml", "comet_ml", "mlflow", "mlflow.keras", "mlflow.models", "mlflow.pytorch", "mlflow.sklearn",
    "mlflow.tensorflow", "mlflow.tracking", "neptune", "neptune.integrations", "neptune.integrations.tensorflow_keras",
    "neptune.types",
)  # fmt: skip


class Silent:
    """Takes every call, attribute and item, and gives itself back."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Silent:
        if name.startswith("_") or name in NOT_ANSWERED:
            raise AttributeError(f"{self._name} is not here while grading, and has no {name!r}")
        return Silent(f"{self._name}.{name}")

    def __call__(self, *args: Any, **named: Any) -> Any:
        # As a decorator it leaves the function what it is.
        return args[0] if len(args) == 1 and not named and callable(args[0]) else self

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getitem__(self, _: object) -> Silent:
        return self

    def __setitem__(self, _: object, __: object) -> None:
        """Nothing is kept."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<{self._name}: nothing is kept while grading>"


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
        """As a dict's; `allow_val_change` is W&B's."""
        del allow_val_change
        super().update(*args, **named)


class Run(Silent):
    """What `wandb.init` returns: settings and a summary that can be read back, and nothing else that stays."""

    def __init__(self, config: Mapping[str, Any], name: str) -> None:
        super().__init__("wandb.run")
        self.config = Settings(config)
        self.summary: dict[str, Any] = {}
        self.name = self.id = name

    def log(self, values: Mapping[str, Any], *_: Any, **__: Any) -> None:
        """Only the last of each value is kept, for `summary`."""
        self.summary.update(values)


def install(library: Library) -> None:
    """Answer imports of services that are not installed."""
    silent = dict.fromkeys(SERVICES, ("an object that keeps nothing", _fill))
    wandb = {
        "wandb": ("an object that keeps nothing", _fill_wandb),
        "wandb.keras": ("callbacks that do nothing", _fill_callbacks),
        "wandb.integration": ("callbacks that do nothing", _fill_callbacks),
        "wandb.integration.keras": ("callbacks that do nothing", _fill_callbacks),
        "wandb.sklearn": ("an object that keeps nothing", _fill),
    }
    library.modules({**silent, **wandb})
    library.modules({"tensorboardX": ("torch.utils.tensorboard", _fill_tensorboard)})
    library.modules({"kaggle_secrets": ("secrets that are empty texts", _fill_secrets)})


def _fill(module: ModuleType) -> None:
    def answer(name: str) -> Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return Silent(f"{module.__name__}.{name}")

    module.__getattr__ = answer  # type: ignore[method-assign]  # how a module answers names of its own


def _fill_wandb(module: ModuleType) -> None:
    _fill(module)
    names = module.__dict__
    sweeps: dict[str, Mapping[str, Any]] = {}

    def init(*_: Any, config: Any = None, name: str | None = None, **__: Any) -> Run:
        before = names["config"]  # `wandb.config = {…}` before a run is how its settings were once given
        asked = ({} if isinstance(before, Settings) else dict(before)) if config is None else config
        given = {**(dict(asked) if isinstance(asked, Mapping) else vars(asked)), **names.get("_swept", {})}
        names["run"] = run = Run(given, name or "run")
        names["config"], names["summary"] = run.config, run.summary
        return run

    def log(values: Mapping[str, Any], *_: Any, **__: Any) -> None:
        names["run"].log(values)

    def sweep(sweep: Mapping[str, Any], *_: Any, **__: Any) -> str:
        key = f"sweep {len(sweeps) + 1}"
        sweeps[key] = sweep
        return key

    def agent(sweep_id: str, function: Callable[[], Any] | None = None, *_: Any, **__: Any) -> None:
        if function is not None:
            names["_swept"] = _first_values(sweeps.get(sweep_id, {}))
            function()
            names["_swept"] = {}

    def login(*_: Any, **__: Any) -> bool:
        return False

    names.update(init=init, log=log, login=login, sweep=sweep, agent=agent)
    names.update(run=Run({}, "run"), config=Settings(), summary={})


def _first_values(sweep: Mapping[str, Any]) -> dict[str, Any]:
    """The first setting of each parameter of a sweep: one run in place of as many as the service would order."""
    chosen: dict[str, Any] = {}
    for name, each in dict(sweep.get("parameters", {})).items():
        if "value" in each:
            chosen[name] = each["value"]
        else:
            chosen[name] = next(iter(each.get("values", [each.get("min")])))
    return chosen


def _fill_callbacks(module: ModuleType) -> None:
    def answer(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _callback(name)

    module.__getattr__ = answer  # type: ignore[method-assign]


def _callback(name: str) -> type[Any]:
    from tensorflow import keras

    def init(self: Any, *_: Any, **__: Any) -> None:
        keras.callbacks.Callback.__init__(self)

    return type(name, (keras.callbacks.Callback,), {"__init__": init})


def _fill_tensorboard(module: ModuleType) -> None:
    from torch.utils.tensorboard import SummaryWriter

    module.__dict__["SummaryWriter"] = SummaryWriter


def _fill_secrets(module: ModuleType) -> None:
    class UserSecretsClient:
        """Every secret is an empty text: there are none while grading."""

        def get_secret(self, label: str = "", *_: object) -> str:
            del label
            return ""

        get_gcloud_credential = get_secret

    module.__dict__["UserSecretsClient"] = UserSecretsClient
