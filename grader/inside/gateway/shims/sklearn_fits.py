"""Fits that scikit-learn refuses today: t-SNE of a list or of few rows, liblinear for more than two classes.

Before 1.2 a perplexity beyond the rows there are was as good as their number.
"""

from __future__ import annotations

import functools
from typing import Any, Final

import numpy as np

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_OTHERS: Final = {"l1": "saga", "elasticnet": "saga"}  # by penalty; lbfgs takes the rest


def install(library: Library) -> None:
    """Wait for the modules of either class."""
    after_import("sklearn.manifold", lambda module: _neighbours(library, module.TSNE))
    after_import("sklearn.linear_model", lambda module: _classes(library, module.LogisticRegression))


def _neighbours(library: Library, kind: Any) -> None:
    original = kind.fit_transform

    @functools.wraps(original)
    def fit_transform(self: Any, X: Any, y: Any = None) -> Any:  # noqa: N803  scikit-learn's own name
        if isinstance(X, list | tuple):
            library.say("t-SNE of a list", "t-SNE of the same as an array")
            X = np.asarray(X)  # noqa: N806
        rows, asked = len(X) if hasattr(X, "__len__") else X.shape[0], self.perplexity
        if not isinstance(asked, int | float) or not 1 < rows <= asked:
            return original(self, X, y)
        library.say(f"t-SNE with perplexity={asked:g}", f"perplexity={rows - 1}", f"there are {rows} rows")
        self.perplexity = rows - 1
        try:
            return original(self, X, y)
        finally:
            self.perplexity = asked

    kind.fit_transform = fit_transform


def _classes(library: Library, kind: Any) -> None:
    original = kind.fit

    @functools.wraps(original)
    def fit(self: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:  # noqa: N803
        try:
            return original(self, X, y, sample_weight)
        except ValueError as error:
            if self.solver != "liblinear" or "multiclass" not in str(error):
                raise
        other = _OTHERS.get(self.penalty, "lbfgs")
        library.say("liblinear for more than two classes", f"solver={other!r}, all classes at once")
        self.solver = other
        return original(self, X, y, sample_weight)

    kind.fit = fit
