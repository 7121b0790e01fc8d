"""What Lightning's classes took in its first major version: keywords, callbacks by their own names, argparse."""

from __future__ import annotations

import functools
import importlib
import inspect
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from grader.inside.gateway.shims.library import Change, Library, StandIn, alias, dropped, handing_on, renamed, value
from grader.inside.hooks import after_import

PACKAGES: Final = ("pytorch_lightning", "lightning.pytorch")


def _refreshed(rate: Any) -> dict[str, Any]:
    return {"enable_progress_bar": False} if rate == 0 else {}


_TRAINER: Final[dict[str, Change]] = {
    "gpus": dropped, "nb_gpus": dropped, "tpu_cores": dropped, "num_tpu_cores": dropped, "ipus": dropped,
    "num_processes": dropped, "auto_select_gpus": dropped, "distributed_backend": dropped, "amp_level": dropped,
    "amp_backend": dropped, "use_amp": dropped, "move_metrics_to_cpu": dropped, "log_gpu_memory": dropped,
    "auto_lr_find": dropped, "auto_scale_batch_size": dropped, "progress_bar_refresh_rate": _refreshed,
    "process_position": dropped, "show_progress_bar": renamed("enable_progress_bar", bool),
    "weights_summary": dropped, "flush_logs_every_n_steps": dropped, "log_save_interval": dropped,
    "resume_from_checkpoint": dropped, "weights_save_path": dropped, "default_save_path": renamed("default_root_dir"),
    "truncated_bptt_steps": dropped, "prepare_data_per_node": dropped, "multiple_trainloader_mode": dropped,
    "print_nan_grads": dropped, "terminate_on_nan": dropped, "stochastic_weight_avg": dropped,
    "replace_sampler_ddp": renamed("use_distributed_sampler"), "track_grad_norm": dropped,
    "max_nb_epochs": renamed("max_epochs"), "min_nb_epochs": renamed("min_epochs"),
    "nb_sanity_val_steps": renamed("num_sanity_val_steps"), "row_log_interval": renamed("log_every_n_steps"),
    "train_percent_check": renamed("limit_train_batches"), "val_percent_check": renamed("limit_val_batches"),
    "test_percent_check": renamed("limit_test_batches"), "overfit_pct": renamed("overfit_batches"),
    "reload_dataloaders_every_epoch": renamed("reload_dataloaders_every_n_epochs", int),
    "gradient_clip": renamed("gradient_clip_val"), "checkpoint_callback": renamed("enable_checkpointing", bool),
}  # fmt: skip
_CALLBACKS: Final = ("early_stop_callback", "checkpoint_callback")  # True, False or the object itself
_LOADERS: Final[Mapping[str, dict[str, Change]]] = {
    "fit": {"train_dataloader": renamed("train_dataloaders"), "val_dataloader": renamed("val_dataloaders")},
    "validate": dict.fromkeys(("val_dataloaders", "val_dataloader"), renamed("dataloaders")),
    "test": dict.fromkeys(("test_dataloaders", "test_dataloader"), renamed("dataloaders")),
}
_ATTRIBUTES: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "gpus": ("no GPU", lambda _: 0),
    "num_gpus": ("no GPU", lambda _: 0),
    "on_gpu": ("no GPU", lambda _: False),
    "running_sanity_check": ("Trainer.sanity_checking", lambda trainer: trainer.sanity_checking),
    "weights_save_path": ("Trainer.default_root_dir", lambda trainer: trainer.default_root_dir),
    "tune": ("nothing: no setting is to be found", lambda _: lambda *_, **__: {}),
}
# Where the parts of the library once were: module -> modules that have them now, below the package.
_MOVED: Final = {
    "core.lightning": ("core.module",), "core.memory": ("utilities.model_summary", "utilities.memory"),
    "root_module": ("core.module",), "root_module.root_module": ("core.module",), "logging": ("loggers",),
    "loggers.base": ("loggers.logger",), "callbacks.base": ("callbacks.callback",),
    "callbacks.pt_callbacks": ("callbacks",), "trainer.supporters": ("utilities.combined_loader",),
    "utilities.distributed": ("utilities.rank_zero",),
}  # fmt: skip


def install(library: Library) -> None:
    """Wait for either package."""
    for package in PACKAGES:
        after_import(package, functools.partial(_names, library))
        after_import(f"{package}.trainer.trainer", functools.partial(_trainer, library, package))
        after_import(f"{package}.callbacks.model_checkpoint", functools.partial(_checkpoints, library))
        after_import(f"{package}.callbacks.early_stopping", functools.partial(_early_stopping, library))
        after_import(f"{package}.callbacks", functools.partial(_callbacks, library))
    library.modules(_lost_modules())


def _lost_modules() -> dict[str, tuple[str, Callable[[ModuleType], None]]]:
    found = {
        f"{package}.{old}": (f"{package}.{now[0]}", handing_on(*(f"{package}.{each}" for each in now)))
        for package in PACKAGES
        for old, now in _MOVED.items()
    }
    for part in ("metrics", "metrics.classification", "metrics.regression"):
        found[f"pytorch_lightning.{part}"] = ("torchmetrics", handing_on("torchmetrics", "torchmetrics.functional"))
    for part in ("metrics.functional", "metrics.functional.classification"):
        functions = handing_on("torchmetrics.functional", "torchmetrics.utilities.data")
        found[f"pytorch_lightning.{part}"] = ("torchmetrics.functional", functions)
    return found


def _names(library: Library, package: Any) -> None:
    library.names(
        package,
        {
            "data_loader": value("the function itself", lambda function: function),
            "metrics": StandIn("torchmetrics", lambda: importlib.import_module("torchmetrics")),
        },
    )


# -- Trainer


def _trainer(library: Library, package: str, module: Any) -> None:
    kind = module.Trainer
    library.keywords(kind, "__init__", _TRAINER)
    _named_callbacks(library, package, kind)
    for name, table in _LOADERS.items():
        library.keywords(kind, name, table)
    tuner = ("Tuner(trainer)", lambda trainer: importlib.import_module(f"{package}.tuner").Tuner(trainer))
    library.members(kind, {**_ATTRIBUTES, "tuner": tuner})
    if not hasattr(kind, "from_argparse_args"):
        kind.from_argparse_args = classmethod(functools.partial(_from_arguments, library))
        kind.add_argparse_args = classmethod(functools.partial(_add_arguments, library))


def _named_callbacks(library: Library, package: str, kind: Any) -> None:
    original = kind.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        for name in _CALLBACKS:
            given = named.pop(name, None)
            if isinstance(given, bool) or given is None:
                if name == "checkpoint_callback" and given is not None:
                    named[name] = given
                elif given:
                    _append(named, importlib.import_module(f"{package}.callbacks").EarlyStopping(monitor="val_loss"))
            else:
                library.say(f"Trainer({name}=)", "callbacks=")
                _append(named, given)
        original(self, *args, **named)

    kind.__init__ = __init__


def _append(named: dict[str, Any], callback: Any) -> None:
    before = named.get("callbacks") or []
    named["callbacks"] = [*(before if isinstance(before, list | tuple) else [before]), callback]


def _from_arguments(library: Library, kind: Any, args: Any, **named: Any) -> Any:
    """A Trainer of what an argument parser found; of what it found for others nothing is taken."""
    library.say("Trainer.from_argparse_args", "Trainer(…) with the arguments of its own")
    given = vars(args.parse_args([]) if isinstance(args, ArgumentParser) else args)
    known = inspect.signature(kind.__init__).parameters
    taken = {
        name: each
        for name, each in given.items()
        if name in known or ((name in _TRAINER or name in _CALLBACKS) and each is not None)
    }
    return kind(**{**taken, **named})


def _add_arguments(library: Library, kind: Any, parent_parser: Any, **_: Any) -> Any:
    """The parser itself, with the Trainer's settings among its options."""
    library.say("Trainer.add_argparse_args", "the installed Trainer's settings, and a few old ones")
    known = inspect.signature(kind.__init__).parameters
    settings = {name: each.default for name, each in known.items() if each.default is not inspect.Parameter.empty}
    for name, default in {**dict.fromkeys(("gpus", "distributed_backend")), **settings}.items():
        if f"--{name}" not in parent_parser._option_string_actions:
            parent_parser.add_argument(f"--{name}", default=default, type=_word, nargs="?", const=True)
    return parent_parser


def _word(text: str) -> Any:
    """What a word of a command line means: a number, yes, no, nothing, or the word."""
    meant: dict[str, Any] = {"true": True, "false": False, "none": None}
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return meant.get(text.lower(), text)


# -- callbacks


def _callbacks(library: Library, callbacks: Any) -> None:
    name = callbacks.__name__
    library.names(
        callbacks,
        {
            "ProgressBar": alias(f"{name}:TQDMProgressBar"),
            "ProgressBarBase": alias(f"{name}:ProgressBar"),
            "GPUStatsMonitor": alias(f"{name}:DeviceStatsMonitor"),
        },
    )


def _checkpoints(library: Library, module: Any) -> None:
    kind = module.ModelCheckpoint
    table: dict[str, Change] = {
        "filepath": _split,
        "period": renamed("every_n_epochs"),
        "save_best_only": lambda _: {"save_top_k": 1},
    }
    library.keywords(kind, "__init__", table)
    original = kind.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807
        if args and isinstance(args[0], str) and "{" in args[0]:  # a pattern for files: once the first of all
            named |= dict(zip(("filepath", "monitor", "verbose"), args, strict=False))
            args = args[3:]
        prefix = named.pop("prefix", "")
        if prefix:
            library.say("ModelCheckpoint(prefix=)", "a part of filename=")
            named |= _split(named.pop("filepath", None))
            named["filename"] = f"{prefix}-{named.get('filename') or '{epoch}-{step}'}"
        _set_mode(library, "ModelCheckpoint", named.get("monitor"), named)
        original(self, *args, **named)

    kind.__init__ = __init__


def _split(path: Any) -> dict[str, Any]:
    """Folder and pattern of what was one path."""
    if not path:
        return {}
    if str(path).endswith("/") or Path(path).is_dir():
        return {"dirpath": str(path)}
    folder = Path(path).parent
    return {"dirpath": str(folder), "filename": Path(path).name}


def _early_stopping(library: Library, module: Any) -> None:
    kind = module.EarlyStopping
    original = kind.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807
        if not args and "monitor" not in named:
            library.say("EarlyStopping without monitor=", 'monitor="val_loss"')
            named["monitor"] = "val_loss"
        _set_mode(library, "EarlyStopping", args[0] if args else named.get("monitor"), named)
        original(self, *args, **named)

    kind.__init__ = __init__


def _set_mode(library: Library, name: str, monitor: Any, named: dict[str, Any]) -> None:
    """`mode="auto"`: more is better of an accuracy, less of anything else."""
    if named.get("mode") == "auto":
        library.say(f'{name}(mode="auto")', '"max" for an accuracy, "min" for anything else')
        named["mode"] = "max" if "acc" in str(monitor) else "min"
