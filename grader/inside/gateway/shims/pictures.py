"""Pillow's and scikit-image's lost names: `Image.ANTIALIAS`, `measure.compare_ssim`."""

from __future__ import annotations

from grader.inside.gateway.shims.library import Library, alias
from grader.inside.hooks import after_import


def install(library: Library) -> None:
    """Wait for each."""
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
