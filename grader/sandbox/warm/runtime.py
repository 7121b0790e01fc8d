"""Which warm interpreter a notebook is forked from, and what that one has to have loaded, read off its imports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from grader.evidence.wire.job import Job


class Runtime(StrEnum):
    """One interpreter cannot be two of these: what is loaded decides."""

    LIGHT = "light"  # no deep-learning framework: scikit-learn, NLTK and the like; small, so its forks are quick
    KERAS3 = "keras3"  # Keras 3 on TensorFlow, and PyTorch
    KERAS2 = "keras2"  # `tf.keras` is tf-keras, for notebooks written for Keras 2


ENVIRONMENT: Final[Mapping[Runtime, Mapping[str, str]]] = {
    Runtime.LIGHT: {},
    Runtime.KERAS3: {},
    Runtime.KERAS2: {"TF_USE_LEGACY_KERAS": "1"},
}

# What drawing the first figure imports: the backend that a student's side has, and the formats that Pillow begins with.
_PICTURES: Final = (
    "matplotlib.backends.backend_agg", "PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin", "PIL.PpmImagePlugin",
)  # fmt: skip
# What importing the package alone leaves to be imported later, and notebooks import next.
_LOADED_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    "pandas": ("pandas",),
    "scipy": ("scipy.stats", "scipy.sparse"),
    "matplotlib": ("matplotlib.pyplot", *_PICTURES),
    "seaborn": ("seaborn", *_PICTURES),
    "nltk": ("nltk",),
    "gensim": ("gensim.models",),
    "sklearn": (
        "sklearn.cluster", "sklearn.decomposition", "sklearn.ensemble", "sklearn.feature_extraction.text",
        "sklearn.linear_model", "sklearn.manifold", "sklearn.metrics", "sklearn.model_selection",
        "sklearn.naive_bayes", "sklearn.neighbors", "sklearn.neural_network", "sklearn.pipeline",
        "sklearn.preprocessing", "sklearn.svm", "sklearn.tree", "grader.inside.warm.lookups",
    ),
    "tensorflow": ("tensorflow", "keras"),
    "keras": ("tensorflow", "keras"),
    "tf_keras": ("tensorflow", "tf_keras"),
    "torch": ("torch", "torch.utils.data"),
    "torchvision": ("torch", "torch.utils.data"),
    "transformers": ("torch", "transformers"),
    "clip": ("torch", "transformers"),
    "CLIP": ("torch", "transformers"),
}  # fmt: skip
_FRAMEWORKS: Final = ("tensorflow", "keras", "tf_keras", "torch", "torchvision", "transformers", "clip", "CLIP")
_IMPORT: Final = re.compile(r"^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)|import[ \t]+([\w., \t]+))", re.MULTILINE)
_KERAS_2: Final = {"keras": "tf_keras"}  # what is loaded in place of another module where `keras` is tf-keras


@dataclass(frozen=True, slots=True)
class Warmth:
    """`modules` in the order of the table above, so that every notebook finds them imported in the same order."""

    runtime: Runtime
    modules: tuple[str, ...]


def warmth_for(job: Job) -> Warmth:
    """Of names in the table alone: nothing else of a submission's is ever told to a warm parent.

    A wrong guess costs time, not correctness: what is not loaded yet is imported by the notebook itself.
    """
    sources = [cell.source for cell in job.cells if cell.kind == "code"]
    named = set(imported(sources))
    runtime = Runtime.LIGHT
    if named.intersection(_FRAMEWORKS):
        runtime = Runtime.KERAS2 if job.keras == "keras2" else Runtime.KERAS3
    modules = (module for name, loaded in _LOADED_FOR.items() if name in named for module in loaded)
    if runtime is Runtime.KERAS2:
        modules = (_KERAS_2.get(module, module) for module in modules)
    return Warmth(runtime, tuple(dict.fromkeys(modules)))


def imported(sources: Iterable[str]) -> Iterable[str]:
    """Top-level packages named by import statements; a text that is not quite Python does not matter."""
    for source in sources:
        for start, several in _IMPORT.findall(source):
            for name in [start] if start else several.split(","):
                yield name.strip().split(" ")[0].split(".")[0]
