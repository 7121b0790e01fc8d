"""Watches PyTorch through its own global hooks: forward passes, optimiser steps, losses, data loaders."""

from __future__ import annotations

import functools
import re
import sys
from collections import deque
from types import ModuleType
from typing import Any, Final

from grader.evidence.wire.records import Layer
from grader.inside.probe.arrays import as_array
from grader.inside.probe.catalogue import Known
from grader.inside.probe.names import bindings
from grader.inside.probe.session import Session, current
from grader.inside.probe.torch_answers import TorchAdapter, output_array, torch_answer
from grader.inside.probe.torch_forms import call_of
from grader.inside.probe.torch_layers import FUNCTIONS, RECURRENT, Trace, is_leaf, kind_of, row_shape
from grader.inside.probe.torch_passes import Passes
from grader.inside.probe.torch_rows import rows_of_loader
from grader.inside.probe.torch_training import Loop

LOSS_FUNCTIONS: Final = (
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy", "nll_loss", "mse_loss", "l1_loss",
    "smooth_l1_loss", "huber_loss", "kl_div", "hinge_embedding_loss", "cosine_embedding_loss", "gaussian_nll_loss",
)  # fmt: skip
# Attributes under which a model keeps what is a model of its own.
HALVES: Final = re.compile(
    r"(?i)^_*(net_?)?(encoder|enc|decoder|dec|generator|gen|g|discriminator|disc|dis|d|critic)(_?net|_?model)?$"
)
_PATCHED: set[int] = set()


def watch_torch(torch: Any) -> None:
    """Register the global hooks and wrap losses, `backward` and the data loader, once per process."""
    session = current()
    if session is not None:
        session.shared["torch"] = TorchWatch(session, torch)
    if id(torch) in _PATCHED:
        return
    _PATCHED.add(id(torch))
    torch.nn.modules.module.register_module_forward_pre_hook(_before_forward)
    torch.nn.modules.module.register_module_forward_hook(_after_forward, always_call=True)
    # `torch.optim` takes its submodule's name away again.
    sys.modules["torch.optim.optimizer"].register_optimizer_step_post_hook(_after_step)
    for name in LOSS_FUNCTIONS:
        if hasattr(torch.nn.functional, name):
            _wrap_loss(torch.nn.functional, name)
    _wrap_backward(torch)
    _wrap_scale(torch.amp.GradScaler)
    _wrap_loader(torch.utils.data.dataloader)


class TorchWatch:
    """What the hooks know of one attempt."""

    def __init__(self, session: Session, torch: Any) -> None:
        self.session = session
        self.torch = torch
        self.adapter = TorchAdapter()
        self.passes = Passes(session)
        self.loops: dict[int, tuple[Any, Loop]] = {}  # by optimiser
        self.stack: list[int] = []
        self.root: Known | None = None  # whose forward is running, when it is worth looking at
        self.trace: Trace | None = None
        self.mode: Any = None
        self.inside_leaf = 0
        self.last_output: Any = None  # what the last leaf returned
        self.batches: dict[str, Any] = {}  # model id -> what it was called with in training
        self.losses: deque[tuple[str, Any]] = deque(maxlen=16)  # since the last step: (name, target)
        self.value: Any = None  # what `backward` was called on
        self.unscaled = torch.utils.weak.WeakTensorKeyDictionary()  # what a GradScaler has scaled -> as it was
        self.children: dict[int, tuple[Any, Known]] = {}  # parts of known models
        self.parts: dict[int, Known] = {}  # those of them that are models too
        self.open_parts: list[tuple[int, int]] = []  # of parts whose forward runs: leaves and functions before it
        session.after_cell["torch"] = self.after_cell
        session.at_finish["torch"] = self.at_finish

    # Models

    def find(self, module: Any) -> Known | None:
        """The known model this is, or a new one; None for a part of one, a loss, a layer of Keras's and the like."""
        if _is_of_keras(module):
            return None
        known = self.session.catalogue.find(module)
        if known is not None:
            return known
        if self._is_part(module):
            return self._add_part(module)  # the notebook itself calls it, not the model it belongs to
        self.scan()
        return self.session.catalogue.find(module) or (None if self._is_part(module) else self._add(module))

    def _is_part(self, module: Any) -> bool:
        held = self.children.get(id(module))
        return held is not None and held[0] is module

    def _add(self, module: Any) -> Known | None:
        if not self._is_model(module):
            return None
        known = self.session.catalogue.add(module, self.adapter)
        if known is not None:
            for child in module.modules():
                if child is not module:
                    self.children.setdefault(id(child), (child, known))
            for name, child in module.named_children():
                if HALVES.match(name):
                    self._add_part(child, least=1)
            self.session.published(known)
        return known

    def _add_part(self, module: Any, *, least: int = 2) -> Known | None:
        """A part that is a model by itself: named as half of a pair, or called alone and of `least` layers."""
        leaves = sum(1 for child in module.modules() if child is not module and child._parameters)
        if is_leaf(module) or leaves < least or kind_of(module) != "other":
            return None
        known = self.session.catalogue.add(module, self.adapter)
        if known is not None:
            self.parts[id(module)] = known
            self.session.published(known)
        return known

    def _is_model(self, module: Any) -> bool:
        if isinstance(module, self.torch.nn.modules.loss._Loss) or _is_of_keras(module):
            return False
        return any(True for _ in module.parameters())

    def scan(self) -> None:
        """Models that variables are bound to, before they are ever called; parts of other models left out."""
        base = self.torch.nn.Module
        found = [m for _, m in bindings(self.session.variables(), lambda value: issubclass(type(value), base))]
        parts = {id(child) for module in found for child in module.modules() if child is not module}
        for module in found:
            if id(module) not in parts and self.session.catalogue.find(module) is None and not self._is_part(module):
                self._add(module)

    # Forward passes

    def before_forward(self, module: Any, arguments: Any) -> None:
        self.stack.append(id(module))
        if len(self.stack) > 1:
            if self.trace is not None:
                self._enter_leaf(module)
                if id(module) in self.parts:
                    self.open_parts.append((len(self.trace.leaves), len(self.trace.functions)))
            return
        self.root = self.find(module)
        if self.root is None:
            return
        if "trace" not in self.root.memory and arguments:
            self.trace = Trace(input_shape=row_shape(arguments[0]))
            self.mode = _function_mode(self.torch, self)
            self.mode.__enter__()
            self._enter_leaf(module)

    def _enter_leaf(self, module: Any) -> None:
        if is_leaf(module):
            self.inside_leaf += 1

    def after_forward(self, module: Any, arguments: Any, output: Any) -> None:
        if not self.stack:
            return
        self.stack.pop()
        if self.trace is not None and is_leaf(module):
            self.inside_leaf = max(0, self.inside_leaf - 1)
            self._saw_leaf(self.trace, module, output)
        if self.stack and id(module) in self.parts:
            self._after_part(self.parts[id(module)], module, arguments, output)
        if not self.stack:
            root, self.root = self.root, None
            try:
                if root is not None and output is not None:
                    self._after_root(root, module, arguments, output)
            finally:
                self._end_trace()

    def _saw_leaf(self, trace: Trace, module: Any, output: Any) -> None:
        if id(module) in trace.shapes or self.inside_leaf:
            return
        trace.leaves.append(id(module))
        time_first = kind_of(module) in RECURRENT and not getattr(module, "batch_first", True)
        trace.shapes[id(module)] = row_shape(output, time_first=time_first)
        self.last_output = output

    def _end_trace(self) -> None:
        if self.mode is not None:
            self.mode.__exit__(None, None, None)
        self.mode = self.trace = self.last_output = None
        self.inside_leaf = 0
        self.open_parts.clear()

    def _after_root(self, known: Known, module: Any, arguments: Any, output: Any) -> None:
        if self.trace is not None:
            self.trace.output_shape = row_shape(output)
            known.memory["trace"] = self.trace
            self._end_trace()
            self.session.published(known)
        if arguments:
            _remember_call(known, arguments, output)
        if self.torch.is_grad_enabled() and module.training:
            self.batches[known.id] = arguments[0] if arguments else None
        elif not self.torch.is_grad_enabled() or not module.training:
            self._inference(known, arguments, output)

    def _after_part(self, known: Known, module: Any, arguments: Any, output: Any) -> None:
        """A part was called by the model it belongs to: what that model's trace saw of it is the part's own."""
        if known.object is not module or not arguments or output is None:
            return
        if self.trace is not None and self.open_parts:
            leaves, functions = self.open_parts.pop()
            known.memory["trace"] = Trace(
                leaves=self.trace.leaves[leaves:],
                shapes=self.trace.shapes,
                activations=self.trace.activations,
                functions=[(place - leaves, layer) for place, layer in self.trace.functions[functions:]],
                input_shape=row_shape(arguments[0]),
                output_shape=row_shape(output),
            )
        if "call" not in known.memory:
            _remember_call(known, arguments, output)

    def _inference(self, known: Known, arguments: Any, output: Any) -> None:
        if self.passes.forward(known, output) or self.passes.current is not None or not arguments:
            return
        values = output_array(output)
        features = as_array(arguments[0])
        if values is None or features is None or len(values) != len(features) or len(values) < 10:
            return
        identified = self.session.answers.identify(features, None)
        self.session.answers.answered(known, torch_answer(known, values.copy()), features, identified, "forward")

    def saw_function(self, name: str, arguments: Any, keywords: Any, output: Any) -> None:
        """A function of a traced forward that stands for a layer; those inside a leaf are the leaf's own."""
        if self.trace is None or self.inside_leaf or not arguments:
            return
        kind = FUNCTIONS[name]
        plain = name.rstrip("_")
        if kind == "activation" and arguments[0] is self.last_output and self.trace.leaves:
            self.trace.activations.setdefault(self.trace.leaves[-1], plain)
            return
        settings: dict[str, Any] = {"activation": plain} if kind == "activation" else {}
        if kind == "dropout":
            settings["rate"] = float(keywords.get("p", arguments[1] if len(arguments) > 1 else 0.5))
        layer = Layer(
            kind=kind,
            class_name=plain,
            name=f"{plain}_{len(self.trace.functions) + 1}",
            output_shape=row_shape(output),
            parameters=0,
            trainable=0,
            settings=settings,
        )
        self.trace.functions.append((len(self.trace.leaves), layer))

    # Training

    def after_step(self, optimizer: Any) -> None:
        known = self._model_of(optimizer)
        if known is None:
            return
        held = self.loops.get(id(optimizer))
        if held is None or held[0] is not optimizer:
            held = self.loops[id(optimizer)] = (optimizer, Loop(self.session, known, optimizer))
        name, target = self.losses[-1] if self.losses else (None, None)
        if name is not None:
            known.memory["loss"] = name
        value = float(self.value) if self.value is not None else None
        time_first = bool(known.memory.get("call", {}).get("time_first"))
        batch = (self.batches.get(known.id), target)
        current, ended = self.passes.current, self.passes.just_ended
        held[1].step(current, value, batch, name, ended=ended, time_first=time_first)
        self.passes.just_ended = None
        self.losses.clear()

    def _model_of(self, optimizer: Any) -> Known | None:
        held = self.loops.get(id(optimizer))
        if held is not None and held[0] is optimizer:
            return held[1].known
        mine = {id(p) for group in optimizer.param_groups for p in group["params"]}
        best: tuple[int, int] = (0, 0)
        found: Known | None = None
        for known in self.session.catalogue:
            model = known.object
            if known.adapter is self.adapter and model is not None:
                weights = [id(p) for p in model.parameters()]
                shared = sum(1 for weight in weights if weight in mine)
                # Of several that have them all, the one with least besides: a generator, not the pair it is in.
                if shared and (shared, -len(weights)) > best:
                    best, found = (shared, -len(weights)), known
        return found

    def saw_loss(self, name: str, target: Any, value: Any) -> None:
        if getattr(value, "requires_grad", False):
            self.losses.append((name, target))
            return
        loops = list(self.loops.values())
        if loops and getattr(value, "ndim", 1) == 0:
            shape = getattr(target, "shape", ()) or (1,)
            loops[-1][1].checked(self.passes.current, float(value), int(shape[0]))

    # Ends

    def after_cell(self) -> None:
        self.stack.clear()
        self._end_trace()
        self.scan()
        loops, self.loops = list(self.loops.values()), {}
        for _, loop in loops:
            with self.session.watch.quietly("training loop"):
                loop.close()
        with self.session.watch.quietly("data loader"):
            self.passes.close()
        self.batches.clear()
        self.losses.clear()
        self.value = None

    def at_finish(self) -> None:
        """Loaders and datasets that the notebook made: test rows among them are what models are asked about."""
        data = self.torch.utils.data
        loaders = dict(self.passes.loaders)
        for _, value in bindings(self.session.variables(), lambda value: issubclass(type(value), data.DataLoader)):
            loaders[id(value)] = value
        for loader in loaders.values():
            with self.session.watch.quietly("data loader"):
                features, labels = rows_of_loader(self.session, loader)
                if features is not None or labels is not None:
                    self.session.answers.identify(features, labels)


def _is_of_keras(module: Any) -> bool:
    """Keras's layers are modules of PyTorch's, where that is its backend: they are watched as Keras's."""
    return any(base.__module__.partition(".")[0] == "keras" for base in type(module).__mro__)


def _remember_call(known: Known, arguments: Any, output: Any) -> None:
    """How the notebook calls the model, so that the probe can do the same with other rows."""
    first, whole = arguments[0], output
    if not hasattr(first, "dtype") or not hasattr(first, "device") or first.ndim == 0:
        return
    values = row = getattr(output, "shape", None)
    while row is None and isinstance(output, (list, tuple)) and output:
        output = output[0]
        values = row = getattr(output, "shape", None)
    time_first = bool(
        values is not None and len(values) and first.ndim > 1
        and values[0] == first.shape[1] != first.shape[0]
    )  # fmt: skip
    shape = (first.shape[0], *first.shape[2:]) if time_first else tuple(first.shape[1:])
    known.memory["call"] = {
        "arguments": len(arguments),
        "dtype": first.dtype,
        "device": first.device,
        "shape": tuple(int(size) for size in shape),
        "time_first": time_first,
        **call_of(arguments, whole),
    }


def _function_mode(torch: Any, watch: TorchWatch) -> Any:
    class Functions(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            del types
            result = func(*args, **(kwargs or {}))
            name = getattr(func, "__name__", "")
            if name in FUNCTIONS:
                with watch.session.watch.quietly("forward"):
                    watch.saw_function(name, args, kwargs or {}, result)
            return result

    return Functions()


def _watch_of(session: Session) -> TorchWatch:
    found = session.shared.get("torch")
    if not isinstance(found, TorchWatch):
        found = session.shared["torch"] = TorchWatch(session, sys.modules["torch"])
    return found


def _before_forward(module: Any, arguments: Any) -> None:
    session = current()
    if session is not None and not session.watch.blind:
        with session.watch.quietly("forward"):
            _watch_of(session).before_forward(module, arguments)


def _after_forward(module: Any, arguments: Any, output: Any) -> None:
    session = current()
    if session is not None and not session.watch.blind:
        with session.watch.quietly("forward"):
            _watch_of(session).after_forward(module, arguments, output)


def _after_step(optimizer: Any, args: Any, kwargs: Any) -> None:
    del args, kwargs
    session = current()
    if session is not None and not session.watch.blind:
        with session.watch.quietly("optimizer"):
            session.context.loops.clock.stepped(optimizer, _first_of(optimizer))
            _watch_of(session).after_step(optimizer)


def _first_of(optimizer: Any) -> Any:
    """The first weight of an optimiser, which code may have put in the place of another."""
    groups = optimizer.param_groups
    return groups[0]["params"][0] if groups and groups[0]["params"] else None


def _wrap_loss(functional: Any, name: str) -> None:
    original = getattr(functional, name)

    @functools.wraps(original)
    def loss(*args: Any, **kwargs: Any) -> Any:
        value = original(*args, **kwargs)
        session = current()
        if session is not None and not session.watch.blind:
            with session.watch.quietly("loss"):
                target = kwargs.get("target", args[1] if len(args) > 1 else None)
                _watch_of(session).saw_loss(name, target, value)
        return value

    setattr(functional, name, loss)


def _wrap_backward(torch: Any) -> None:
    original = torch.Tensor.backward

    @functools.wraps(original)
    def backward(self: Any, *args: Any, **kwargs: Any) -> Any:
        session = current()
        if session is not None and not session.watch.blind:
            with session.watch.quietly("loss"):
                watch = _watch_of(session)
                watch.value = watch.unscaled.get(self, self.detach()) if self.numel() == 1 else None
        return original(self, *args, **kwargs)

    torch.Tensor.backward = backward


def _wrap_scale(scaler: Any) -> None:
    """Mixed precision calls `backward` on some thousand times the loss."""
    original = scaler.scale

    @functools.wraps(original)
    def scale(self: Any, outputs: Any) -> Any:
        scaled = original(self, outputs)
        session = current()
        if session is not None and not session.watch.blind and scaled is not outputs:
            with session.watch.quietly("loss"):
                watch = _watch_of(session)
                if isinstance(outputs, watch.torch.Tensor):
                    watch.unscaled[scaled] = outputs.detach()
        return scaled

    scaler.scale = scale


def _wrap_loader(module: ModuleType | Any) -> None:
    loader_class, iterator_class = module.DataLoader, module._BaseDataLoaderIter
    iterate, draw, next_index = loader_class.__iter__, iterator_class.__next__, iterator_class._next_index

    @functools.wraps(iterate)
    def __iter__(self: Any) -> Any:  # noqa: N807  # put in the place of a method of that name
        iterator = iterate(self)
        session = current()
        if session is not None and not session.watch.blind and not session.watch.inside("keras"):
            with session.watch.quietly("data loader"):
                _watch_of(session).passes.begin(self, iterator)
        return iterator

    @functools.wraps(draw)
    def __next__(self: Any) -> Any:  # noqa: N807  # put in the place of a method of that name
        session = current()
        if session is None or session.watch.blind:
            return draw(self)
        try:
            batch = draw(self)
        except StopIteration:
            with session.watch.quietly("data loader"):
                _watch_of(session).passes.ended(self)
            raise
        with session.watch.quietly("data loader"):
            _watch_of(session).passes.drew_batch(self)
        return batch

    @functools.wraps(next_index)
    def _next_index(self: Any) -> Any:
        indices = next_index(self)
        session = current()
        if session is not None and not session.watch.blind:
            with session.watch.quietly("data loader"):
                _watch_of(session).passes.drew_indices(self, indices)
        return indices

    loader_class.__iter__ = __iter__
    iterator_class.__next__ = __next__
    iterator_class._next_index = _next_index
