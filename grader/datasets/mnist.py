"""The data set `mnist`: grey pictures of handwritten digits, split as published."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.datasets.idx_files import MNIST, read_idx_set
from grader.datasets.image_dataset import ImageDataset, build_image_dataset
from grader.datasets.profiles import profile_of
from grader.datasets.synthetic.mnist import synthetic_mnist

NAME: Final = "mnist"
QUICK_ROWS: Final = (1000, 250)


def open_mnist(data: Path | None, profile: str) -> ImageDataset:
    """From a data folder when one is given, else the embedded synthetic digits.

    Raises: DataError for a folder or file that is missing or malformed; UsageError for an unknown profile.
    """
    chosen = profile_of(profile).with_rows(*QUICK_ROWS)
    source = synthetic_mnist() if data is None else read_idx_set(data, MNIST)
    return build_image_dataset(NAME, source, keras="mnist", torchvision="MNIST", profile=chosen)
