"""Where the weights of a CLIP come from: a file of OpenAI's, the hub's in the course's cache, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import torch

from grader.evidence.wire.weights import TORCH
from grader.inside.gateway.weights import Weights
from grader.inside.standins.clip.model import CLIP, State, build_model
from grader.inside.standins.desk import desk

Sizes: TypeAlias = tuple[int | tuple[int, ...] | None, ...]
# Name -> the same model on the hub, where there is one; and as `CLIP` takes them: vector, pixels, layers, width and
# patch of the network for pictures, tokens, vocabulary, width, heads and layers of that for texts.
MODELS: Final[dict[str, tuple[str, Sizes]]] = {
    "RN50": ("", (1024, 224, (3, 4, 6, 3), 64, None, 77, 49408, 512, 8, 12)),
    "RN101": ("", (512, 224, (3, 4, 23, 3), 64, None, 77, 49408, 512, 8, 12)),
    "RN50x4": ("", (640, 288, (4, 6, 10, 6), 80, None, 77, 49408, 640, 10, 12)),
    "RN50x16": ("", (768, 384, (6, 8, 18, 8), 96, None, 77, 49408, 768, 12, 12)),
    "RN50x64": ("", (1024, 448, (3, 15, 36, 10), 128, None, 77, 49408, 1024, 16, 12)),
    "ViT-B/32": ("openai/clip-vit-base-patch32", (512, 224, 12, 768, 32, 77, 49408, 512, 8, 12)),
    "ViT-B/16": ("openai/clip-vit-base-patch16", (512, 224, 12, 768, 16, 77, 49408, 512, 8, 12)),
    "ViT-L/14": ("openai/clip-vit-large-patch14", (768, 224, 24, 1024, 14, 77, 49408, 768, 12, 12)),
    "ViT-L/14@336px": ("openai/clip-vit-large-patch14-336", (768, 336, 24, 1024, 14, 77, 49408, 768, 12, 12)),
}
# What the hub calls the parts of a layer, and what OpenAI does.
_PARTS: Final = {
    "self_attn.out_proj": "attn.out_proj", "layer_norm1": "ln_1", "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj",
}  # fmt: skip
_ALONE: Final = {
    "logit_scale": "logit_scale",
    "vision_model.embeddings.class_embedding": "visual.class_embedding",
    "vision_model.embeddings.patch_embedding.weight": "visual.conv1.weight",
    "vision_model.embeddings.position_embedding.weight": "visual.positional_embedding",
    "vision_model.pre_layrnorm.weight": "visual.ln_pre.weight",
    "vision_model.pre_layrnorm.bias": "visual.ln_pre.bias",
    "vision_model.post_layernorm.weight": "visual.ln_post.weight",
    "vision_model.post_layernorm.bias": "visual.ln_post.bias",
    "text_model.embeddings.token_embedding.weight": "token_embedding.weight",
    "text_model.embeddings.position_embedding.weight": "positional_embedding",
    "text_model.final_layer_norm.weight": "ln_final.weight",
    "text_model.final_layer_norm.bias": "ln_final.bias",
}
_NUMBERS: Final = ("input_resolution", "context_length", "vocab_size")  # sizes that a compiled network keeps as tensors
_TURNED: Final = {"visual_projection.weight": "visual.proj", "text_projection.weight": "text_projection"}
_STACKS: Final = {"vision_model.encoder.layers": "visual.transformer.resblocks",
                  "text_model.encoder.layers": "transformer.resblocks"}  # fmt: skip


def network(name: str, download_root: str | None) -> CLIP:
    """The network of a published name; the evidence says whose weights it has.

    Args: `download_root` is where the notebook keeps such files, if it brought one.
    """
    weights = Weights(desk().context)
    hub, sizes = MODELS[name]
    file = f"{name.replace('/', '-').replace('@', '-')}.pt"
    brought = Path(download_root or Path.home() / ".cache" / "clip") / file
    if brought.is_file():
        return build_model(read_state(brought))
    found = weights.file(TORCH, file)
    if found is not None:
        weights.say_found(f"CLIP {name}", found[0].name, found[1])
        return build_model(read_state(found[0]))
    if hub and weights.hub_folder(hub) is not None:
        from transformers import CLIPModel

        return build_model(state_of(CLIPModel.from_pretrained(hub).state_dict()))  # which says what it found
    weights.say_fresh(f"CLIP {name} with its pretrained weights")
    fresh: CLIP = CLIP(*sizes)  # type: ignore[arg-type]  # each size is of the kind that its place takes
    fresh.eval()
    return fresh


def read_state(file: Path) -> State:
    """The weights in a file: OpenAI's compiled network, or a state.

    Raises: what PyTorch raises for a file that is neither.
    """
    try:
        state: Any = torch.jit.load(str(file), map_location="cpu").state_dict()
    except RuntimeError:
        state = torch.load(file, map_location="cpu", weights_only=True)
    return {name: tensor for name, tensor in state.items() if name not in _NUMBERS}


def state_of(hub: State) -> State:
    """The weights of transformers' CLIPModel under OpenAI's names."""
    made = {new: hub[old] for old, new in _ALONE.items()}
    made |= {new: hub[old].T.contiguous() for old, new in _TURNED.items()}
    for old, new in _STACKS.items():
        for layer in range(len({key.split(".")[3] for key in hub if key.startswith(f"{old}.")})):
            made |= dict(_layer(hub, f"{old}.{layer}", f"{new}.{layer}"))
    return made


def _layer(hub: State, old: str, new: str) -> Iterator[tuple[str, Any]]:
    for kind in ("weight", "bias"):
        for theirs, ours in _PARTS.items():
            yield f"{new}.{ours}.{kind}", hub[f"{old}.{theirs}.{kind}"]
        three = [hub[f"{old}.self_attn.{name}_proj.{kind}"] for name in "qkv"]
        yield f"{new}.attn.in_proj_{kind}", torch.cat(three)
