"""`keras.wrappers.scikit_learn`: networks as scikit-learn's estimators, for `cross_val_score` and `GridSearchCV`.

The module went to a package of its own (SciKeras), which is not installed.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

PLACES: Final = ("wrappers", "wrappers.scikit_learn")
SERVED: Final = "KerasClassifier and KerasRegressor as in Keras 2.11"
NAMES: Final = ("KerasClassifier", "KerasRegressor")


def fill(module: ModuleType) -> None:
    """Put the two classes into the module that stands for the one that is gone."""
    from grader.inside.gateway.old_keras import estimators  # scikit-learn is not needed before

    for name in NAMES:
        kind: type = getattr(estimators, name)
        kind.__module__ = module.__name__  # as of a class of that module: searches send estimators to other processes
        module.__dict__[name] = kind
    module.__path__ = []
