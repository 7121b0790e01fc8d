"""Scores were NumPy's numbers and are Python's now: `accuracy_score(…).round(3)` still works."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ClassVar, Final

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

FUNCTIONS: Final = (
    "accuracy_score", "balanced_accuracy_score", "f1_score", "mean_absolute_error", "mean_squared_error",
    "precision_score", "recall_score", "roc_auc_score",
)  # fmt: skip


class Score(float):
    """A Python float with the two methods of NumPy's that notebooks use."""

    say: ClassVar[Callable[[str, str], None]]

    def round(self, decimals: int = 0) -> Score:
        """As `round(score, decimals)`."""
        type(self).say("score.round(…)", "round(score, …)")
        return Score(round(float(self), decimals))

    def item(self) -> float:
        """The number itself."""
        return float(self)


def install(library: Library) -> None:
    """Wait for the modules that score."""

    def say(asked: str, served: str) -> None:
        library.say(asked, served, "scores are Python's numbers in the installed scikit-learn")

    Score.say = staticmethod(say)
    after_import("sklearn.metrics", lambda module: _scoring(module, FUNCTIONS))
    after_import("sklearn.base", lambda module: _scoring(module.ClassifierMixin, ("score",)))


def _scoring(owner: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if hasattr(owner, name):
            setattr(owner, name, _scored(getattr(owner, name)))


def _scored(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def score(*args: Any, **named: Any) -> Any:
        result = original(*args, **named)
        return Score(result) if type(result) is float else result

    return score
