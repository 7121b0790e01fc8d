"""What is published of the models of sentence-transformers, as their library reads it from a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.inside.gateway import hub_files
from grader.inside.gateway.sentence_files import SENTENCES

TEXTS = [name for name in SENTENCES if "clip" not in name]


@pytest.mark.parametrize(
    ("name", "network", "width", "longest", "pooling", "normalised"),
    [
        ("all-MiniLM-L6-v2", "BertModel", 384, 256, "mean_tokens", True),
        ("all-MiniLM-L12-v2", "BertModel", 384, 128, "mean_tokens", True),
        ("paraphrase-MiniLM-L6-v2", "BertModel", 384, 128, "mean_tokens", False),
        ("paraphrase-multilingual-MiniLM-L12-v2", "BertModel", 384, 128, "mean_tokens", False),
        ("all-mpnet-base-v2", "MPNetModel", 768, 384, "mean_tokens", True),
        ("multi-qa-mpnet-base-dot-v1", "MPNetModel", 768, 512, "cls_token", False),
        ("all-distilroberta-v1", "RobertaModel", 768, 512, "mean_tokens", True),
        ("distilbert-base-nli-mean-tokens", "DistilBertModel", 768, 128, "mean_tokens", False),
        ("stsb-roberta-large", "RobertaModel", 1024, 128, "mean_tokens", False),
    ],
)
def test_a_model_of_texts_is_a_network_a_pooling_and_perhaps_a_length(
    name: str, network: str, width: int, longest: int, pooling: str, normalised: bool
) -> None:
    files = SENTENCES[f"sentence-transformers/{name}"]()
    ways = json.loads(files["1_Pooling/config.json"])
    parts = [part["type"].rpartition(".")[2] for part in json.loads(files["modules.json"])]
    assert json.loads(files["config.json"])["architectures"] == [network]
    assert json.loads(files["sentence_bert_config.json"])["max_seq_length"] == longest
    assert ways.pop("word_embedding_dimension") == width
    assert [way for way, taken in ways.items() if taken] == [f"pooling_mode_{pooling}"]
    assert parts == ["Transformer", "Pooling", *(["Normalize"] if normalised else [])]


def test_clip_lies_in_a_folder_of_its_own() -> None:
    files = SENTENCES["sentence-transformers/clip-ViT-B-32"]()
    (part,) = json.loads(files["modules.json"])
    assert part["path"] == "0_CLIPModel"
    assert json.loads(files["0_CLIPModel/config.json"])["architectures"] == ["CLIPModel"]


def test_mpnet_has_the_words_of_bert_after_its_own_marks() -> None:
    words = hub_files.mpnet()["vocab.txt"].splitlines()
    assert len(words) == len(set(words)) == 30527
    marks = ("<s>", "<pad>", "</s>", "<unk>", "[UNK]", "a", "<mask>")
    assert [words.index(word) for word in marks] == [0, 1, 2, 3, 104, 1041, 30526]


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_every_tokenizer_gives_its_text_back(name: str, tmp_path: Path) -> None:
    from transformers import AutoConfig, AutoTokenizer

    for file, content in SENTENCES[name]().items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(content, encoding="utf-8")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    numbers = tokenizer("a cat, 2 Dogs")["input_ids"]
    assert max(numbers) < AutoConfig.from_pretrained(tmp_path).vocab_size
    told = tokenizer.decode(numbers, skip_special_tokens=True).replace(" ", "")
    assert told.lower() == "acat,2dogs"
    assert tokenizer.pad_token in {"<pad>", "[PAD]"}
