"""MADGRAD, an optimiser of torch's kind that keeps averages of gradients rather than of steps.

Source: Defazio and Jelassi 2021, "Adaptivity without Compromise: A Momentumized, Adaptive, Dual Averaged Gradient
Method for Stochastic Optimization", algorithm 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch

__all__ = ["MADGRAD", "__version__"]
__version__ = "0+standin"


class MADGRAD(torch.optim.Optimizer):  # type: ignore[misc]  # torch has no types here
    """Dual averages, scaled by the cube root of summed squares.

    Args: as torch's optimisers take them; `decouple_decay` lets `weight_decay` shrink weights and not join gradients.
    Raises: ValueError for a setting out of its range, RuntimeError on a step by sparse gradients.
    """

    def __init__(
        self, params: Iterable[Any], lr: float = 1e-2, momentum: float = 0.9, weight_decay: float = 0.0,
        eps: float = 1e-6, decouple_decay: bool = False,
    ) -> None:  # fmt: skip
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum {momentum} is not in [0, 1)")
        for name, value in (("lr", lr), ("weight_decay", weight_decay), ("eps", eps)):
            if value < 0:
                raise ValueError(f"{name} {value} is below 0")
        settings = {
            "lr": lr, "momentum": momentum, "weight_decay": weight_decay, "eps": eps, "decouple_decay": decouple_decay
        }  # fmt: skip
        super().__init__(params, settings)

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """One step; gives the loss of `closure` where there is one."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for weights in group["params"]:
                if weights.grad is not None:
                    self._move(weights, weights.grad, group)
        return loss

    def _move(self, weights: Any, gradient: Any, group: dict[str, Any]) -> None:
        if gradient.is_sparse:
            raise RuntimeError("MADGRAD of the grader does not know sparse gradients")
        state = self.state[weights]
        if not state:
            state["step"] = 0
            state["start"] = weights.clone()
            state["gradients"] = torch.zeros_like(weights)
            state["squares"] = torch.zeros_like(weights)
        if group["decouple_decay"]:
            decayed = weights * (group["lr"] * group["weight_decay"])
        else:
            decayed = None
            gradient = gradient + group["weight_decay"] * weights
        state["step"] += 1
        share = group["lr"] * math.sqrt(state["step"])
        state["gradients"].add_(gradient, alpha=share)
        state["squares"].addcmul_(gradient, gradient, value=share)
        # Without eps a weight that never had a gradient would be 0 / 0.
        target = state["start"] - state["gradients"] / (state["squares"].pow(1 / 3) + group["eps"])
        weights.lerp_(target, 1 - group["momentum"])
        if decayed is not None:
            weights.sub_(decayed)
