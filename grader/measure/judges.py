"""A judge of generated images: a classifier of the course's own, which never enters a sandbox."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt


class Judge(Protocol):
    """Tells which class an image shows, and describes images, all of shape (count, height, width, channels)."""

    def classes_of(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        """Class codes of shape (count,)."""
        ...

    def features(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """What sets of images are compared by, shape (count, features)."""
        ...
