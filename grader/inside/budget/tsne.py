"""t-SNE of more rows than the profile serves, as where batches are gathered over and over: fewer iterations."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.inside.context import Context

MANY_ROWS: Final = 2_500  # twice what the profile serves; up to there it takes seconds
ITERATIONS: Final = 400  # the first 250 only find the neighbourhoods


def watch_tsne(context: Context, module: Any) -> None:
    """Wrap `sklearn.manifold.TSNE`, whose time grows with rows and iterations."""
    original = module.TSNE._fit

    @functools.wraps(original)
    def _fit(self: Any, X: Any, *rest: Any, **named: Any) -> Any:  # noqa: N803  scikit-learn's name
        asked = self.max_iter
        if len(X) <= MANY_ROWS or not isinstance(asked, int) or asked <= ITERATIONS:
            return original(self, X, *rest, **named)
        context.substituted(
            asked=f"{asked} iterations of t-SNE on {len(X)} rows",
            served=f"{ITERATIONS} iterations",
            how="iterations",
            why="this profile caps them where there are many rows",
        )
        self.max_iter = ITERATIONS
        try:
            return original(self, X, *rest, **named)
        finally:
            self.max_iter = asked

    module.TSNE._fit = _fit
