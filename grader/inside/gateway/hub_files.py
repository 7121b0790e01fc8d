"""Files of well-known models of the Hugging Face hub that can be written without having seen them: their settings.

The settings are published with each model and are what its library takes by default. A vocabulary cannot be made up,
so tokenizers here know single characters only, under the numbers that these have in the real vocabulary where it gives
them one. Every text can be encoded and decoded; it becomes longer than with the real tokenizer.
"""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Mapping
from typing import Any, Final

Files = dict[str, str]  # name -> content

CLIP_MEAN: Final = (0.48145466, 0.4578275, 0.40821073)
CLIP_DEVIATION: Final = (0.26862954, 0.26130258, 0.27577711)
# BERT's vocabulary: [PAD] is 0, the other marks are 100 to 103, characters follow at 999.
_BERT_MARKS: Final = ("[UNK]", "[CLS]", "[SEP]", "[MASK]")
_BERT_FIRST_MARK, _BERT_FIRST_CHARACTER = 100, 999
_MORE_LETTERS: Final = (
    "".join(map(chr, (*range(0xA1, 0x180), *range(0x391, 0x3CA), *range(0x410, 0x450)))) + "–—‘’“”…€™"
)


def clip(*, patch: int, large: bool = False, pixels: int = 224) -> Files:
    """CLIP with a vision transformer; `pixels` x `pixels` in patches of `patch` x `patch`.

    Args: `large` is the size called so; else it is the base size.
    """
    size = {"height": pixels, "width": pixels}
    text: dict[str, int] = {}
    vision = {"patch_size": patch, "image_size": pixels}
    if large:
        text = {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12, "projection_dim": 768}
        vision |= {
            "hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 16, "num_hidden_layers": 24,
            "projection_dim": 768,
        }  # fmt: skip
    processor = {
        "image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": pixels},
        "resample": 3,
        "do_center_crop": True, "crop_size": size, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
        "image_mean": CLIP_MEAN, "image_std": CLIP_DEVIATION, "do_convert_rgb": True,
    }  # fmt: skip
    letters = list(byte_letters().values())
    vocabulary = {letter: number for number, letter in enumerate((*letters, *(f"{one}</w>" for one in letters)))}
    vocabulary |= {"<|startoftext|>": 49406, "<|endoftext|>": 49407}
    tokenizer = {
        "tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": "<|startoftext|>",
        "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
    }  # fmt: skip
    config = {
        "model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": 768 if large else 512,
        "text_config": {"model_type": "clip_text_model", "bos_token_id": 49406, "eos_token_id": 49407, **text},
        "vision_config": {"model_type": "clip_vision_model", **vision},
    }  # fmt: skip
    return _written(config, tokenizer) | {
        "preprocessor_config.json": json.dumps(processor),
        "vocab.json": json.dumps(vocabulary),
        "merges.txt": "#version: 0.2\n",
    }


def bert(*, model_type: str = "bert", architecture: str = "BertForMaskedLM") -> Files:
    """BERT of the base size for text in lower case, and what shares its vocabulary."""
    tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512}
    return _written({"model_type": model_type, "architectures": [architecture]}, tokenizer) | {
        "vocab.txt": "\n".join(_bert_vocabulary()) + "\n"
    }


def roberta() -> Files:
    """RoBERTa of the base size."""
    marks = ("<s>", "<pad>", "</s>", "<unk>")
    vocabulary = {word: number for number, word in enumerate((*marks, *byte_letters().values()))} | {"<mask>": 50264}
    config = {
        "model_type": "roberta", "architectures": ["RobertaForMaskedLM"], "vocab_size": 50265,
        "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-5,
        "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
    }  # fmt: skip
    return _written(config, {"tokenizer_class": "RobertaTokenizer", "model_max_length": 512}) | {
        "vocab.json": json.dumps(vocabulary),
        "merges.txt": "#version: 0.2\n",
    }


def vit(*, classes: int | None = None) -> Files:
    """The vision transformer of the base size, 224 x 224 pixels in patches of 16 x 16, for `classes` if for any."""
    config: dict[str, Any] = {"model_type": "vit", "architectures": ["ViTModel"]}
    if classes is not None:
        labels = {str(number): f"LABEL_{number}" for number in range(classes)}
        config |= {"architectures": ["ViTForImageClassification"], "id2label": labels}
    processor = {
        "image_processor_type": "ViTImageProcessor", "do_resize": True, "size": {"height": 224, "width": 224},
        "resample": 2, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True,
        "image_mean": (0.5, 0.5, 0.5), "image_std": (0.5, 0.5, 0.5),
    }  # fmt: skip
    return {"config.json": json.dumps(config), "preprocessor_config.json": json.dumps(processor)}


KNOWN: Final[Mapping[str, Callable[[], Files]]] = {
    "openai/clip-vit-base-patch32": lambda: clip(patch=32),
    "openai/clip-vit-base-patch16": lambda: clip(patch=16),
    "openai/clip-vit-large-patch14": lambda: clip(patch=14, large=True),
    "openai/clip-vit-large-patch14-336": lambda: clip(patch=14, large=True, pixels=336),
    "google/vit-base-patch16-224": lambda: vit(classes=1000),
    "google/vit-base-patch16-224-in21k": vit,
    "bert-base-uncased": bert,
    "distilbert-base-uncased": lambda: bert(model_type="distilbert", architecture="DistilBertForMaskedLM"),
    "roberta-base": roberta,
}
# The hub moved its oldest models below their makers' names and answers to both.
OTHER_NAMES: Final[Mapping[str, str]] = {
    "google-bert/bert-base-uncased": "bert-base-uncased",
    "distilbert/distilbert-base-uncased": "distilbert-base-uncased",
    "FacebookAI/roberta-base": "roberta-base",
}


def byte_letters() -> dict[int, str]:
    """The printable letter that byte-level vocabularies write for each byte, in the order of their numbers.

    Bytes that are printable stand for themselves; the others follow, as letters from 256 on.
    """
    own = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in own]
    return {byte: chr(byte) for byte in own} | {byte: chr(256 + n) for n, byte in enumerate(rest)}


def _bert_vocabulary() -> list[str]:
    words = ["[PAD]", *(f"[unused{n}]" for n in range(_BERT_FIRST_MARK - 1)), *_BERT_MARKS]
    words += [f"[unused{n}]" for n in range(_BERT_FIRST_MARK - 1, _BERT_FIRST_CHARACTER - len(_BERT_MARKS) - 1)]
    printable = sorted(string.ascii_lowercase + string.digits + string.punctuation)
    letters = list(dict.fromkeys([*printable, *_MORE_LETTERS]))
    return [*words, *letters, *(f"##{letter}" for letter in letters)]


def _written(config: Mapping[str, Any], tokenizer: Mapping[str, Any]) -> Files:
    return {"config.json": json.dumps(config), "tokenizer_config.json": json.dumps(tokenizer)}
