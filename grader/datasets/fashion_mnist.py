"""The data set `fashion-mnist`: grey pictures of ten kinds of clothes, split as published."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.datasets.idx_files import FASHION, read_idx_set
from grader.datasets.image_dataset import ImageDataset, build_image_dataset
from grader.datasets.profiles import profile_of
from grader.datasets.synthetic.fashion_mnist import synthetic_fashion_mnist

NAME: Final = "fashion-mnist"
QUICK_ROWS: Final = (1000, 250)


def open_fashion_mnist(data: Path | None, profile: str) -> ImageDataset:
    """From a data folder when one is given, else the embedded synthetic pictures.

    Raises: DataError for a folder or file that is missing or malformed; UsageError for an unknown profile.
    """
    chosen = profile_of(profile).with_rows(*QUICK_ROWS)
    source = synthetic_fashion_mnist() if data is None else read_idx_set(data, FASHION)
    return build_image_dataset(NAME, source, keras="fashion_mnist", torchvision="FashionMNIST", profile=chosen)
