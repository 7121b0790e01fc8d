"""The stand-in for OpenAI's `clip`: networks of the published sizes, weights from the cache or fresh, and texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.evidence.wire.weights import CACHED_WEIGHTS, FRESH_WEIGHTS
from tests.inside.builders import Run, run_cells

FRESH = """
import clip, torch
from PIL import Image
model, preprocess = clip.load("ViT-B/32", device="cuda" if torch.cuda.is_available() else "cpu", jit=False)
network = model
print(sum(p.numel() for p in model.parameters()), model.dtype, model.training)
print(model.visual.output_dim, model.visual.input_resolution, model.context_length, model.vocab_size)
"""
USED = """
tokens = clip.tokenize(["a cat", "NO"])
images = torch.stack([preprocess(Image.new("L", (300, 250 + n))) for n in range(3)])
print(tuple(tokens.shape), tokens.dtype, tokens[1, :5].tolist(), tuple(images.shape))
with torch.no_grad():
    pictures, texts = model.encode_image(images), model.encode_text(tokens)
    per_image, per_text = model(images, tokens)
print(tuple(pictures.shape), tuple(texts.shape), tuple(per_image.shape), tuple(per_text.shape))
"""
LENGTHS = """
long = "the " * 30
print(clip.tokenize(long)[0, -1].item(), clip.tokenize("word " * 90, truncate=True)[0, -1].item())
print(tuple(clip.tokenize("ab", context_length=4).shape), model.transformer.resblocks[0].attn.num_heads)
clip.tokenize("word " * 90)
"""
RESIDUAL = """
residual, prepare = clip.load("RN50", device="cpu")
with torch.no_grad():
    seen = residual.encode_image(torch.randn(2, 3, 224, 224))
print(len(clip.available_models()), tuple(seen.shape), residual.visual.input_resolution)
print([name for name, _ in residual.visual.named_children()])
same = clip.model.build_model(residual.state_dict())
with torch.no_grad():
    print(torch.allclose(same.visual(torch.ones(1, 3, 224, 224)), residual.visual(torch.ones(1, 3, 224, 224))))
"""
UNKNOWN = "clip.load('ViT-Z/1')"
CLONED = """
!git clone -q https://github.com/openai/CLIP.git
!git clone https://github.com/openai/CLIP my_clip && ls -d my_clip
%pip install -e CLIP/
"""
FROM_CLONE = """
from CLIP.clip import *
from CLIP import clip as again
from my_clip.clip.model import build_model
from clip.simple_tokenizer import SimpleTokenizer
print(load is again.load, tokenize("a").shape[1], SimpleTokenizer().decode(SimpleTokenizer().encode("Ab c")))
state = network.state_dict()
smaller = build_model({name: state[name] for name in state if ".resblocks." not in name or ".resblocks.0." in name})
again.model.convert_weights(smaller)
with torch.no_grad():
    halves = smaller(torch.zeros(1, 3, 224, 224), tokenize(["a", "b"]))
print(smaller.transformer.layers, halves[0].dtype, smaller.ln_final.weight.dtype, smaller.float().dtype)
"""
SIZES = """
from grader.inside.standins.clip.pretrained import MODELS
with torch.device("meta"):
    for name, (_, sizes) in MODELS.items():
        print(name, sum(p.numel() for p in again.model.CLIP(*sizes).parameters()))
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("clip")
    return run_cells(folder, [FRESH, USED, LENGTHS, RESIDUAL, UNKNOWN, CLONED, FROM_CLONE, SIZES])


@pytest.mark.slow
def test_a_network_without_a_cache_has_the_published_sizes(ran: Run) -> None:
    assert ran.text(1).splitlines() == ["151277313 torch.float32 False", "512 224 77 49408"]
    said = {data["asked"]: data for data in ran.of("substitution")}
    assert said["CLIP ViT-B/32 with its pretrained weights"]["served"] == FRESH_WEIGHTS
    assert said["CLIP ViT-B/32 with its pretrained weights"]["how"] == "weights"
    assert said["import clip"]["how"] == "stand-in"
    assert ran.text(8).splitlines() == [
        "RN50 102007137", "RN101 119688033", "RN50x4 178300601", "RN50x16 290979217", "RN50x64 623258305",
        "ViT-B/32 151277313", "ViT-B/16 149620737", "ViT-L/14 427616513", "ViT-L/14@336px 427944193",
    ]  # fmt: skip


@pytest.mark.slow
def test_pictures_and_texts_become_vectors(ran: Run) -> None:
    assert ran.text(2).splitlines() == [
        "(2, 77) torch.int64 [49406, 77, 334, 49407, 0] (3, 3, 224, 224)",
        "(3, 512) (2, 512) (3, 2) (2, 3)",
    ]


@pytest.mark.slow
def test_a_text_is_too_long_by_its_words(ran: Run) -> None:
    assert ran.text(3).splitlines() == ["49407 49407", "(1, 4) 8"]
    assert ran.cell(3)["failure"]["name"] == "RuntimeError"
    assert "is too long for context length 77" in ran.cell(3)["failure"]["message"]


@pytest.mark.slow
def test_a_residual_network_has_its_parts(ran: Run) -> None:
    lines = ran.text(4).splitlines()
    assert lines[0] == "9 (2, 1024) 224"
    stem = [f"{part}{n}" for n in (1, 2, 3) for part in ("conv", "bn", "relu")]
    assert lines[1] == str([*stem, "avgpool", "layer1", "layer2", "layer3", "layer4", "attnpool"])
    assert lines[2] == "True"


@pytest.mark.slow
def test_a_name_that_nobody_knows_is_refused(ran: Run) -> None:
    assert ran.cell(5)["failure"]["name"] == "RuntimeError"
    assert "Model ViT-Z/1 not found" in ran.cell(5)["failure"]["message"]


@pytest.mark.slow
def test_a_clone_is_answered_by_the_same_package(ran: Run) -> None:
    assert [(ran.cell(n)["status"], ran.cell(n)["failure"]) for n in (6, 7)] == [("ok", None)] * 2
    assert ran.text(7).splitlines() == ["True 77 ab c", "1 torch.float16 torch.float32 torch.float32"]
    assert {"import CLIP", "import my_clip"} <= {data["asked"] for data in ran.of("substitution")}


@pytest.mark.slow
def test_the_probe_finds_the_network_with_its_layers(ran: Run) -> None:
    found = [model for model in ran.of("model") if "model" in model["names"]][-1]
    assert (found["class_name"], found["cell"], found["parameters"]) == ("CLIP", 1, 151_277_313)
    kinds = [layer["kind"] for layer in found["layers"]]
    assert (kinds.count("attention"), kinds.count("conv2d"), kinds.count("embedding")) == (24, 1, 1)


CACHED = """
import torch
from pathlib import Path
from transformers import CLIPConfig, CLIPModel
cache = Path({folder!r})
one = dict(num_hidden_layers=1, eos_token_id=49407)
small = CLIPConfig(text_config=dict(one, hidden_size=64, num_attention_heads=1, intermediate_size=256),
                   vision_config=dict(one, hidden_size=128, num_attention_heads=2, intermediate_size=512),
                   projection_dim=32)
theirs = CLIPModel(small).eval()
home = cache / "hf" / "models--openai--clip-vit-base-patch32"
theirs.save_pretrained(home / "snapshots" / "1")
(home / "refs").mkdir()
(home / "refs" / "main").write_text("1")
import clip
ours, preprocess = clip.load("ViT-B/32", device="cpu")
pictures, texts = torch.randn(3, 3, 224, 224), clip.tokenize(["a cat", "NO"])
with torch.no_grad():
    wanted, found = theirs(pixel_values=pictures, input_ids=texts), ours(pictures, texts)
print(torch.allclose(wanted.logits_per_image, found[0], atol=1e-4), len(ours.visual.transformer.resblocks))
"""
OPENAI = """
state = {name: tensor.half() for name, tensor in ours.state_dict().items()}
torch.save({**state, "input_resolution": torch.tensor(224)}, cache / "torch" / "ViT-B-16.pt")
again, _ = clip.load("ViT-B/16", device="cpu")
torch.save(state, "mine.pt")
mine, _ = clip.load("mine.pt", device="cpu")
print(again.dtype, torch.equal(again.visual.proj, mine.visual.proj), len(mine.transformer.resblocks))
"""


@pytest.mark.slow
def test_weights_of_the_cache_are_the_ones_that_count(tmp_path: Path) -> None:
    cache = tmp_path / "weights"
    for place in ("torch", "hf/models--openai--clip-vit-base-patch32/snapshots"):
        (cache / place).mkdir(parents=True)
    run = run_cells(tmp_path, [CACHED.format(folder=str(cache)), OPENAI], weights=str(cache))
    assert [(cell["status"], cell["failure"]) for cell in run.of("cell")] == [("ok", None)] * 2
    assert run.text(1).splitlines()[-1] == "True 1"
    assert run.text(2).splitlines() == ["torch.float32 True 1"]
    served = {said["asked"]: said["served"] for said in run.of("substitution") if said["how"] == "weights"}
    assert served["openai/clip-vit-base-patch32 (CLIPModel)"].startswith(CACHED_WEIGHTS)
    assert served["CLIP ViT-B/16"].startswith(CACHED_WEIGHTS)
