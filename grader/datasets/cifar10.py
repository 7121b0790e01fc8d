"""The data set `cifar10`: colour pictures of ten kinds of things, split as published."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.datasets.cifar10_files import read_cifar10
from grader.datasets.image_dataset import ImageDataset, build_image_dataset
from grader.datasets.profiles import profile_of
from grader.datasets.synthetic.cifar10 import synthetic_cifar10

NAME: Final = "cifar10"
QUICK_ROWS: Final = (500, 250)  # a convolution over a picture takes far longer than a recurrence over a message


def open_cifar10(data: Path | None, profile: str) -> ImageDataset:
    """From a data folder when one is given, else the embedded synthetic pictures.

    Raises: DataError for a folder or file that is missing or malformed; UsageError for an unknown profile.
    """
    chosen = profile_of(profile).with_rows(*QUICK_ROWS)
    source = synthetic_cifar10() if data is None else read_cifar10(data)
    return build_image_dataset(NAME, source, keras="cifar10", torchvision="CIFAR10", profile=chosen)
