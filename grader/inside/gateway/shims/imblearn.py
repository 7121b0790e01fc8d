"""imbalanced-learn before 0.6: `ratio=`, `fit_sample`, `SMOTE(kind=)`, `return_indices=`; and what was dropped later.

No class gets a keyword that it never took.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import numpy as np

from grader.inside.gateway.shims.library import Change, Library, dropped, renamed
from grader.inside.hooks import after_import

_MODULES: Final = ("imblearn.over_sampling", "imblearn.under_sampling", "imblearn.combine", "imblearn.ensemble")
_RATIO: Final[Mapping[str, Change]] = {"ratio": renamed("sampling_strategy")}
# How many cores: what is drawn does not hang on it.
_ON_CORES: Final = frozenset(
    {"ADASYN", "BorderlineSMOTE", "ClusterCentroids", "SMOTE", "SMOTEN", "SMOTENC", "SVMSMOTE"}
)
# Cleaning draws nothing, and took a state all the same.
_CLEANING: Final = frozenset({
    "AllKNN", "EditedNearestNeighbours", "NearMiss", "NeighbourhoodCleaningRule", "RepeatedEditedNearestNeighbours",
    "TomekLinks",
})  # fmt: skip
# The kinds of SMOTE that are classes of their own now; and what it took for any of them and looked at for some.
_KINDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "borderline1": ("BorderlineSMOTE", {"kind": "borderline-1"}),
    "borderline2": ("BorderlineSMOTE", {"kind": "borderline-2"}),
    "svm": ("SVMSMOTE", {}),
}
_TWO: Final = 2  # a ratio is one of two classes
_OF_KINDS: Final[Mapping[str, Change]] = {"m_neighbors": dropped, "out_step": dropped, "svm_estimator": dropped}


def install(library: Library) -> None:
    """Wait for each module with samplers."""
    for module in _MODULES:
        after_import(module, functools.partial(_samplers, library))
    after_import("imblearn.over_sampling", lambda module: _kinds(library, module))
    after_import("imblearn.datasets", lambda module: library.keywords(module, "make_imbalance", _RATIO))
    after_import("imblearn.utils._validation", lambda module: _equal_classes(library, module))
    after_import("imblearn.pipeline", lambda module: _fit_sample(library, module.Pipeline))


def _samplers(library: Library, module: Any) -> None:
    for name in module.__all__:
        kind = getattr(module, name)
        taken = list(inspect.signature(kind).parameters)
        library.keywords(kind, "__init__", _once_taken(name, taken))
        if taken[0] == "sampling_strategy":
            library.positions(kind, "__init__", ("self", "sampling_strategy"))
        if hasattr(kind, "fit_resample"):
            _fit_sample(library, kind)
        if name == "RandomOverSampler" or (module.__name__.endswith("under_sampling") and name != "ClusterCentroids"):
            _indices(library, kind)


def _once_taken(name: str, taken: Collection[str]) -> Mapping[str, Change]:
    """The old keywords of the class `name`, which takes `taken` today."""
    table = dict(_RATIO)
    if name in _ON_CORES:
        table["n_jobs"] = dropped
    if name in _CLEANING:
        table["random_state"] = dropped
    if name.endswith("Classifier") and "estimator" in taken:
        table["base_estimator"] = renamed("estimator")
    if name in {"SMOTE", *(now for now, _ in _KINDS.values())}:
        table |= _OF_KINDS
        table |= {"k": renamed("k_neighbors"), "m": renamed("m_neighbors") if "m_neighbors" in taken else dropped}
    return table


def _fit_sample(library: Library, kind: Any) -> None:
    library.members(kind, {"fit_sample": (f"{kind.__name__}.fit_resample", lambda sampler: sampler.fit_resample)})


def _indices(library: Library, kind: Any) -> None:
    """With `return_indices` a third value says which rows were taken."""
    begin: Callable[..., None] = kind.__init__
    resample: Callable[..., Any] = kind.fit_resample
    if "return_indices" in inspect.signature(kind).parameters:
        return

    @functools.wraps(begin)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  put in the place of a method of that name
        if "return_indices" in named:
            library.say(f"{kind.__name__}(return_indices=)", "sample_indices_ beside what fit_resample answers")
            self.return_indices = bool(named.pop("return_indices"))
        begin(self, *args, **named)

    @functools.wraps(resample)
    def fit_resample(self: Any, *args: Any, **named: Any) -> Any:
        made = resample(self, *args, **named)
        return (*made, self.sample_indices_) if self.__dict__.get("return_indices") else made

    kind.__init__, kind.fit_resample = __init__, fit_resample


def _kinds(library: Library, module: Any) -> None:
    """`SMOTE(kind="borderline1")` is one of the class that this is now."""
    smote = module.SMOTE
    begin: Callable[..., None] = smote.__init__
    if "kind" in inspect.signature(smote).parameters:
        return

    @functools.wraps(begin)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  put in the place of a method of that name
        kind = named.get("kind")
        if not isinstance(kind, str) or type(self) is not smote or kind not in {"regular", *_KINDS}:
            begin(self, *args, **named)
            return
        del named["kind"]
        name, now = _KINDS.get(kind, ("SMOTE", {}))
        library.say(f"SMOTE(kind={kind!r})", f"{name}()")
        self.__class__ = getattr(module, name)
        type(self).__init__(self, *args, **named, **now)

    smote.__init__ = __init__


def _equal_classes(library: Library, module: Any) -> None:
    """Classes that are equal are refused the ratio 1; served ones may be, where the notebook's own were not."""
    original: Callable[..., dict[Any, int]] = module._sampling_strategy_float

    @functools.wraps(original)
    def sampling_strategy_float(sampling_strategy: float, y: Any, sampling_type: str) -> dict[Any, int]:
        try:
            return original(sampling_strategy, y, sampling_type)
        except ValueError:
            classes, rows = np.unique(y, return_counts=True)
            if sampling_type != "over-sampling" or sampling_strategy != 1 or len(classes) != _TWO or np.ptp(rows):
                raise
        library.say("rows for classes that are equal", "the rows as they are", "there is none that a class lacks")
        return {classes[1]: 0}

    module._sampling_strategy_float = sampling_strategy_float
