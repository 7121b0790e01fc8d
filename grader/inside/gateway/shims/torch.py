"""PyTorch of earlier years: `dataiter.next()`, schedulers' `verbose=`, whole models from `torch.load`.

Before 0.4 one element of a tensor of whole numbers was a number of Python's, and found what a dictionary has under it.
Before 1.5 a step of an optimiser did not show, so that a second loss could go back through what the first had used.
In those years torchvision's `Normalize` took of three means the first for pictures in grey.

And `torchsummary.summary(model, tensor)`, as the other package of that name has it, and `BCELoss` on targets beyond 0
and 1, such as pictures scaled to -1 and 1, which it took as the formula does, and on whole numbers.
"""

from __future__ import annotations

import functools
import pickle
import re
from typing import Any, Final

from grader.inside.gateway.callers import asked_by_notebook
from grader.inside.gateway.shims.library import Library, alias, dropped, renamed
from grader.inside.hooks import after_import

SCHEDULERS: Final = (
    "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR", "ExponentialLR", "LambdaLR", "MultiStepLR",
    "MultiplicativeLR", "OneCycleLR", "ReduceLROnPlateau", "StepLR",
)  # fmt: skip

_UNSEEN: Final = "PyTorch before 1.5 did not tell that weights had changed since they were used"
# Tensors that are wrapped to be differentiated, as PyTorch had it before 0.4.
_OF_ITS_TIME: Final = re.compile(r"\bautograd\.Variable\b|\bautograd import .*\bVariable\b")


def install(library: Library) -> None:
    """Wait for the modules that lost something."""
    after_import("torch", lambda torch: _loading(library, torch))
    if any(_OF_ITS_TIME.search(cell.source) for cell in library.context.job.cells if cell.kind == "code"):
        after_import("torch", lambda torch: _numbers_as_keys(library, torch))
        after_import("torch.optim.optimizer", lambda module: _steps_that_do_not_show(library, module))
        after_import("torchvision.transforms.functional", lambda module: _normalize(library, module))
    after_import("torch.nn.functional", lambda module: _cross_entropy(library, module))
    after_import("torch.optim.lr_scheduler", lambda module: _schedulers(library, module))
    after_import("torch.utils.data.dataloader", lambda module: _iterators(library, module))
    after_import("torchsummary", lambda module: _summary(library, module))
    after_import("torchvision.transforms", lambda module: _transforms(library, module))
    after_import("torchvision.utils", lambda module: _grids(library, module))


def _schedulers(library: Library, module: Any) -> None:
    for name in SCHEDULERS:
        kind = getattr(module, name, None)
        if kind is not None:
            library.keywords(kind, "__init__", {"verbose": dropped})


def _iterators(library: Library, module: Any) -> None:
    library.members(
        module._BaseDataLoaderIter, {"next": ("next(iterator)", lambda iterator: functools.partial(next, iterator))}
    )


def _loading(library: Library, torch: Any) -> None:
    load = torch.load

    @functools.wraps(load)
    def load_whole(*args: Any, **named: Any) -> Any:
        try:
            return load(*args, **named)
        except pickle.UnpicklingError:
            if named.get("weights_only") is not None:
                raise
        source: Any = args[0] if args else named.get("f")
        if hasattr(source, "seek"):
            source.seek(0)
        library.say("torch.load(…)", "torch.load(…, weights_only=False)", "the file holds more than weights")
        return load(*args, **{**named, "weights_only": False})

    torch.load = load_whole


def _numbers_as_keys(library: Library, torch: Any) -> None:
    """`words[predicted[0]]`: a tensor is a key of its own, which no dictionary of the notebook's has."""
    original = torch.Tensor.__hash__
    whole = {torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64}

    @functools.wraps(original)
    def as_key(self: Any) -> int:
        if self.dim() or self.dtype not in whole or not asked_by_notebook(library.work):
            return int(original(self))
        library.say("words[tensor]", "words[tensor.item()]", "one element was a number before PyTorch 0.4")
        return hash(self.item())

    torch.Tensor.__hash__ = as_key


def _steps_that_do_not_show(library: Library, module: Any) -> None:
    """The versions of what is trained are after a step what they were before; of those, backward passes complain."""
    import torch

    before: list[tuple[Any, int]] = []

    def remember(optimizer: Any, *_: Any) -> None:
        before[:] = [(each, each._version) for group in optimizer.param_groups for each in group["params"]]

    def forget(*_: Any) -> None:
        stepped = [(each, version) for each, version in before if each._version != version]
        before.clear()
        if stepped:
            library.say("a step of an optimiser", "the same, unseen by later backward passes", _UNSEEN)
            tensors, versions = zip(*stepped, strict=True)
            torch._C._autograd._unsafe_set_version_counter(tensors, versions)

    module.register_optimizer_step_pre_hook(remember)
    module.register_optimizer_step_post_hook(forget)


def _cross_entropy(library: Library, functional: Any) -> None:
    import torch

    original = functional.binary_cross_entropy

    @functools.wraps(original)
    def binary_cross_entropy(
        input: Any, target: Any, weight: Any = None, size_average: Any = None, reduce: Any = None,  # noqa: A002
        reduction: str = "mean",
    ) -> Any:  # fmt: skip
        if not (target.is_floating_point() or target.is_complex()):
            # `torch.full((8,), 1)` was a tensor of floats; today its whole numbers fail on the way back.
            library.say("binary_cross_entropy(whole numbers)", "the same as floats")
            target = target.to(input.dtype)
        if target.shape != input.shape and target.numel() == input.numel():
            library.say("binary_cross_entropy(targets of another shape)", "the same numbers in the answers' shape")
            target = target.reshape(input.shape)
        try:
            return original(input, target, weight, size_average, reduce, reduction)
        except RuntimeError as error:
            if "elements of target should be between" not in str(error):
                raise
        library.say("binary_cross_entropy(…)", "its formula", "the installed PyTorch takes targets from 0 to 1 alone")
        # It is linear in the target; so put together, its limits for logarithms and slopes at 0 and 1 are PyTorch's.
        ones = original(input, torch.ones_like(target), weight, reduction="none")
        zeros = original(input, torch.zeros_like(target), weight, reduction="none")
        loss = target * ones + (1 - target) * zeros
        if size_average is not None or reduce is not None:
            reduction = functional._Reduction.legacy_get_string(size_average, reduce)
        return {"mean": loss.mean, "sum": loss.sum}.get(reduction, lambda: loss)()

    functional.binary_cross_entropy = binary_cross_entropy


def _summary(library: Library, module: Any) -> None:
    """Two packages share this name; torch-summary also takes the rows themselves, with their batch axis."""
    original = module.summary

    @functools.wraps(original)
    def summary(model: Any, input_size: Any, *args: Any, **named: Any) -> Any:
        several = isinstance(input_size, list | tuple)
        rows = list(input_size) if several else [input_size]
        if rows and all(hasattr(row, "new_zeros") for row in rows):
            sizes = [tuple(row.shape[1:]) for row in rows]
            library.say("summary(model, tensor)", "summary(model, its size)", "the installed torchsummary takes sizes")
            input_size = sizes if several else sizes[0]
        return original(model, input_size, *args, **named)

    module.summary = summary


def _transforms(library: Library, transforms: Any) -> None:
    library.names(
        transforms,
        {
            "RandomSizedCrop": alias("torchvision.transforms:RandomResizedCrop"),
            "Scale": alias("torchvision.transforms:Resize"),
        },
    )


def _normalize(library: Library, functional: Any) -> None:
    original = functional.normalize

    @functools.wraps(original)
    def normalize(tensor: Any, mean: Any, std: Any, *args: Any, **named: Any) -> Any:
        if getattr(tensor, "ndim", 0) == 3 and tensor.shape[0] == 1 and isinstance(mean, list | tuple) and mean[1:]:
            library.say("Normalize(three means) of pictures in grey", "the first of them", "torchvision before 0.3")
            mean, std = mean[:1], std[:1]
        return original(tensor, mean, std, *args, **named)

    functional.normalize = normalize


def _grids(library: Library, utils: Any) -> None:
    for name in ("make_grid", "save_image"):
        library.keywords(utils, name, {"range": renamed("value_range")})
