"""Random states put back after the probe has run code that may draw numbers."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np


@contextmanager
def random_state_kept() -> Iterator[None]:
    """Python's, numpy's and torch's random states are on leaving what they were on entering."""
    torch: Any = sys.modules.get("torch")
    python, numbers = random.getstate(), np.random.get_state()  # the notebook's global state
    own = torch.random.get_rng_state() if torch is not None else None
    cuda = torch.cuda.get_rng_state_all() if torch is not None and torch.cuda.is_initialized() else None
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numbers)
        if own is not None:
            torch.random.set_rng_state(own)
        if cuda is not None:
            torch.cuda.set_rng_state_all(cuda)
