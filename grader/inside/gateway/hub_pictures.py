"""Settings of networks for pictures under the names they have on the Hugging Face hub, and how these go in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

Files = dict[str, str]  # name -> content

_CLASSES: Final = 1000  # of ImageNet
# Blocks of each of a ResNet's four stages, by its number of layers; from 50 on they have three convolutions.
_DEPTHS: Final[Mapping[int, tuple[int, ...]]] = {
    18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3),
}  # fmt: skip
_THREE_FROM: Final = 50


def vit(*, classes: int | None = None) -> Files:
    """The vision transformer of the base size, 224 x 224 pixels in patches of 16 x 16, for `classes` if for any."""
    config: dict[str, Any] = {"model_type": "vit", "architectures": ["ViTModel"]}
    if classes is not None:
        config |= {"architectures": ["ViTForImageClassification"], "id2label": _labels(classes)}
    processor = {
        "image_processor_type": "ViTImageProcessor", "do_resize": True, "size": {"height": 224, "width": 224},
        "resample": 2, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
        "image_mean": (0.5, 0.5, 0.5), "image_std": (0.5, 0.5, 0.5),
    }  # fmt: skip
    return _written(config, processor)


def resnet(layers: int) -> Files:
    """A residual network of so many layers, for the classes of ImageNet."""
    three = layers >= _THREE_FROM
    config = {
        "model_type": "resnet", "architectures": ["ResNetForImageClassification"], "depths": _DEPTHS[layers],
        "layer_type": "bottleneck" if three else "basic", "embedding_size": 64,
        "hidden_sizes": [(256 if three else 64) * 2**stage for stage in range(4)], "id2label": _labels(_CLASSES),
    }  # fmt: skip
    processor = {
        "image_processor_type": "ConvNextImageProcessor", "do_resize": True, "size": {"shortest_edge": 224},
        "crop_pct": 0.875, "resample": 3, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
        "image_mean": (0.485, 0.456, 0.406), "image_std": (0.229, 0.224, 0.225),
    }  # fmt: skip
    return _written(config, processor)


KNOWN: Final[Mapping[str, Callable[[], Files]]] = {
    "google/vit-base-patch16-224": lambda: vit(classes=_CLASSES),
    "google/vit-base-patch16-224-in21k": vit,
    "microsoft/resnet-18": lambda: resnet(18),
    "microsoft/resnet-34": lambda: resnet(34),
    "microsoft/resnet-50": lambda: resnet(50),
    "microsoft/resnet-101": lambda: resnet(101),
    "microsoft/resnet-152": lambda: resnet(152),
}


def _labels(classes: int) -> dict[str, str]:
    return {str(number): f"LABEL_{number}" for number in range(classes)}


def _written(config: Mapping[str, Any], processor: Mapping[str, Any]) -> Files:
    return {"config.json": json.dumps(config), "preprocessor_config.json": json.dumps(processor)}
