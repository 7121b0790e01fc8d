"""`clip.model`: CLIP, its parts and weights under OpenAI's names; residual networks are in `residual`.

Source: Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision", section 2.4.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from grader.inside.standins.clip.residual import EXPANSION, SMALLER, ModifiedResNet

State = Mapping[str, Any]  # name -> tensor
HEAD = 64  # values that one head of attention looks at, in every published model


class LayerNorm(nn.LayerNorm):  # type: ignore[misc]  # torch has no types here
    """In single precision always: its weights stay so where the rest of the network is halved."""

    def forward(self, x: Any) -> Any:
        return super().forward(x.float()).to(x.dtype)


class QuickGELU(nn.Module):  # type: ignore[misc]
    """x times the sigmoid of 1.702 x."""

    def forward(self, x: Any) -> Any:
        return x * torch.sigmoid(1.702 * x)


class ResidualAttentionBlock(nn.Module):  # type: ignore[misc]
    """Attention, then two dense layers, each on what was normalised and added to what it was given."""

    def __init__(self, d_model: int, n_head: int, causal: bool = False) -> None:
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, n_head)
        self.ln_1 = LayerNorm(d_model)
        inner = 4 * d_model
        dense = {"c_fc": nn.Linear(d_model, inner), "gelu": QuickGELU(), "c_proj": nn.Linear(inner, d_model)}
        self.mlp = nn.Sequential(OrderedDict(dense))
        self.ln_2 = LayerNorm(d_model)
        self.causal = causal

    def attention(self, x: Any) -> Any:
        mask = None
        if self.causal:  # each token sees those before it
            mask = torch.full((x.shape[0], x.shape[0]), -math.inf, dtype=x.dtype, device=x.device).triu(1)
        return self.attn(x, x, x, need_weights=False, attn_mask=mask)[0]

    def forward(self, x: Any) -> Any:
        """Shape (tokens, rows, width), kept."""
        x = x + self.attention(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):  # type: ignore[misc]
    """Such blocks in a row."""

    def __init__(self, width: int, layers: int, heads: int, causal: bool = False) -> None:
        super().__init__()
        self.width, self.layers = width, layers
        self.resblocks = nn.Sequential(*(ResidualAttentionBlock(width, heads, causal) for _ in range(layers)))

    def forward(self, x: Any) -> Any:
        return self.resblocks(x)


class VisionTransformer(nn.Module):  # type: ignore[misc]
    """Pictures of shape (rows, 3, pixels, pixels) to vectors of shape (rows, output_dim)."""

    def __init__(
        self, input_resolution: int, patch_size: int, width: int, layers: int, heads: int, output_dim: int
    ) -> None:
        super().__init__()
        self.input_resolution, self.output_dim = input_resolution, output_dim
        self.conv1 = nn.Conv2d(3, width, kernel_size=patch_size, stride=patch_size, bias=False)
        self.class_embedding = nn.Parameter(torch.randn(width) * width**-0.5)
        places = (input_resolution // patch_size) ** 2 + 1
        self.positional_embedding = nn.Parameter(torch.randn(places, width) * width**-0.5)
        self.ln_pre = LayerNorm(width)
        self.transformer = Transformer(width, layers, heads)
        self.ln_post = LayerNorm(width)
        self.proj = nn.Parameter(torch.randn(width, output_dim) * width**-0.5)

    def forward(self, x: Any) -> Any:
        patches = self.conv1(x).flatten(2).transpose(1, 2)
        whole = self.class_embedding.to(patches.dtype).expand(len(patches), 1, -1)
        tokens = torch.cat([whole, patches], dim=1) + self.positional_embedding.to(patches.dtype)
        tokens = self.transformer(self.ln_pre(tokens).transpose(0, 1)).transpose(0, 1)
        first = self.ln_post(tokens[:, 0])
        return first if self.proj is None else first @ self.proj


class CLIP(nn.Module):  # type: ignore[misc]
    """Pictures and texts as vectors of one space.

    Args: `vision_layers` is a number for a vision transformer, the blocks of four parts for a residual network, which
        has no patches.
    """

    def __init__(
        self, embed_dim: int, image_resolution: int, vision_layers: int | tuple[int, ...], vision_width: int,
        vision_patch_size: int | None, context_length: int, vocab_size: int, transformer_width: int,
        transformer_heads: int, transformer_layers: int,
    ) -> None:  # fmt: skip
        super().__init__()
        self.context_length, self.vocab_size = context_length, vocab_size
        if isinstance(vision_layers, int):
            assert vision_patch_size is not None
            self.visual = VisionTransformer(
                image_resolution, vision_patch_size, vision_width, vision_layers, vision_width // HEAD, embed_dim
            )
        else:
            heads = vision_width * 2 ** (len(vision_layers) - 1) * EXPANSION // HEAD
            self.visual = ModifiedResNet(vision_layers, embed_dim, heads, image_resolution, vision_width)
        self.transformer = Transformer(transformer_width, transformer_layers, transformer_heads, causal=True)
        self.token_embedding = nn.Embedding(vocab_size, transformer_width)
        self.positional_embedding = nn.Parameter(torch.empty(context_length, transformer_width))
        self.ln_final = LayerNorm(transformer_width)
        self.text_projection = nn.Parameter(torch.empty(transformer_width, embed_dim))
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.initialize_parameters()

    def initialize_parameters(self) -> None:
        """As before training, by the deviations that the paper's code uses for texts."""
        width, layers = self.transformer.width, self.transformer.layers
        deviations = [
            (self.token_embedding.weight, 0.02),
            (self.positional_embedding, 0.01),
            (self.text_projection, width**-0.5),
        ]
        for block in self.transformer.resblocks:
            deviations += [
                (block.attn.in_proj_weight, width**-0.5),
                (block.attn.out_proj.weight, width**-0.5 * (2 * layers) ** -0.5),
                (block.mlp.c_fc.weight, (2 * width) ** -0.5),
                (block.mlp.c_proj.weight, width**-0.5 * (2 * layers) ** -0.5),
            ]
        for tensor, deviation in deviations:
            nn.init.normal_(tensor, std=deviation)
        if isinstance(self.visual, ModifiedResNet):
            self.visual.initialize_parameters()

    @property
    def dtype(self) -> Any:
        return self.visual.conv1.weight.dtype

    def encode_image(self, image: Any) -> Any:
        """Vectors of pictures that `preprocess` made: shape (rows, embed_dim)."""
        return self.visual(image.to(self.dtype))

    def encode_text(self, text: Any) -> Any:
        """Vectors of texts that `tokenize` made: shape (rows, embed_dim)."""
        ends = text.argmax(dim=-1)  # the mark of the end has the largest number
        places = self.positional_embedding
        if len(text) and text.shape[1] == len(places):
            # No token sees those behind it, so what follows the last mark of the end changes nothing and costs time.
            used = int(ends.max()) + 1
            text, places = text[:, :used], places[:used]
        tokens = self.token_embedding(text) + places
        # By its name: what is given by place is taken for rows, and these are places of tokens.
        seen = self.transformer(x=tokens.to(self.dtype).transpose(0, 1)).transpose(0, 1)
        return self.ln_final(seen)[torch.arange(len(text), device=seen.device), ends] @ self.text_projection

    def forward(self, image: Any, text: Any) -> tuple[Any, Any]:
        """Scaled cosines of each picture with each text, shape (pictures, texts), and the same turned."""
        pictures, texts = self.encode_image(image), self.encode_text(text)
        pictures = pictures / pictures.norm(dim=-1, keepdim=True)
        texts = texts / texts.norm(dim=-1, keepdim=True)
        logits = self.logit_scale.exp() * pictures @ texts.t()
        return logits, logits.t()


def convert_weights(model: Any) -> None:
    """Halve the precision of all that multiplies; norms, embeddings and the scale keep theirs."""
    for module in model.modules():
        halved: list[Any] = []
        if isinstance(module, nn.Linear | nn.Conv1d | nn.Conv2d):
            halved = [module.weight, module.bias]
        elif isinstance(module, nn.MultiheadAttention):
            halved = [module.in_proj_weight, module.in_proj_bias]
        halved += [getattr(module, name, None) for name in ("text_projection", "proj")]
        for tensor in halved:
            if isinstance(tensor, nn.Parameter):
                tensor.data = tensor.data.half()


def build_model(state_dict: State) -> CLIP:
    """The network that weights of these shapes belong to, with these weights, in single precision.

    Raises: RuntimeError where they are those of no CLIP.
    """
    if "visual.proj" not in state_dict and "visual.attnpool.c_proj.weight" not in state_dict:
        raise RuntimeError("these are not the weights of a CLIP")
    vision = _transformer_of(state_dict) if "visual.proj" in state_dict else _residual_of(state_dict)
    tokens, text_width = state_dict["positional_embedding"].shape
    with torch.device("meta"):  # its own weights would be thrown away
        model: CLIP = CLIP(
            embed_dim=state_dict["text_projection"].shape[1],
            **vision,
            context_length=tokens,
            vocab_size=len(state_dict["token_embedding.weight"]),
            transformer_width=text_width,
            transformer_heads=text_width // HEAD,
            transformer_layers=_layers(state_dict, "transformer.resblocks."),
        )
    # Counts of batches stay whole numbers.
    state = {name: tensor.float() if tensor.is_floating_point() else tensor for name, tensor in state_dict.items()}
    model.load_state_dict(state, assign=True)
    model.eval()
    return model


def _transformer_of(state_dict: State) -> dict[str, Any]:
    """The sizes of a vision transformer, as `CLIP` takes them."""
    width, _, _, patch = state_dict["visual.conv1.weight"].shape
    return {
        "image_resolution": patch * _side(state_dict["visual.positional_embedding"]),
        "vision_layers": _layers(state_dict, "visual.transformer.resblocks."),
        "vision_width": width,
        "vision_patch_size": patch,
    }


def _residual_of(state_dict: State) -> dict[str, Any]:
    """The sizes of a residual network."""
    parts = [{name.split(".")[2] for name in state_dict if name.startswith(f"visual.layer{n}.")} for n in range(1, 5)]
    return {
        "image_resolution": SMALLER * _side(state_dict["visual.attnpool.positional_embedding"]),
        "vision_layers": tuple(len(blocks) for blocks in parts),
        "vision_width": state_dict["visual.layer1.0.conv1.weight"].shape[0],
        "vision_patch_size": None,
    }


def _side(places: Any) -> int:
    """Of the square that places make, beside the one for the whole."""
    return math.isqrt(len(places) - 1)


def _layers(state_dict: State, prefix: str) -> int:
    return sum(1 for name in state_dict if name.startswith(prefix) and name.endswith(".ln_1.weight"))
