"""torchmetrics before 0.11: `Accuracy()` and `accuracy(preds, target)` without a task, which it took from the rows."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, alias
from grader.inside.hooks import after_import

# Settings that said how the task was to be inferred, or that came to nothing.
_LOST: Final = frozenset({"compute_on_step", "mdmc_average", "mdmc_reduce", "multiclass", "subset_accuracy"})
_CLASSES: Final = {
    "AverageMeter": "MeanMetric", "F1": "F1Score", "FBeta": "FBetaScore", "IoU": "JaccardIndex",
    "MatthewsCorrcoef": "MatthewsCorrCoef", "PSNR": "PeakSignalNoiseRatio", "PearsonCorrcoef": "PearsonCorrCoef",
    "SSIM": "StructuralSimilarityIndexMeasure", "SpearmanCorrcoef": "SpearmanCorrCoef",
}  # fmt: skip
_FUNCTIONS: Final = {
    "f1": "f1_score", "fbeta": "fbeta_score", "iou": "jaccard_index", "psnr": "peak_signal_noise_ratio",
    "ssim": "structural_similarity_index_measure",
}  # fmt: skip


def install(library: Library) -> None:
    """Wait for the package, and for what of it a notebook may import by itself."""
    after_import("torchmetrics", lambda module: _package(library, module))
    after_import("torchmetrics.functional", lambda module: _functions(library, module))


def _package(library: Library, torchmetrics: Any) -> None:
    from torchmetrics.classification.base import _ClassificationTaskWrapper as Wrapper

    from grader.inside.gateway.shims.undecided import undecided

    library.names(torchmetrics, {old: alias(f"torchmetrics:{new}") for old, new in _CLASSES.items()})
    for kind in {each for each in vars(torchmetrics).values() if isinstance(each, type) and issubclass(each, Wrapper)}:
        parameters = inspect.signature(kind.__new__).parameters
        if "task" in parameters and parameters["task"].default is inspect.Parameter.empty:
            kind.__new__ = staticmethod(_made(library, kind.__new__, undecided))  # type: ignore[method-assign]


def _made(library: Library, original: Callable[..., Any], undecided: Any) -> Callable[..., Any]:
    @functools.wraps(original)
    def __new__(cls: Any, *args: Any, **named: Any) -> Any:  # noqa: N807  put in the place of a method of that name
        if "task" in named or (args and isinstance(args[0], str)):
            return original(cls, *args, **named)
        settings = {name: each for name, each in named.items() if name not in _LOST}
        if args:  # what came first before the task did
            settings.setdefault("num_classes" if isinstance(args[0], int) else "threshold", args[0])
        library.say(f"{cls.__name__}() without task=", "the task that its first rows are of")
        return undecided(cls)(settings)

    return __new__


def _functions(library: Library, module: Any) -> None:
    library.names(module, {old: alias(f"torchmetrics.functional:{new}") for old, new in _FUNCTIONS.items()})
    for name, function in list(vars(module).items()):
        if inspect.isfunction(function) and "task" in inspect.signature(function).parameters:
            setattr(module, name, _called(library, function))


def _called(library: Library, original: Callable[..., Any]) -> Callable[..., Any]:
    place = list(inspect.signature(original).parameters).index("task")

    @functools.wraps(original)
    def call(*args: Any, **named: Any) -> Any:
        if "task" in named or (len(args) > place and isinstance(args[place], str)):
            return original(*args, **named)
        from grader.inside.gateway.shims.undecided import alike, task_of

        rest = {name: each for name, each in named.items() if name not in _LOST | {"preds", "target"}}
        preds, target = [*args[:2], *(named[name] for name in ("preds", "target") if name in named)]
        preds, target = alike(preds, target)
        library.say(f"{original.__name__}(…) without task=", "the task that the rows are of")
        return original(preds, target, **task_of(preds, target, rest, original))

    return call
