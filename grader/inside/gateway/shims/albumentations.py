"""albumentations before 2: `Cutout`, and sizes as two numbers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from grader.inside.gateway.shims.library import Library, StandIn
from grader.inside.hooks import after_import

_SIDES = 2


def install(library: Library) -> None:
    """Wait for albumentations."""
    after_import("albumentations", lambda module: _patch(library, module))


def _patch(library: Library, module: Any) -> None:
    def cutout(num_holes: int = 8, max_h_size: int = 8, max_w_size: int = 8, fill_value: Any = 0, **named: Any) -> Any:
        named.pop("always_apply", None)
        return module.CoarseDropout(
            num_holes_range=(num_holes, num_holes),
            hole_height_range=(max_h_size, max_h_size),
            hole_width_range=(max_w_size, max_w_size),
            fill=fill_value,
            **named,
        )

    library.names(module, {"Cutout": StandIn("CoarseDropout with holes of one size", lambda: cutout)})
    original: Callable[..., None] = module.RandomResizedCrop.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  put in the place of a method of that name
        sizes = [named.pop(name) for name in ("height", "width") if name in named]
        if not sizes and len(args) > 1 and all(isinstance(size, int) for size in args[:2]):
            sizes, args = list(args[:2]), args[2:]
        if len(sizes) == _SIDES:
            library.say("RandomResizedCrop(height, width)", "RandomResizedCrop(size=)")
            named["size"] = tuple(sizes)
        original(self, *args, **named)

    module.RandomResizedCrop.__init__ = __init__
