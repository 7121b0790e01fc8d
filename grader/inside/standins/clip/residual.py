"""The residual networks of CLIP for pictures, their parts and weights under OpenAI's names.

A ResNet with three convolutions at its beginning, means in place of strides, and a layer of attention in place of the
mean at its end. Source: Radford et al. 2021, section 2.4; He et al. 2019, "Bag of Tricks", for the variant.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

import torch
from torch import nn
from torch.nn import functional

EXPANSION: Final = 4  # channels that a block gives, for each that it works with
SMALLER: Final = 32  # times the side of a picture is that of what the last block gives
_STRIDES: Final = (1, 2, 2, 2)


class Bottleneck(nn.Module):  # type: ignore[misc]  # torch has no types here
    """Three convolutions, added to what they were given; where the picture shrinks, by a mean."""

    expansion = EXPANSION

    def __init__(self, inplanes: int, planes: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inplanes, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.relu1 = nn.ReLU(inplace=True)
        self.conv2, self.bn2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False), nn.BatchNorm2d(planes)
        self.relu2 = nn.ReLU(inplace=True)
        self.avgpool = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
        given = planes * EXPANSION
        self.conv3, self.bn3 = nn.Conv2d(planes, given, 1, bias=False), nn.BatchNorm2d(given)
        self.relu3 = nn.ReLU(inplace=True)
        self.stride = stride
        self.downsample: Any = None
        if stride > 1 or inplanes != given:
            shrunk = {"-1": nn.AvgPool2d(stride), "0": nn.Conv2d(inplanes, given, 1, bias=False)}
            self.downsample = nn.Sequential(OrderedDict(shrunk | {"1": nn.BatchNorm2d(given)}))

    def forward(self, x: Any) -> Any:
        beside = x if self.downsample is None else self.downsample(x)
        out = self.relu1(self.bn1(self.conv1(x)))
        out = self.avgpool(self.relu2(self.bn2(self.conv2(out))))
        return self.relu3(self.bn3(self.conv3(out)) + beside)


class AttentionPool2d(nn.Module):  # type: ignore[misc]
    """Places of shape (rows, embed_dim, side, side) to one vector a row: their mean attends to all of them."""

    def __init__(self, spacial_dim: int, embed_dim: int, num_heads: int, output_dim: int) -> None:
        super().__init__()
        places = torch.randn(spacial_dim**2 + 1, embed_dim) * embed_dim**-0.5
        self.positional_embedding = nn.Parameter(places)
        self.k_proj, self.q_proj, self.v_proj = (nn.Linear(embed_dim, embed_dim) for _ in range(3))
        self.c_proj = nn.Linear(embed_dim, output_dim)
        self.num_heads = num_heads

    def forward(self, x: Any) -> Any:
        places = x.flatten(2).transpose(1, 2)
        tokens = torch.cat([places.mean(dim=1, keepdim=True), places], dim=1)
        tokens = tokens + self.positional_embedding.to(tokens.dtype)
        asked = self._by_head(self.q_proj(tokens[:, :1]))
        found = functional.scaled_dot_product_attention(
            asked, self._by_head(self.k_proj(tokens)), self._by_head(self.v_proj(tokens))
        )
        return self.c_proj(found.transpose(1, 2).flatten(2))[:, 0]

    def _by_head(self, tokens: Any) -> Any:
        return tokens.unflatten(2, (self.num_heads, -1)).transpose(1, 2)


class ModifiedResNet(nn.Module):  # type: ignore[misc]
    """Pictures of shape (rows, 3, pixels, pixels) to vectors of shape (rows, output_dim)."""

    def __init__(self, layers: Sequence[int], output_dim: int, heads: int, input_resolution: int, width: int) -> None:
        super().__init__()
        self.output_dim, self.input_resolution = output_dim, input_resolution
        self.conv1, self.bn1 = nn.Conv2d(3, width // 2, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(width // 2)
        self.relu1 = nn.ReLU(inplace=True)
        self.conv2, self.bn2 = nn.Conv2d(width // 2, width // 2, 3, padding=1, bias=False), nn.BatchNorm2d(width // 2)
        self.relu2 = nn.ReLU(inplace=True)
        self.conv3, self.bn3 = nn.Conv2d(width // 2, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        self.relu3 = nn.ReLU(inplace=True)
        self.avgpool = nn.AvgPool2d(2)
        inplanes = width
        for number, (blocks, stride) in enumerate(zip(layers, _STRIDES, strict=True)):
            planes = width * 2**number
            made = [Bottleneck(inplanes, planes, stride)]
            inplanes = planes * EXPANSION
            made += [Bottleneck(inplanes, planes) for _ in range(blocks - 1)]
            setattr(self, f"layer{number + 1}", nn.Sequential(*made))
        self.attnpool = AttentionPool2d(input_resolution // SMALLER, inplanes, heads, output_dim)

    def initialize_parameters(self) -> None:
        """As before training: blocks begin as nothing added, attention with the deviation of its width."""
        for name, weights in self.named_parameters():
            if name.endswith("bn3.weight") and name.startswith("layer"):
                nn.init.zeros_(weights)
        deviation = self.attnpool.c_proj.in_features**-0.5
        for part in (self.attnpool.q_proj, self.attnpool.k_proj, self.attnpool.v_proj, self.attnpool.c_proj):
            nn.init.normal_(part.weight, std=deviation)

    def forward(self, x: Any) -> Any:
        x = self.relu1(self.bn1(self.conv1(x)))
        x = self.relu2(self.bn2(self.conv2(x)))
        x = self.avgpool(self.relu3(self.bn3(self.conv3(x))))
        for part in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = part(x)
        return self.attnpool(x)
