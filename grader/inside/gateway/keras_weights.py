"""`keras.applications.X(weights="imagenet")` of Keras 3, `tf.keras` and tf-keras, without a network.

All of them build the network, ask `get_file` for a file of weights and load what it returns. A file that is not in the
course's cache is answered with a name of ours, and loading that name leaves the network as it was built.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final
from urllib.parse import urlsplit

from grader.evidence.wire.weights import KERAS
from grader.inside.gateway.weights import Weights
from grader.inside.hooks import after_import

MODELS: Final = "models"  # the part of Keras's cache that its applications ask for
_FRESH: Final = "fresh-weights"
# (module that holds `get_file`, modules that show it, module and class that load weights)
_KINDS: Final = (
    ("keras.src.utils.file_utils", ("keras.utils", "keras._tf_keras.keras.utils"),
     "keras.src.models.model", "Model"),
    ("tf_keras.src.utils.data_utils", ("tf_keras.utils",), "tf_keras.src.engine.training", "Model"),
)  # fmt: skip


def install(weights: Weights) -> None:
    """Wait for either Keras."""
    for source, shown, owner, name in _KINDS:
        after_import(source, functools.partial(_answer_files, weights))
        for module in shown:
            after_import(module, functools.partial(_show_ours, source))
        after_import(owner, functools.partial(_load_nothing, weights, name))


def _answer_files(weights: Weights, module: Any) -> None:
    original = module.get_file

    @functools.wraps(original)
    def get_file(fname: Any = None, origin: Any = None, *rest: Any, **named: Any) -> Any:
        name = _name(fname, origin)
        found = weights.file(KERAS, name) if name else None
        if found is not None:
            weights.say_found(_asked(name), found[0].name, found[1])
            return str(found[0])
        if _subfolder(rest, named) == MODELS and name.endswith((".h5", ".keras")):
            weights.say_fresh(_asked(name))
            return str(weights.context.private / _FRESH / name)
        return original(fname, origin, *rest, **named)

    module.get_file = get_file


def _show_ours(source: str, module: Any) -> None:
    if source in sys.modules and hasattr(module, "get_file"):
        module.get_file = vars(sys.modules[source])["get_file"]


def _load_nothing(weights: Weights, name: str, module: Any) -> None:
    owner: Any = getattr(module, name)
    original: Callable[..., Any] = owner.load_weights
    fresh = str(weights.context.private / _FRESH)

    @functools.wraps(original)
    def load_weights(self: Any, filepath: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(filepath, str | os.PathLike) and os.fspath(filepath).startswith(fresh):
            return None
        return original(self, filepath, *rest, **named)

    owner.load_weights = load_weights


def _name(fname: Any, origin: Any) -> str:
    """The file's own name, as `get_file` would store it."""
    if isinstance(fname, str | os.PathLike) and fname:
        return Path(fname).name
    return Path(urlsplit(origin).path).name if isinstance(origin, str) else ""


def _subfolder(rest: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """`cache_subdir`, the sixth argument of `get_file`."""
    return rest[3] if len(rest) > 3 else named.get("cache_subdir")


def _asked(name: str) -> str:
    """ "VGG16 with ImageNet weights" when one of Keras's applications asks, else the file's name."""
    found = None
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        folder, file = os.path.split(frame.f_code.co_filename)
        if folder.endswith("applications") and file != "imagenet_utils.py":
            found = frame.f_code.co_name
        frame = frame.f_back
    return f"{found} with ImageNet weights" if found else f"the file of weights {name}"
