"""Networks as estimators of scikit-learn's, as `keras.wrappers.scikit_learn` had them. Imports scikit-learn.

Written against the behaviour that Keras documented: a function builds the network from those settings that it takes,
the others go to `fit` and `predict`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

_TRAINING: Final = frozenset(
    {"batch_size", "epochs", "nb_epoch", "verbose", "callbacks", "validation_split", "validation_data", "shuffle",
     "class_weight", "sample_weight", "initial_epoch", "steps_per_epoch", "validation_steps"}
)  # fmt: skip
_ANSWERING: Final = frozenset({"batch_size", "verbose", "steps"})


class Wrapper(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """What both have in common; `model` is the network of the last `fit`."""

    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
        self.build_fn = build_fn
        self.sk_params = sk_params

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002  no setting has settings
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> Any:
        self.build_fn = params.pop("build_fn", self.build_fn)
        self.sk_params = {**self.sk_params, **params}
        return self

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Build a fresh network and train it. Returns: its history, as Keras did."""
        builder = self.build_fn if self.build_fn is not None else self.__call__
        self.model = builder(**_taken(builder, self.sk_params))
        return self.model.fit(x, self._targets(y), **{**self._of(_TRAINING), **kwargs})

    def _targets(self, y: Any) -> Any:
        return y

    def _of(self, names: frozenset[str]) -> dict[str, Any]:
        return {name: value for name, value in self.sk_params.items() if name in names}

    def _answers(self, x: Any, named: Mapping[str, Any]) -> Any:
        return np.asarray(self.model.predict(x, **{**self._of(_ANSWERING), **named}))


class KerasClassifier(ClassifierMixin, Wrapper):  # type: ignore[misc]
    """Labels may be class codes, words, or one-hot rows."""

    def _targets(self, y: Any) -> Any:
        labels = np.asarray(y)
        if labels.ndim == 2 and labels.shape[1] > 1:
            self.classes_ = np.arange(labels.shape[1])
            return labels
        self.classes_, codes = np.unique(labels.ravel(), return_inverse=True)
        if str(getattr(self.model, "loss", "")).startswith("categorical"):
            return np.eye(self.classes_.size)[codes]
        return codes

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        """Shape (rows, classes), for one output too."""
        answers = self._answers(x, kwargs)
        return np.hstack([1 - answers, answers]) if answers.shape[-1] == 1 else answers

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """The most probable class of each row, shape (rows,)."""
        return self.classes_[self.predict_proba(x, **kwargs).argmax(axis=-1)]

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The share of rows whose class is the right one."""
        labels = np.asarray(y)
        truth = labels.argmax(axis=1) if labels.ndim == 2 and labels.shape[1] > 1 else labels.ravel()
        kwargs.pop("sample_weight", None)
        return float(np.mean(self.predict(x, **kwargs) == truth))


class KerasRegressor(RegressorMixin, Wrapper):  # type: ignore[misc]
    """Answers are numbers; `score` is the loss with a minus, as Keras had it."""

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """Shape (rows,) where the network has one output."""
        return np.squeeze(self._answers(x, kwargs), axis=-1)

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        kwargs.pop("sample_weight", None)
        loss = self.model.evaluate(x, y, **{**self._of(_ANSWERING), **kwargs})
        return -float(loss[0] if isinstance(loss, list) else loss)


def _taken(function: Callable[..., Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the settings that the function has parameters for."""
    parameters = inspect.signature(function).parameters
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return {name: value for name, value in settings.items() if name not in _TRAINING}
    return {name: value for name, value in settings.items() if name in parameters}
