"""Narrow shims: what libraries of today no longer have and notebooks of yesterday ask for.

One module a library; each waits for its library, leaves alone what is still there, and says what it answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway import silent
from grader.inside.gateway.shims import (
    albumentations,
    contrib,
    fasttext,
    gensim,
    imblearn,
    ipython,
    keras,
    lightning,
    matplotlib,
    numpy,
    pandas,
    pandas_readers,
    pictures,
    scipy,
    seaborn,
    sklearn,
    small_packages,
    spacy,
    standard,
    torch,
    torchmetrics,
    transformers,
)
from grader.inside.gateway.shims.library import Library

# What asks for its attempt only when it is called, and under the gateway's other replacements is as good as over them.
STANDING: Final[Mapping[str, Callable[[Library], None]]] = {
    "Keras": keras.install,
    "matplotlib": matplotlib.install,
    "NumPy": numpy.install,
    "pandas": pandas.install,
}
LIBRARIES: Final[Mapping[str, Callable[[Library], None]]] = {
    "albumentations": albumentations.install,
    "fastText": fasttext.install,
    "gensim": gensim.install,
    "imbalanced-learn": imblearn.install,
    "IPython": ipython.install,
    "Lightning": lightning.install,
    "pandas": pandas_readers.install,
    "Pillow or scikit-image": pictures.install,
    "Python": standard.install,
    "PyTorch": torch.install,
    "SciPy": scipy.install,
    "seaborn": seaborn.install,
    "scikit-learn": sklearn.install,
    "graphviz, textstat, visualkeras or yellowbrick": small_packages.install,
    "spaCy": spacy.install,
    "TensorFlow": contrib.install,
    "torchmetrics": torchmetrics.install,
    "transformers": transformers.install,
}


def stand(context: Context, work: Path) -> None:
    """Wait for the libraries of STANDING; `context` may have no attempt yet."""
    for name, begin in STANDING.items():
        begin(Library(name, context, work))


def install(context: Context, work: Path) -> None:
    """Wait for every other library that has a shim."""
    for name, begin in LIBRARIES.items():
        begin(Library(name, context, work))
    silent.install(Library("grader's environment", context, work))
