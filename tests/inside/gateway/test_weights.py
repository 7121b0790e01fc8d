"""Which file answers for which name, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from grader.evidence.wire.weights import CACHED_WEIGHTS, FLAT, FRESH_WEIGHTS, HUB, KERAS, TORCH
from grader.inside.context import Context
from grader.inside.gateway import hub_files, hub_pictures
from grader.inside.gateway.hub_weights import _Hub, _patch_sentences
from grader.inside.gateway.keras_weights import _answer_files
from grader.inside.gateway.weights import Weights

MOBILE = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_{}_no_top.h5"


class Said:
    """Of an attempt's context, what these tests need."""

    def __init__(self, root: Path, *, cache: bool = True) -> None:
        self.job = SimpleNamespace(weights=str(root / "weights") if cache else "")
        self.private = root / "private"
        self.served = list[str]()
        self.cell = 1
        self.loops = SimpleNamespace(cut=False)

    def substituted(self, *, asked: str, served: str, how: str, why: str) -> None:
        self.served.append(f"{asked} | {served} | {how} | {why}")


def weights(root: Path, *files: str, cache: bool = True) -> tuple[Weights, Said]:
    for name in files:
        path = root / "weights" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    said = Said(root, cache=cache)
    return Weights(cast("Context", said)), said


@pytest.mark.parametrize(
    ("place", "asked", "lies"),
    [
        (KERAS, "vgg16.h5", "keras/vgg16.h5"),
        (TORCH, "vgg16.pth", "flat/vgg16.pth"),
        (TORCH, "squeezenet1_0-b66bff10.pth", "flat/squeezenet1_0_deep_compression.pth"),
        (KERAS, MOBILE.format(96), f"keras/{MOBILE.format(224)}"),
        (KERAS, "vgg16.h5", None),
        (KERAS, MOBILE.format(96).replace("0.35", "0.5"), None),
        (KERAS, "resnet.pth", None),
    ],
)
def test_a_file_is_found_by_the_name_a_library_asks_for(
    place: str, asked: str, lies: str | None, tmp_path: Path
) -> None:
    cache, _ = weights(tmp_path, *([lies] if lies else []), "torch/resnet.pth")
    found = cache.file(place, asked)
    assert (found and found[0]) == (tmp_path / "weights" / lies if lies else None)
    assert found is None or bool(found[1]) == (found[0].name != asked)


def test_without_a_cache_nothing_is_found(tmp_path: Path) -> None:
    cache, _ = weights(tmp_path, "flat/a.h5", cache=False)
    assert cache.file(KERAS, "a.h5") is None
    assert cache.hub_folder("a/b") is None


def test_links_lie_in_homes_that_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("KERAS_HOME", "TORCH_HOME", "HF_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    cache, _ = weights(tmp_path, "flat/a.h5", "flat/b.pth", "keras/c.h5", "hf/models--x--y/snapshots/1/config.json")
    cache.lay_links()
    models, points = tmp_path / "KERAS_HOME/models", tmp_path / "TORCH_HOME/hub/checkpoints"
    assert sorted(path.name for path in models.iterdir()) == ["a.h5", "c.h5"]
    assert [path.name for path in points.iterdir()] == ["b.pth"]
    assert (tmp_path / "HF_HOME/hub/models--x--y/snapshots/1/config.json").is_file()
    (models / "mine.h5").touch()
    assert not (tmp_path / "weights/keras/mine.h5").exists()


def test_keras_is_given_the_file_or_a_name_that_means_none(tmp_path: Path) -> None:
    cache, said = weights(tmp_path, "keras/there.h5")
    module: Any = SimpleNamespace(get_file=lambda *_, **__: "downloaded")
    _answer_files(cache, module)
    there = module.get_file("there.h5", "https://x/there.h5", cache_subdir="models", file_hash="no such hash")
    fresh = module.get_file(None, "https://x/other.h5", cache_subdir="models")
    assert there == str(tmp_path / "weights/keras/there.h5")
    assert fresh.startswith(str(tmp_path / "private"))
    assert module.get_file("data.zip", "https://x/data.zip") == "downloaded"
    assert [line.split(" | ")[1] for line in said.served] == [f"{CACHED_WEIGHTS}: there.h5", FRESH_WEIGHTS]


def test_each_cell_says_of_its_own_networks_what_they_were_given(tmp_path: Path) -> None:
    cache, said = weights(tmp_path)
    for said.cell in (1, 1, 2):
        cache.say_fresh("VGG16 with ImageNet weights")
    assert len(said.served) == 2


def test_a_name_of_the_hub_is_its_cached_one_or_a_folder_of_ours(tmp_path: Path) -> None:
    cache, _ = weights(tmp_path, f"{HUB}/models--google-bert--bert-base-uncased/snapshots/1/config.json", f"{FLAT}/x")
    hub = _Hub(cache)
    assert hub.resolve("bert-base-uncased") == "google-bert/bert-base-uncased"
    assert hub.resolve("someone/unknown") == "someone/unknown"
    made = hub.resolve("FacebookAI/roberta-base")
    assert hub.name_of(made) == "roberta-base"
    assert hub.resolve(made) == made
    assert {path.name for path in Path(made).iterdir()} >= {"config.json", "vocab.json", "merges.txt"}


@pytest.mark.parametrize(
    ("asked", "made_for"),
    [
        pytest.param("all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2", id="a bare name"),
        pytest.param("sentence-transformers/all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2", id="whole"),
        pytest.param("bert-base-uncased", "bert-base-uncased", id="a network of transformers"),
        pytest.param("all-mpnet-base-v2", None, id="in the cache"),
        pytest.param("paraphrase-MiniLM-L6-v2", None, id="a folder of the notebook's"),
        pytest.param("all-unknown-v2", None, id="nobody's"),
        pytest.param(None, None, id="made of modules"),
    ],
)
def test_a_model_of_sentences_is_read_from_a_folder_of_ours_or_as_it_was_asked_for(
    asked: str | None, made_for: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SentenceTransformer:
        def __init__(self, model_name_or_path: Any = None, *, device: str = "") -> None:
            self.read = model_name_or_path

    cache, _ = weights(tmp_path, f"{HUB}/models--sentence-transformers--all-mpnet-base-v2/snapshots/1/config.json")
    hub = _Hub(cache)
    monkeypatch.chdir(tmp_path)
    Path("paraphrase-MiniLM-L6-v2").mkdir()
    _patch_sentences(hub, SimpleNamespace(SentenceTransformer=SentenceTransformer))
    read = SentenceTransformer(asked, device="cpu").read
    assert hub.name_of(read) == made_for
    assert made_for is not None or read == asked


def test_vocabularies_of_characters_keep_the_real_numbers() -> None:
    words = hub_files.bert()["vocab.txt"].splitlines()
    assert len(set(words)) == len(words)
    assert [words.index(word) for word in ("[PAD]", "[UNK]", "[SEP]", "!", "a", "z")] == [0, 100, 102, 999, 1037, 1062]
    cased = hub_files.bert(cased=True)["vocab.txt"].splitlines()
    assert len(set(cased)) == len(cased)
    assert [cased.index(word) for word in ("[PAD]", "[UNK]", "[SEP]", "!", ".", "A", "a")] == [
        0, 100, 102, 106, 119, 138, 170,
    ]  # fmt: skip
    assert len(set(hub_files.byte_letters().values())) == 256


TEXT_NETWORKS = sorted(name for name in hub_files.KNOWN.keys() - hub_pictures.KNOWN.keys() if "clip" not in name)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXT_NETWORKS)
def test_every_known_name_is_read_by_transformers(name: str, tmp_path: Path) -> None:
    """Its tokenizer gives every text back, and its settings those of the class that it names."""
    from transformers import AutoConfig, AutoTokenizer, BertTokenizer

    for file, content in hub_files.KNOWN[name]().items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    config = AutoConfig.from_pretrained(tmp_path)
    tokenizer = (BertTokenizer if "visualbert" in name else AutoTokenizer).from_pretrained(tmp_path)
    numbers = tokenizer("a cat, 2 Dogs")["input_ids"]
    assert max(numbers) < config.vocab_size
    told = tokenizer.decode(numbers, skip_special_tokens=True).replace(" ", "")
    small = any(part in name for part in ("uncased", "visualbert", "mpnet"))
    assert told == ("acat,2dogs" if small else "acat,2Dogs")
