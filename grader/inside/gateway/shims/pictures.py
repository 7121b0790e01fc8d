"""Pillow's and scikit-image's lost names: `Image.ANTIALIAS`, `measure.compare_ssim`, `multichannel=True`."""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, alias, renamed
from grader.inside.hooks import after_import

_WITH_CHANNELS: Final = {
    "skimage.feature._hog": ("hog",),
    "skimage.filters._gaussian": ("gaussian",),
    "skimage.metrics._structural_similarity": ("structural_similarity",),
    "skimage.transform._warps": ("rescale", "resize_local_mean"),
}


def install(library: Library) -> None:
    """Wait for each."""
    for name in _WITH_CHANNELS:
        after_import(name, functools.partial(_channels, library))
    after_import("PIL", lambda module: library.names(module, {"PILLOW_VERSION": alias("PIL:__version__")}))
    after_import(
        "PIL.Image",
        lambda module: library.names(
            module,
            {
                "ANTIALIAS": alias("PIL.Image:LANCZOS"),
                "CUBIC": alias("PIL.Image:BICUBIC"),
                "LINEAR": alias("PIL.Image:BILINEAR"),
            },
        ),
    )
    after_import(
        "skimage.util.noise",
        lambda module: library.keywords(module, "random_noise", {"seed": renamed("rng")}),
    )
    after_import(
        "skimage.measure",
        lambda module: library.names(
            module,
            {
                "compare_mse": alias("skimage.metrics:mean_squared_error"),
                "compare_psnr": alias("skimage.metrics:peak_signal_noise_ratio"),
                "compare_ssim": alias("skimage.metrics:structural_similarity"),
            },
        ),
    )


def _channels(library: Library, module: Any) -> None:
    """Which axis holds the colours was a question of yes or no."""
    for name in _WITH_CHANNELS[module.__name__]:
        library.keywords(module, name, {"multichannel": lambda given: {"channel_axis": -1 if given else None}})
