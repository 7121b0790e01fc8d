"""`cuda` on a machine without a GPU: tensors and models stay on the CPU, and that is said once.

`torch.cuda.is_available()` goes on telling the truth. What is asked for by name (`.cuda()`, `.to("cuda")`,
`device="cuda"`, a checkpoint saved on a GPU) is mapped. Nothing is patched for a notebook that names no such device.
A driver whose cards are not shown takes the fork's walls for a broken system (error 304); PyTorch's warning of that is
about this machine, not about the notebook, and is not shown.
"""

from __future__ import annotations

import contextlib
import functools
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

NAMED: Final = re.compile(r"cuda|\bmps\b")
ELSEWHERE: Final = re.compile(r"(cuda|mps|xpu|hip)(:\d+)?")
FACTORIES: Final = (
    "tensor", "as_tensor", "asarray", "zeros", "ones", "full", "empty", "rand", "randn", "randint", "randperm",
    "arange", "linspace", "logspace", "eye", "zeros_like", "ones_like", "full_like", "empty_like", "rand_like",
    "randn_like", "randint_like", "tril_indices", "triu_indices", "hann_window", "load",
)  # fmt: skip
NEW: Final = ("new_zeros", "new_ones", "new_full", "new_empty", "new_tensor")
TYPES: Final = ("Float", "Double", "Half", "Long", "Int", "Short", "Char", "Byte", "Bool", "BFloat16")
# Questions about a card and commands to it, with what they come to where there is none.
ANSWERS: Final[dict[str, Any]] = {
    "synchronize": None, "set_device": None, "ipc_collect": None, "init": None, "reset_peak_memory_stats": None,
    "reset_max_memory_allocated": None, "current_device": 0, "get_device_name": "CPU", "memory_summary": "",
    "mem_get_info": (0, 0), "get_device_capability": (0, 0), "utilization": 0,
    "get_device_properties": SimpleNamespace(name="CPU", total_memory=0, major=0, minor=0, multi_processor_count=0),
}  # fmt: skip
COMPILER: Final = ("torch._inductor", "torch._dynamo")


def install(context: Context, sources: Iterable[str]) -> None:
    """Wait for PyTorch, if the notebook's code names a device that this machine has not."""
    if context.job.device == "cpu":
        warnings.filterwarnings("ignore", message="CUDA initialization", category=UserWarning)
    if any(NAMED.search(source) for source in sources):
        after_import("torch", functools.partial(_patch, context))


def _patch(context: Context, torch: Any) -> None:
    if torch.cuda.is_available():
        return

    def said(asked: str = "cuda") -> None:
        context.substituted_once(
            asked=asked.partition(":")[0], served="the CPU", how="device", why="this attempt was given no GPU"
        )

    # `with torch.device(…)` knows by identity which functions make tensors, and gathers them at its first use: now,
    # while none stands in for another. transformers builds on "meta" in such a block, and fills what then lies there.
    with contextlib.suppress(ImportError, AttributeError):
        from torch.utils import _device

        _device._device_constructors()
    here = Mapping(torch.device, said)
    torch.device = _stand_in(torch.device, here)
    torch.Generator = _stand_in(torch.Generator, here)
    for owner in (torch.Tensor, torch.nn.Module):
        _wrap(owner, "to", here, first=1)
        owner.cuda = _stays(said)
        _wrap(owner, "type", here, first=1)
    torch.Tensor.pin_memory = lambda self, *_, **__: self
    for name in FACTORIES:
        before = getattr(torch, name, None)
        _wrap(torch, name, here)
        _let_script(before, getattr(torch, name, None))
    for name in NEW:
        _wrap(torch.Tensor, name, here)
    for name in ("set_default_tensor_type", "set_default_device"):
        _wrap(torch, name, here, first=0)
    torch.load = _on_cpu(torch.load, here)
    torch.jit.load = _on_cpu(torch.jit.load, here)
    for name in TYPES:
        if hasattr(torch, f"{name}Tensor"):
            setattr(torch.cuda, f"{name}Tensor", getattr(torch, f"{name}Tensor"))
    for name, answer in ANSWERS.items():
        setattr(torch.cuda, name, _answering(answer, getattr(torch.cuda, name, None)))
    torch.cuda.Event = _Event
    torch.cuda.Stream = _Stream


class Mapping:
    """A device as it was asked for -> the one it is answered with."""

    def __init__(self, device: type, said: Callable[..., None]) -> None:
        self._device = device
        self._said = said

    def __call__(self, value: Any) -> Any:
        if isinstance(value, str):
            if value.startswith("torch.cuda."):
                self._said()
                return value.replace("torch.cuda.", "torch.")
            if ELSEWHERE.fullmatch(value):
                self._said(value)
                return "cpu"
        elif isinstance(value, int) and not isinstance(value, bool):
            self._said()  # the number of a card
            return "cpu"
        elif isinstance(value, self._device) and ELSEWHERE.fullmatch(str(value)):
            self._said(str(value))
            return self._device("cpu")
        return value


def _stand_in(real: Any, here: Mapping) -> Any:
    """A class that makes objects of the real one, on the CPU; the real one's objects count as its own."""

    class Kind(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, real)

    def new(_: type, *args: Any, **named: Any) -> Any:
        for key in ("type", "device"):
            if key in named:
                named[key] = here(named[key])
        if args:
            mapped = here(args[0])
            # The index of a card goes with its name.
            args = (mapped, *args[1:]) if mapped is args[0] else (mapped,)
            named = named if mapped is args[0] else {}
        return real(*args, **named)

    return Kind(real.__name__, (), {"__new__": new, "__module__": "torch", "__doc__": real.__doc__})


def _wrap(owner: Any, name: str, here: Mapping, *, first: int | None = None) -> None:
    """Map `device=`, and the argument at place `first` where that may be a device."""
    original = getattr(owner, name, None)
    if original is None:
        return

    @functools.wraps(original)
    def mapped(*args: Any, **named: Any) -> Any:
        if named.get("device") is not None:
            named["device"] = here(named["device"])
        if first is not None and len(args) > first:
            args = (*args[:first], here(args[first]), *args[first + 1 :])
        return original(*args, **named)

    setattr(owner, name, mapped)


def _let_script(original: Any, mapped: Any) -> None:
    """Let TorchScript, which knows the functions of its language by identity, take one for the other."""
    with contextlib.suppress(ImportError, AttributeError):
        from torch.jit import _builtins

        operator = _builtins._find_builtin(original)
        if operator is not None:
            _builtins._register_builtin(mapped, operator)


def _stays(said: Callable[..., None]) -> Callable[..., Any]:
    def cuda(self: Any, *_: Any, **__: Any) -> Any:
        said()
        return self

    return cuda


def _on_cpu(original: Any, here: Mapping) -> Any:
    """A checkpoint goes where the notebook says, if that is here; one that was saved on a GPU comes here too."""

    @functools.wraps(original)
    def load(file: Any, map_location: Any = None, *args: Any, **named: Any) -> Any:
        place = "cpu" if map_location is None else here(map_location)
        return original(file, place, *args, **named)

    return load


def _answering(answer: Any, original: Callable[..., Any] | None) -> Callable[..., Any]:
    """PyTorch's compiler, which makes code for what it finds, gets the truth: that there is no card."""

    def asked(*args: Any, **named: Any) -> Any:
        if original is not None and sys._getframe(1).f_globals.get("__name__", "").startswith(COMPILER):
            return original(*args, **named)
        return answer

    return asked


class _Event:
    """`torch.cuda.Event`: a moment on the CPU's clock."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._at = 0.0

    def record(self, *_: Any) -> None:
        self._at = time.perf_counter()

    def elapsed_time(self, other: _Event) -> float:
        """Milliseconds until `other`."""
        return 1000 * (other._at - self._at)

    def synchronize(self) -> None:
        """There is nothing to wait for."""

    def wait(self, *_: Any) -> None:
        """As `synchronize`."""

    def query(self) -> bool:
        return True


class _Stream:
    """`torch.cuda.Stream`: work on the CPU is done in order."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Takes what the real one takes."""

    def synchronize(self) -> None:
        """There is nothing to wait for."""

    def wait_stream(self, _: Any) -> None:
        """As `synchronize`."""
