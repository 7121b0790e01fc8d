"""The value of a Keras variable, also where a notebook has gone back to graphs, in which `numpy()` is refused."""

from __future__ import annotations

import sys
from typing import Any


def value_of(variable: Any) -> Any:
    """A number or array; what is no variable comes back as it is."""
    if not hasattr(variable, "numpy"):
        return variable
    try:
        return variable.numpy()
    except NotImplementedError:
        return sys.modules["tf_keras"].backend.get_value(variable)
