"""`clip.clip`: the models by name, how pictures are prepared for them, and texts as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Normalize, Resize, ToTensor

from grader.inside.gateway.codes import follow
from grader.inside.gateway.hub_files import CLIP_DEVIATION, CLIP_MEAN
from grader.inside.standins.clip.model import CLIP, build_model, convert_weights
from grader.inside.standins.clip.pretrained import MODELS, network, read_state
from grader.inside.standins.clip.simple_tokenizer import END, START, SimpleTokenizer
from grader.inside.standins.desk import desk

__all__ = ["available_models", "load", "tokenize"]
CONTEXT: Final = 77  # tokens that every published model reads

_tokenizer: Final = SimpleTokenizer()


def available_models() -> list[str]:
    """The names that the library knows."""
    return [*MODELS]


def load(name: str, device: Any = None, jit: bool = False, download_root: str | None = None) -> tuple[CLIP, Compose]:
    """The network, ready to be used, and the function that makes a tensor of a picture for it.

    In half precision on a GPU, in single precision on a CPU, as the library does. `jit` changes nothing: the network
    is never a compiled one.

    Args: a published name, or the path of a file with the library's own names of weights.
    Raises: RuntimeError for a name that is not known.
    """
    del jit
    if name in MODELS:
        model = network(name, download_root)
    elif Path(name).is_file():
        model = build_model(read_state(Path(name)))
    else:
        raise RuntimeError(f"Model {name} not found; available models = {available_models()}")
    model.to(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    # Where it went, not where it was asked to go: a GPU that is not here is answered with the CPU.
    if model.logit_scale.device.type == "cpu":
        model.float()
    else:
        convert_weights(model)
    return model, _transform(model.visual.input_resolution)


def tokenize(texts: str | Sequence[str], context_length: int = CONTEXT, truncate: bool = False) -> torch.LongTensor:
    """Numbers of tokens between the marks of start and end, zeros behind: shape (texts, context_length).

    Raises: RuntimeError for a text that is too long, unless it is to be cut. Single characters need more room than
    the real vocabulary: with them a text is too long only when its words alone are.
    """
    given = [texts] if isinstance(texts, str) else list(texts)
    made = np.zeros((len(given), context_length), dtype=np.int64)
    for row, text in zip(made, given, strict=True):
        tokens = [START, *_tokenizer.encode(text), END]
        if len(tokens) > context_length:
            if not truncate and _tokenizer.least(text) + 2 > context_length:
                raise RuntimeError(f"Input {text} is too long for context length {context_length}")
            if not truncate:
                _say_cut(context_length)
            tokens = [*tokens[: context_length - 1], END]
        row[: len(tokens)] = tokens
    follow(desk().context, given, made)
    return torch.from_numpy(made)


def _say_cut(length: int) -> None:
    desk().context.substituted_once(
        asked="clip.tokenize with the real vocabulary",
        served=f"texts that fit into {length} tokens there, cut to the first {length - 2} characters",
        how="tokenizer",
        why="the tokenizer here knows single characters only",
    )


def _transform(size: int) -> Compose:
    """Pictures to (3, size, size): the shorter side resized, the middle cut out, values as in training."""
    return Compose(
        [
            Resize(size, interpolation=InterpolationMode.BICUBIC),
            CenterCrop(size),
            _convert_image_to_rgb,
            ToTensor(),
            Normalize(CLIP_MEAN, CLIP_DEVIATION),
        ]
    )


def _convert_image_to_rgb(image: Any) -> Any:
    return image.convert("RGB")
