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

from grader.inside.gateway import hub_pictures

Files = dict[str, str]  # name -> content

CLIP_MEAN: Final = (0.48145466, 0.4578275, 0.40821073)
CLIP_DEVIATION: Final = (0.26862954, 0.26130258, 0.27577711)
# BERT's vocabularies: [PAD] is 0, the other marks are 100 to 103, characters follow at 999 or, with capitals, at 106.
_BERT_MARKS: Final = ("[UNK]", "[CLS]", "[SEP]", "[MASK]")
_BERT_FIRST_MARK, _BERT_FIRST_CHARACTER, _CASED_FIRST_CHARACTER = 100, 999, 106
_CASED_WORDS: Final = 28996  # in the vocabulary of the models that tell capitals apart
_ROBERTA_MARKS: Final = ("<s>", "<pad>", "</s>", "<unk>")  # and MPNet's
_MPNET_WORDS: Final = 30527
_WORD_BEGINS: Final = "▁"  # as vocabularies of SentencePiece write a space
BERT_LARGE: Final[dict[str, Any]] = {
    "hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 16, "num_hidden_layers": 24
}  # fmt: skip
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


def bert(*, cased: bool = False, classes: tuple[str, ...] = (), **settings: Any) -> Files:
    """BERT of the base size, and what shares its vocabulary, or with `classes` one trained to tell these apart.

    Args: `settings` are those that differ.
    """
    config: dict[str, Any] = {"model_type": "bert", "architectures": ["BertForMaskedLM"]}
    config |= {"vocab_size": _CASED_WORDS} if cased else {}
    config |= _telling("BertForSequenceClassification", classes) if classes else {}
    config |= settings
    tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": not cased, "model_max_length": 512}
    return _written(config, tokenizer) | {"vocab.txt": "\n".join(_bert_vocabulary(cased=cased)) + "\n"}


def distilbert(*, cased: bool = False, classes: tuple[str, ...] = ()) -> Files:
    """DistilBERT, or with `classes` one trained to tell these apart."""
    settings: dict[str, Any] = {"model_type": "distilbert", "architectures": ["DistilBertForMaskedLM"]}
    settings |= _telling("DistilBertForSequenceClassification", classes) if classes else {}
    return bert(cased=cased, **settings)


def visual_bert(*, seen: int) -> Files:
    """VisualBERT of the base size, which looks at `seen` values of each region of a picture."""
    settings: dict[str, Any] = {"model_type": "visual_bert", "architectures": ["VisualBertForPreTraining"]}
    return bert(**settings, visual_embedding_dim=seen)


def roberta(**settings: Any) -> Files:
    """RoBERTa of the base size; `settings` are those that differ."""
    words = (*_ROBERTA_MARKS, *byte_letters().values())
    vocabulary = {word: number for number, word in enumerate(words)} | {"<mask>": 50264}
    config = {
        "model_type": "roberta", "architectures": ["RobertaForMaskedLM"], "vocab_size": 50265,
        "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-5,
        "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2, **settings,
    }  # fmt: skip
    return _written(config, {"tokenizer_class": "RobertaTokenizer", "model_max_length": 512}) | {
        "vocab.json": json.dumps(vocabulary),
        "merges.txt": "#version: 0.2\n",
    }


def xlm_roberta(**settings: Any) -> Files:
    """XLM-RoBERTa of the base size, for texts of many languages; `settings` are those that differ."""
    characters = list(dict.fromkeys([*string.ascii_letters, *string.digits, *string.punctuation, *_MORE_LETTERS]))
    # With the mark that stands before each word: one character alone, or as a word's first.
    pieces = [_WORD_BEGINS, *characters, *(f"{_WORD_BEGINS}{letter}" for letter in characters)]
    vocabulary = [*((mark, 0.0) for mark in _ROBERTA_MARKS), *((piece, -1.0) for piece in pieces), ("<mask>", 0.0)]
    config = {
        "model_type": "xlm-roberta", "architectures": ["XLMRobertaForMaskedLM"], "vocab_size": 250_002,
        "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-5,
        "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2, **settings,
    }  # fmt: skip
    added = [
        {"id": number, "content": mark, "single_word": False, "lstrip": mark == "<mask>", "rstrip": False,
         "normalized": False, "special": True}
        for number, (mark, _) in enumerate(vocabulary) if mark in (*_ROBERTA_MARKS, "<mask>")
    ]  # fmt: skip
    tokenizer = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
        "pre_tokenizer": None, "post_processor": None, "decoder": None,  # the library's class has its own
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary},
    }  # fmt: skip
    return _written(config, {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": 512}) | {
        "tokenizer.json": json.dumps(tokenizer)
    }


def mpnet(**settings: Any) -> Files:
    """MPNet of the base size, whose vocabulary is BERT's between marks of its own; `settings` are those that differ."""
    words = [*_ROBERTA_MARKS, *_bert_vocabulary(cased=False)]
    unused = [f"[unused{number}]" for number in range(len(words), _MPNET_WORDS - 1)]
    config = {
        "model_type": "mpnet", "architectures": ["MPNetForMaskedLM"], "vocab_size": _MPNET_WORDS,
        "max_position_embeddings": 514, "layer_norm_eps": 1e-5, "relative_attention_num_buckets": 32,
        "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2, **settings,
    }  # fmt: skip
    tokenizer = {"tokenizer_class": "MPNetTokenizer", "do_lower_case": True, "model_max_length": 512}
    return _written(config, tokenizer) | {"vocab.txt": "\n".join([*words, *unused, "<mask>"]) + "\n"}


def gpt2(**settings: int) -> Files:
    """GPT-2 of its smallest size; `settings` are those that differ."""
    vocabulary = {letter: number for number, letter in enumerate(byte_letters().values())} | {"<|endoftext|>": 50256}
    config = {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], **settings}
    return _written(config, {"tokenizer_class": "GPT2Tokenizer", "model_max_length": 1024}) | {
        "vocab.json": json.dumps(vocabulary),
        "merges.txt": "#version: 0.2\n",
    }


KNOWN: Final[Mapping[str, Callable[[], Files]]] = {
    "openai/clip-vit-base-patch32": lambda: clip(patch=32),
    "openai/clip-vit-base-patch16": lambda: clip(patch=16),
    "openai/clip-vit-large-patch14": lambda: clip(patch=14, large=True),
    "openai/clip-vit-large-patch14-336": lambda: clip(patch=14, large=True, pixels=336),
    **hub_pictures.KNOWN,
    "bert-base-uncased": bert,
    "bert-base-cased": lambda: bert(cased=True),
    # Its characters have the numbers of the English one here, in a vocabulary of its own size.
    "bert-base-multilingual-cased": lambda: bert(cased=True, vocab_size=119_547),
    "bert-large-uncased": lambda: bert(**BERT_LARGE),
    "bert-large-cased": lambda: bert(cased=True, **BERT_LARGE),
    "Hate-speech-CNERG/bert-base-uncased-hatexplain": lambda: bert(classes=("hate speech", "normal", "offensive")),
    "distilbert-base-uncased": distilbert,
    "distilbert-base-cased": lambda: distilbert(cased=True),
    "distilbert-base-uncased-finetuned-sst-2-english": lambda: distilbert(classes=("NEGATIVE", "POSITIVE")),
    "uclanlp/visualbert-vqa-coco-pre": lambda: visual_bert(seen=2048),
    "uclanlp/visualbert-nlvr2-coco-pre": lambda: visual_bert(seen=1024),
    "roberta-base": roberta,
    "roberta-large": lambda: roberta(**BERT_LARGE),
    "distilroberta-base": lambda: roberta(num_hidden_layers=6),
    "xlm-roberta-base": xlm_roberta,
    "xlm-roberta-large": lambda: xlm_roberta(**BERT_LARGE),
    "microsoft/mpnet-base": mpnet,
    "gpt2": gpt2,
    "distilgpt2": lambda: gpt2(n_layer=6),
}
# The hub moved its oldest models below their makers' names and answers to both.
_MAKERS: Final = {
    "google-bert": ("bert-base-uncased", "bert-base-cased", "bert-large-uncased", "bert-large-cased",
                    "bert-base-multilingual-cased"),
    "distilbert": (
        "distilbert-base-uncased", "distilbert-base-cased", "distilbert-base-uncased-finetuned-sst-2-english",
        "distilroberta-base", "distilgpt2",
    ),
    "FacebookAI": ("roberta-base", "roberta-large", "xlm-roberta-base", "xlm-roberta-large"),
    "openai-community": ("gpt2",),
}  # fmt: skip
OTHER_NAMES: Final[Mapping[str, str]] = {f"{maker}/{name}": name for maker, names in _MAKERS.items() for name in names}


def byte_letters() -> dict[int, str]:
    """The printable letter that byte-level vocabularies write for each byte, in the order of their numbers.

    Bytes that are printable stand for themselves; the others follow, as letters from 256 on.
    """
    own = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in own]
    return {byte: chr(byte) for byte in own} | {byte: chr(256 + n) for n, byte in enumerate(rest)}


def _telling(network: str, classes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "architectures": [network],
        "id2label": {str(number): name for number, name in enumerate(classes)},
        "label2id": {name: number for number, name in enumerate(classes)},
    }


def _bert_vocabulary(*, cased: bool) -> list[str]:
    first = _CASED_FIRST_CHARACTER if cased else _BERT_FIRST_CHARACTER
    unused = [f"[unused{n}]" for n in range(cased, first)]  # counted from 1 where capitals are told apart
    before = _BERT_FIRST_MARK - 1
    words = ["[PAD]", *unused[:before], *_BERT_MARKS, *unused[before : first - len(_BERT_MARKS) - 1]]
    letters = (string.ascii_letters if cased else string.ascii_lowercase) + string.digits + string.punctuation
    characters = list(dict.fromkeys([*sorted(letters), *_MORE_LETTERS]))
    return [*words, *characters, *(f"##{letter}" for letter in characters)]


def _written(config: Mapping[str, Any], tokenizer: Mapping[str, Any]) -> Files:
    return {"config.json": json.dumps(config), "tokenizer_config.json": json.dumps(tokenizer)}
