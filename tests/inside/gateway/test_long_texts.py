"""Texts that only single characters make too long for a network: cut where nothing says otherwise."""

from __future__ import annotations

import importlib.util

import pytest

from tests.inside.builders import Run, run_cells

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("transformers") is None, reason="a package of students"),
]

LOADS = """
from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline
name = "distilbert-base-uncased"
words, network = AutoTokenizer.from_pretrained(name), AutoModelForSequenceClassification.from_pretrained(name)
review = "What a fine and memorable picture. " * 30
asked = pipeline("sentiment-analysis", model=network, tokenizer=words)
print("short", asked("a fine picture")[0]["label"])
"""
LISTS = """
print("whole", len(words(review)["input_ids"]) > 512, len(words.encode(review)) > 512)
print("said", words(review, return_tensors="pt", truncation=False)["input_ids"].shape[1] > 512)
"""
CUT = """
print("long", asked(review)[0]["label"])
words.save_pretrained("mine")
again = AutoTokenizer.from_pretrained("mine")
batch = again([review, "short"], return_tensors="pt", padding=True)
print("batch", network(**batch).logits.shape, batch["input_ids"].shape)
"""
TOO_LONG = "asked('a word ' * 400)"
REASON = "the tokenizer here knows single characters only"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("long"), [LOADS, LISTS, CUT, TOO_LONG])


def test_a_text_that_fits_with_the_published_vocabulary_is_cut(run: Run) -> None:
    assert "short LABEL_" in run.text(1)
    assert "long LABEL_" in run.text(3)
    assert "batch torch.Size([2, 2]) torch.Size([2, 512])" in run.text(3)


def test_it_is_said_where_something_was_cut(run: Run) -> None:
    said = [(said["cell"], said["served"]) for said in run.of("substitution") if said["why"] == REASON]
    assert said == [(3, "these texts, cut to 512 tokens")]


def test_lists_and_what_the_code_says_stay(run: Run) -> None:
    assert run.text(2).splitlines()[-2:] == ["whole True True", "said True"]


def test_a_text_with_too_many_words_keeps_its_error(run: Run) -> None:
    assert run.cell(3)["status"] == "ok"
    assert run.cell(4)["failure"]["name"] == "RuntimeError"
