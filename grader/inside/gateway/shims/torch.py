"""PyTorch of earlier years: `dataiter.next()`, schedulers' `verbose=`, whole models from `torch.load`."""

from __future__ import annotations

import functools
import pickle
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, alias, dropped, renamed
from grader.inside.hooks import after_import

SCHEDULERS: Final = (
    "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR", "ExponentialLR", "LambdaLR", "MultiStepLR",
    "MultiplicativeLR", "OneCycleLR", "ReduceLROnPlateau", "StepLR",
)  # fmt: skip


def install(library: Library) -> None:
    """Wait for the modules that lost something."""
    after_import("torch", lambda torch: _loading(library, torch))
    after_import("torch.optim.lr_scheduler", lambda module: _schedulers(library, module))
    after_import("torch.utils.data.dataloader", lambda module: _iterators(library, module))
    after_import("torchvision.transforms", lambda module: _transforms(library, module))
    after_import("torchvision.utils", lambda module: _grids(library, module))


def _schedulers(library: Library, module: Any) -> None:
    for name in SCHEDULERS:
        kind = getattr(module, name, None)
        if kind is not None:
            library.keywords(kind, "__init__", {"verbose": dropped})


def _iterators(library: Library, module: Any) -> None:
    library.members(
        module._BaseDataLoaderIter, {"next": ("next(iterator)", lambda iterator: functools.partial(next, iterator))}
    )


def _loading(library: Library, torch: Any) -> None:
    load = torch.load

    @functools.wraps(load)
    def load_whole(*args: Any, **named: Any) -> Any:
        try:
            return load(*args, **named)
        except pickle.UnpicklingError:
            if named.get("weights_only") is not None:
                raise
        source: Any = args[0] if args else named.get("f")
        if hasattr(source, "seek"):
            source.seek(0)
        library.say("torch.load(…)", "torch.load(…, weights_only=False)", "the file holds more than weights")
        return load(*args, **{**named, "weights_only": False})

    torch.load = load_whole


def _transforms(library: Library, transforms: Any) -> None:
    library.names(
        transforms,
        {
            "RandomSizedCrop": alias("torchvision.transforms:RandomResizedCrop"),
            "Scale": alias("torchvision.transforms:Resize"),
        },
    )


def _grids(library: Library, utils: Any) -> None:
    for name in ("make_grid", "save_image"):
        library.keywords(utils, name, {"range": renamed("value_range")})
