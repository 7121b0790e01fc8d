"""`SentenceTransformer(name)` as notebooks call it: vectors of the published width, of the same weights each time."""

from __future__ import annotations

import importlib.util

import pytest

from grader.evidence.wire.weights import FRESH_WEIGHTS
from tests.inside.builders import Run, run_cells

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("sentence_transformers") is None, reason="a package of students"),
]

MINI = """
import numpy as np, torch
from sentence_transformers import SentenceTransformer, util
torch.manual_seed(3)
expected = torch.rand(1)
torch.manual_seed(3)
model = SentenceTransformer("all-MiniLM-L6-v2")
print("chance", torch.equal(torch.rand(1), expected))
print("sizes", sum(each.numel() for each in model.parameters()), model.max_seq_length)
texts = ["a cat sat on the mat", "Dogs bark. " * 100]
first = model.encode(texts, show_progress_bar=True, batch_size=1)
print("vectors", first.shape, first.dtype, np.allclose((first**2).sum(axis=1), 1))
"""
AGAIN = """
again = SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2", device="cuda")
second = again.encode(texts, convert_to_tensor=True, device="cuda")
print("same", np.allclose(first, second.numpy(), atol=1e-5), not np.allclose(first[0], first[1], atol=1e-3))
print("alike", tuple(util.cos_sim(second, first).shape), round(util.pytorch_cos_sim(second[0], second[0]).item(), 3))
"""
PARTS = """
from transformers import AutoModel, AutoTokenizer
name = "sentence-transformers/all-MiniLM-L6-v2"
words, network = AutoTokenizer.from_pretrained(name), AutoModel.from_pretrained(name)
batch = words(texts[:1], return_tensors="pt")
mean = network(**batch).last_hidden_state.mean(dim=1)
print("by hand", np.allclose(torch.nn.functional.normalize(mean).detach().numpy(), first[:1], atol=1e-5))
"""
OTHERS = """
from PIL import Image
clip = SentenceTransformer("clip-ViT-B-32")
print("clip", clip.encode(Image.new("RGB", (40, 30))).shape, clip.encode(["two dogs in the snow " * 9]).shape)
print("plain", len(SentenceTransformer("distilbert-base-uncased")))
model.save("mine")
print("saved", np.allclose(SentenceTransformer("mine").encode(texts), first, atol=1e-5))
"""
UNKNOWN = "SentenceTransformer('nobody-made-this')"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("sentences"), [MINI, AGAIN, PARTS, OTHERS, UNKNOWN])


def test_texts_become_vectors(run: Run) -> None:
    assert [(cell["status"], cell["failure"]) for cell in run.of("cell")[:4]] == [("ok", None)] * 4
    lines = {line for position in range(1, 5) for line in run.text(position).splitlines()}
    assert lines >= {
        "chance True", "sizes 22713216 256", "vectors (2, 384) float32 True", "same True True", "alike (2, 2) 1.0",
        "by hand True", "clip (512,) (1, 512)", "plain 2", "saved True",
    }  # fmt: skip


def test_fresh_weights_are_said_of_each_network(run: Run) -> None:
    fresh = [(said["cell"], said["asked"]) for said in run.of("substitution") if said["served"] == FRESH_WEIGHTS]
    mini = "sentence-transformers/all-MiniLM-L6-v2 (BertModel) with its pretrained weights"
    assert fresh == [
        (1, mini),
        (2, mini),
        (3, mini),
        (4, "sentence-transformers/clip-ViT-B-32 (CLIPModel) with its pretrained weights"),
        (4, "distilbert-base-uncased (DistilBertModel) with its pretrained weights"),
    ]


def test_a_name_that_nobody_knows_keeps_its_error(run: Run) -> None:
    assert run.cell(5)["failure"]["name"] == "OSError"
    assert any("'sentence-transformers/nobody-made-this'" in note["text"] for note in run.of("note"))
