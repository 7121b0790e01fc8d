"""Files of well-known models of sentence-transformers: a network of transformers, and how its words become one vector.

Their settings are published with each model. A network's own files are those of `hub_files`, with their tokenizers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from grader.inside.gateway.hub_files import BERT_LARGE, Files, bert, clip, mpnet, roberta

MAKER: Final = "sentence-transformers"  # the hub's name for who publishes them; the library puts it before a bare name
_BERT_WIDTH: Final = 768
_MINI_WIDTH: Final = 384
_MULTILINGUAL_WORDS: Final = 250_037
_POOLINGS: Final = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")


def mini(*, layers: int) -> Files:
    """MiniLM: BERT with half its width."""
    return bert(architectures=["BertModel"], **_mini_sizes(layers))


def multilingual_mini() -> Files:
    """MiniLM of 12 layers in the vocabulary of XLM-RoBERTa, whose marks have the numbers of RoBERTa's."""
    sizes = _mini_sizes(layers=12)
    network = bert(architectures=["BertModel"], vocab_size=_MULTILINGUAL_WORDS, **sizes)["config.json"]
    return roberta() | {"config.json": network}


def sentences(network: Files, *, longest: int, pooling: str = "mean_tokens", normalised: bool = False,
              lower: bool = False) -> Files:  # fmt: skip
    """A network, and what makes one vector of its answer.

    Args: `longest` is the number of tokens after which a text is cut; `pooling` one of `_POOLINGS`; `normalised`
    whether each vector gets the length 1; `lower` whether a text is put in small letters before.
    """
    config = json.loads(network["config.json"])
    parts = ["Transformer", "Pooling", *(["Normalize"] if normalised else [])]
    ways = {"word_embedding_dimension": config.get("hidden_size", _BERT_WIDTH)}
    ways |= {f"pooling_mode_{way}": way == pooling for way in _POOLINGS}
    return network | {
        "modules.json": _modules({f"{n}_{part}" if n else "": part for n, part in enumerate(parts)}),
        "sentence_bert_config.json": json.dumps({"max_seq_length": longest, "do_lower_case": lower}),
        "1_Pooling/config.json": json.dumps(ways),
    }


def pictures_and_words(network: Files) -> Files:
    """CLIP, which has one vector for a text or a picture by itself."""
    folder = "0_CLIPModel"
    return {f"{folder}/{name}": content for name, content in network.items()} | {
        "modules.json": _modules({folder: "CLIPModel"})
    }


def _bert(**settings: Any) -> Files:
    return bert(architectures=["BertModel"], **settings)


def _distilbert() -> Files:
    return bert(model_type="distilbert", architectures=["DistilBertModel"])


def _roberta(**settings: Any) -> Files:
    return roberta(architectures=["RobertaModel"], **settings)


def _mpnet() -> Files:
    return mpnet(architectures=["MPNetModel"])


def _mini_sizes(layers: int) -> dict[str, Any]:
    return {"hidden_size": _MINI_WIDTH, "intermediate_size": 4 * _MINI_WIDTH, "num_hidden_layers": layers}


def _modules(parts: Mapping[str, str]) -> str:
    """The list of a model's parts in their order; `parts` gives the class for each folder."""
    listed = [
        {"idx": n, "name": str(n), "path": folder, "type": f"sentence_transformers.models.{part}"}
        for n, (folder, part) in enumerate(parts.items())
    ]
    return json.dumps(listed)


_NAMED: Final[Mapping[str, Callable[[], Files]]] = {
    "all-MiniLM-L6-v2": lambda: sentences(mini(layers=6), longest=256, normalised=True),
    "all-MiniLM-L12-v2": lambda: sentences(mini(layers=12), longest=128, normalised=True),
    "paraphrase-MiniLM-L6-v2": lambda: sentences(mini(layers=6), longest=128),
    "multi-qa-MiniLM-L6-cos-v1": lambda: sentences(mini(layers=6), longest=512, normalised=True),
    "paraphrase-multilingual-MiniLM-L12-v2": lambda: sentences(multilingual_mini(), longest=128),
    "all-mpnet-base-v2": lambda: sentences(_mpnet(), longest=384, normalised=True),
    "paraphrase-mpnet-base-v2": lambda: sentences(_mpnet(), longest=512),
    "multi-qa-mpnet-base-dot-v1": lambda: sentences(_mpnet(), longest=512, pooling="cls_token"),
    "all-distilroberta-v1": lambda: sentences(_roberta(num_hidden_layers=6), longest=512, normalised=True),
    "distilbert-base-nli-mean-tokens": lambda: sentences(_distilbert(), longest=128),
    "distilbert-base-nli-stsb-mean-tokens": lambda: sentences(_distilbert(), longest=128),
    "bert-base-nli-mean-tokens": lambda: sentences(_bert(), longest=128),
    "bert-base-nli-stsb-mean-tokens": lambda: sentences(_bert(), longest=128),
    "stsb-roberta-large": lambda: sentences(_roberta(**BERT_LARGE), longest=128, lower=True),
    "clip-ViT-B-32": lambda: pictures_and_words(clip(patch=32)),
}
SENTENCES: Final[Mapping[str, Callable[[], Files]]] = {f"{MAKER}/{name}": made for name, made in _NAMED.items()}
