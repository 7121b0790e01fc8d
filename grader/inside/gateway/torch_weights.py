"""Pretrained models of torchvision and timm, and `torch.hub`, without a network.

A state that is not in the course's cache is answered with an empty one of a type of ours; a module that is to load
it stays as it was built.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grader.evidence.wire.weights import TORCH
from grader.inside.gateway.weights import Weights
from grader.inside.hooks import after_import


class FreshState(dict[str, Any]):
    """The state of a network that is to stay untrained."""


def install(weights: Weights) -> None:
    """Wait for PyTorch, torchvision and timm."""
    after_import("torch", functools.partial(_patch_torch, weights))
    after_import("torchvision.models._api", functools.partial(_patch_torchvision, weights))
    after_import("timm.models._builder", functools.partial(_patch_timm, weights))


def _patch_torch(weights: Weights, torch: Any) -> None:
    load_state = torch.nn.Module.load_state_dict

    @functools.wraps(load_state)
    def load_state_dict(self: Any, state_dict: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(state_dict, FreshState):
            _begin(torch, self)
            return torch.nn.modules.module._IncompatibleKeys([], [])
        return load_state(self, state_dict, *rest, **named)

    torch.nn.Module.load_state_dict = load_state_dict
    load_from_hub = torch.hub.load

    @functools.wraps(torch.hub.load_state_dict_from_url)
    def from_url(url: str, *_: Any, file_name: str | None = None, **__: Any) -> Any:
        name = file_name or Path(urlsplit(url).path).name
        return _state(weights, torch, name, f"the file of weights {name}")

    @functools.wraps(load_from_hub)
    def load(repo_or_dir: Any, model: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(repo_or_dir, str) and repo_or_dir.startswith("pytorch/vision"):
            import torchvision

            for name in ("source", "trust_repo", "force_reload", "verbose", "skip_validation"):
                named.pop(name, None)
            return getattr(torchvision.models, model)(*rest, **named)
        return load_from_hub(repo_or_dir, model, *rest, **named)

    torch.hub.load_state_dict_from_url = from_url
    torch.hub.load = load


def _patch_torchvision(weights: Weights, api: Any) -> None:
    def get_state_dict(self: Any, *_: object, **__: object) -> Any:
        import torch

        network = type(self).__name__.removesuffix("_Weights")
        return _state(weights, torch, Path(urlsplit(self.url).path).name, f"{network} with the weights {self.name}")

    api.WeightsEnum.get_state_dict = get_state_dict


def _patch_timm(weights: Weights, builder: Any) -> None:
    """It looks in the cache of the hub by itself; where nothing is, the network stays as it was built."""
    original = builder.load_pretrained

    @functools.wraps(original)
    def load_pretrained(model: Any, pretrained_cfg: Any = None, *rest: Any, **named: Any) -> None:
        try:
            original(model, pretrained_cfg, *rest, **named)
        except OSError:
            found = pretrained_cfg or getattr(model, "pretrained_cfg", None)
            name = found.get("architecture") if isinstance(found, dict) else getattr(found, "architecture", None)
            weights.say_fresh(f"{name or type(model).__name__} of timm with pretrained weights")

    builder.load_pretrained = load_pretrained


def _state(weights: Weights, torch: Any, name: str, asked: str) -> Any:
    found = weights.file(TORCH, name)
    if found is None:
        weights.say_fresh(asked)
        return FreshState()
    weights.say_found(asked, found[0].name, found[1])
    return torch.load(found[0], map_location="cpu", weights_only=True)


def _begin(torch: Any, module: Any) -> None:
    """Begin as torchvision itself begins a VGG that gets no weights; it leaves that out where some are to follow.

    Its other networks are begun in either case.
    """
    if type(module).__name__ != "VGG":
        return
    for layer in module.modules():
        if isinstance(layer, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
            torch.nn.init.zeros_(layer.bias)
        elif isinstance(layer, torch.nn.Linear):
            torch.nn.init.normal_(layer.weight, 0, 0.01)
            torch.nn.init.zeros_(layer.bias)
