"""A judge of generated images: a classifier of the course's own, which never enters a sandbox."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt


class Judge(Protocol):
    """Tells which class of a data set an image shows."""

    def classes_of(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        """Class codes of shape (count,). Args: images of shape (count, height, width, channels), as served."""
        ...
