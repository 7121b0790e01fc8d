"""Modules and names that Keras has moved or taken away: looked up where they are today.

`keras.layers.convolutional` was a module and is a name for part of `keras.layers`; `keras.losses.mse` is missing from
one of two packages that are otherwise the same. Nothing is made up: a name that is nowhere raises what it would have.
"""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.old_keras import two_biases, wrappers
from grader.inside.hooks import after_import

_LAYERS: Final = (
    "advanced_activations", "convolutional", "convolutional_recurrent", "core", "cudnn_recurrent", "embeddings",
    "local", "merge", "noise", "normalization", "pooling", "recurrent", "wrappers",
)  # fmt: skip
_UTILS: Final = ("conv_utils", "data_utils", "generic_utils", "io_utils", "layer_utils", "np_utils", "training_utils",
                 "vis_utils")  # fmt: skip
_ENGINE: Final = ("base_layer", "input_layer", "input_spec", "network", "sequential", "topology", "training")
# (module, below the root of Keras) -> the places where its names are today.
MOVED: Final[dict[str, tuple[str, ...]]] = {
    **{f"layers.{name}": ("layers",) for name in _LAYERS},
    "layers.experimental": ("layers",),
    "layers.experimental.preprocessing": ("layers",),
    **{f"utils.{name}": ("utils", f"src.utils.{name}") for name in _UTILS},
    "engine": ("layers", "models", ""),
    **{f"engine.{name}": ("layers", "models", "utils", "") for name in _ENGINE},
    "legacy": ("", "layers"),
    "objectives": ("losses",),
    "backend.tensorflow_backend": ("backend",),
    "preprocessing": ("preprocessing",),
    "preprocessing.image": ("preprocessing.image",),
    "preprocessing.sequence": ("preprocessing.sequence",),
    "preprocessing.text": ("preprocessing.text", "src.legacy.preprocessing.text"),
    "optimizers.adam": ("optimizers",),
    "optimizers.adam_v2": ("optimizers",),
    "optimizers.gradient_descent_v2": ("optimizers",),
    "optimizers.rmsprop_v2": ("optimizers",),
    "optimizers.experimental": ("optimizers",),
    "optimizer_v2": ("optimizers",),
    "callbacks.callbacks": ("callbacks",),
    "models.sequential": ("models",),
}  # fmt: skip
_OPTIMIZERS: Final = ("Adadelta", "Adagrad", "Adamax", "Nadam", "RMSprop", "SGD")  # had names in small letters too
# (package, name) -> (package, name): the same thing under today's name.
RENAMED: Final = {
    ("layers", "CuDNNLSTM"): ("layers", "LSTM"),
    ("layers", "CuDNNGRU"): ("layers", "GRU"),
    ("models", "Input"): ("layers", "Input"),
    **{("layers", f"Deconvolution{n}D"): ("layers", f"Conv{n}DTranspose") for n in (2, 3)},
    **{
        ("constraints", old): ("constraints", now)
        for now, olds in {
            "MaxNorm": ("maxnorm", "max_norm"),
            "NonNeg": ("nonneg", "non_neg"),
            "UnitNorm": ("unitnorm", "unit_norm"),
        }.items()
        for old in olds
    },
    **{("optimizers", name.casefold()): ("optimizers", name) for name in _OPTIMIZERS},
    ("backend", "image_dim_ordering"): ("backend", "image_data_format"),
    ("losses", "logcosh"): ("losses", "log_cosh"),
    ("losses", "kullback_leibler_divergence"): ("losses", "kl_divergence"),
    ("losses", "mse"): ("losses", "mean_squared_error"),
    ("losses", "mae"): ("losses", "mean_absolute_error"),
    ("metrics", "mse"): ("metrics", "mean_squared_error"),
    ("metrics", "mae"): ("metrics", "mean_absolute_error"),
}
_PREPROCESSING: Final = "keras_preprocessing"  # a distribution of its own, until Keras took it in
PACKAGES: Final = (
    "", "activations", "applications", "backend", "callbacks", "constraints", "initializers", "layers", "losses",
    "metrics", "models", "optimizers", "preprocessing", "preprocessing.image", "preprocessing.sequence",
    "preprocessing.text", "regularizers", "utils",
)  # fmt: skip
# Packages with the public names, by the library that runs: asked in this order for what one of them lacks.
_FAMILIES: Final = {
    "keras3": ("keras", "keras._tf_keras.keras", "tensorflow.keras"),
    "keras2": ("tf_keras", "tf_keras.api._v2.keras", "tensorflow.keras", "tf_keras.api._v1.keras"),
}


def install(context: Context) -> None:
    """Answer what the running Keras itself does not."""
    removed = Removed(context)
    sys.meta_path.append(_Finder(removed))
    for family in _FAMILIES[context.job.keras][:3]:
        for package in PACKAGES:
            after_import(_dotted(family, package), functools.partial(_extend, removed, package))


class Removed:
    """Looks names up, and says which were not where they were asked for."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._families = _FAMILIES[context.job.keras]

    def moved(self, place: str) -> bool:
        return place in MOVED

    def module(self, place: str, module: ModuleType) -> None:
        """Make `module` stand for the removed one at `place`."""
        self.say(module.__name__, f"the same names of {' and '.join(_public(one) for one in MOVED[place])}")
        if place == "optimizers.adam":  # was a name of the class as well
            module.__class__ = _CalledAsAdam
        module.__dict__["__getattr__"] = functools.partial(self._name_of_module, module.__name__, place)
        module.__path__ = []

    def _name_of_module(self, own: str, place: str, name: str) -> Any:
        if name == "__all__":
            return sorted({each for package in MOVED[place] for each in _names(self._root(package))})
        if not name.startswith("_"):
            for package in MOVED[place]:
                found = self.find(package, name)
                if found is not None:
                    return found[0]
        raise AttributeError(f"module {own!r} has no attribute {name!r}")

    def find(self, package: str, name: str, but: str = "") -> tuple[Any, str] | None:
        """The object and where it was found, as in "tf_keras.layers.LSTM"; None when no place has it."""
        where, called = RENAMED.get((package, name), (package, name))
        for family in self._families:
            home = _dotted(family, where)
            module = _loaded(home) if (home, called) != (but, name) else None
            if module is not None and called in vars(module):
                found = vars(module)[called]
                if name == two_biases.NAME:
                    return two_biases.of(found), f"{home}.{called} with two bias vectors, as cuDNN has"
                return found, f"{home}.{called}"
        return None

    def say(self, asked: str, served: str) -> None:
        self._context.substituted_once(
            asked=asked, served=served, how="import", why="the installed Keras no longer has it there"
        )

    def _root(self, package: str) -> ModuleType | None:
        return _loaded(_dotted(self._families[0], package))


def _extend(removed: Removed, package: str, module: ModuleType) -> None:
    """Names that this package lacks are looked up in its sisters from here on."""
    before: Callable[[str], Any] | None = vars(module).get("__getattr__")
    own = module.__name__

    def missing(name: str) -> Any:
        if before is not None:
            try:
                return before(name)
            except AttributeError:
                pass
        if not name.startswith("_"):
            place = _dotted(package, name)
            if removed.moved(place):
                return importlib.import_module(f"{own}.{name}")
            found = removed.find(package, name, but=own)
            if found is not None:
                removed.say(f"keras.{place}", found[1].replace("_tf_keras.keras.", "").replace("tf_keras.", "keras."))
                return found[0]
        raise AttributeError(f"module {own!r} has no attribute {name!r}")

    module.__dict__["__getattr__"] = missing


class _CalledAsAdam(ModuleType):
    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.Adam(*args, **named)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last on `sys.meta_path`: asked only for what nobody else has found."""

    def __init__(self, removed: Removed) -> None:
        self._removed = removed

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        place = place_of(fullname)
        if place is None or not (self._removed.moved(place) or place in wrappers.PLACES):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        place = place_of(module.__name__)
        assert place is not None
        if place in wrappers.PLACES:
            self._removed.say(module.__name__, wrappers.SERVED)
            wrappers.fill(module)
        else:
            self._removed.module(place, module)


def place_of(name: str) -> str | None:
    """ "layers.core" of "tensorflow.keras.layers.core"; None for what is no module of Keras's."""
    if name.partition(".")[0] == _PREPROCESSING:
        return name.removeprefix("keras_")
    for root in ("keras._tf_keras.keras.", "keras.", "tensorflow.keras.", "tf_keras."):
        if name.startswith(root):
            return name[len(root) :]
    return None


def _dotted(first: str, second: str) -> str:
    return f"{first}.{second}" if first and second else first or second


def _public(package: str) -> str:
    return _dotted("keras", package.removeprefix("src.legacy."))


def _loaded(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _names(module: ModuleType | None) -> list[str]:
    return [name for name in vars(module) if not name.startswith("_")] if module is not None else []
