"""A residual network of 178 layers as layer records, to see folding at work."""

from __future__ import annotations

from dataclasses import replace

from grader.evidence.wire.records import Layer, Model
from grader.report import preview_parts as parts

_STAGES = ((64, 3, 56), (128, 4, 28), (256, 6, 14), (512, 3, 7))


def deep_models() -> tuple[Model, Model]:
    """(student's, reference's): the last stage trainable in the first, a Dense 256 more in its head."""
    yours = _model([*_backbone(frozen_stages=3), *_head(extra=True)])
    return yours, _model([*_backbone(frozen_stages=4), *_head(extra=False)])


def _model(layers: list[Layer]) -> Model:
    model = parts.model("deep", "net", 9, 1, tuple(layers), class_name="Functional")
    return replace(model, trainable=sum(part.trainable for part in layers))


def _frozen(part: Layer) -> Layer:
    return replace(part, trainable=0)


def _backbone(frozen_stages: int) -> list[Layer]:
    stem = [
        parts.layer("input", "InputLayer", (224, 224, 3), 0),
        parts.layer("zero_pad", "ZeroPadding2D", (230, 230, 3), 0),
        parts.layer("conv2d", "Conv2D", (112, 112, 64), 9472, filters=64, kernel_size=(7, 7), strides=(2, 2)),
        parts.layer("batch_norm", "BatchNormalization", (112, 112, 64), 256),
        parts.layer("activation", "Activation", (112, 112, 64), 0, activation="relu"),
        parts.layer("zero_pad", "ZeroPadding2D", (114, 114, 64), 0),
        parts.layer("max_pool2d", "MaxPooling2D", (56, 56, 64), 0, pool_size=(3, 3)),
    ]
    layers = [_frozen(part) for part in stem]
    width = 64
    for number, (filters, blocks, size) in enumerate(_STAGES):
        for block in range(blocks):
            made = _bottleneck(filters, width, size, project=block == 0)
            layers += [_frozen(part) if number < frozen_stages else part for part in made]
            width = 4 * filters
    return layers


def _bottleneck(filters: int, width: int, size: int, *, project: bool) -> list[Layer]:
    wide = 4 * filters
    made: list[Layer] = []
    for out, kernel, into in ((filters, 1, width), (filters, 3, filters), (wide, 1, filters)):
        shape = (size, size, out)
        made.append(
            parts.layer(
                "conv2d", "Conv2D", shape, kernel * kernel * into * out + out, filters=out, kernel_size=(kernel, kernel)
            )
        )
        made.append(parts.layer("batch_norm", "BatchNormalization", shape, 4 * out))
        if out != wide:
            made.append(parts.layer("activation", "Activation", shape, 0, activation="relu"))
    if project:
        shape = (size, size, wide)
        made.append(parts.layer("conv2d", "Conv2D", shape, width * wide + wide, filters=wide, kernel_size=(1, 1)))
        made.append(parts.layer("batch_norm", "BatchNormalization", shape, 4 * wide))
    made.append(parts.layer("add", "Add", (size, size, wide), 0))
    made.append(parts.layer("activation", "Activation", (size, size, wide), 0, activation="relu"))
    return made


def _head(*, extra: bool) -> list[Layer]:
    head = [parts.layer("global_avg_pool", "GlobalAveragePooling2D", (2048,), 0)]
    if extra:
        head.append(parts.layer("dense", "Dense", (256,), 2048 * 256 + 256, units=256, activation="relu"))
    into = 256 if extra else 2048
    return [*head, parts.layer("dense", "Dense", (10,), into * 10 + 10, units=10, activation="softmax")]
