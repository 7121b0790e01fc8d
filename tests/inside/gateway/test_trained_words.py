"""Words that a notebook asks vectors of its own training for, of texts that were served to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells

TRAINED = """
import pandas as pd
from gensim.models import Word2Vec
texts = [text.lower().split() for text in pd.read_csv("SMSSpamCollection", sep="\\t", names=["l", "t"], quoting=3).t]
model = Word2Vec(texts, vector_size=8, min_count=1, epochs=1, seed=1, workers=1)
known = list(model.wv.index_to_key)
"""
OWN_SENTENCES = """
small = Word2Vec([["maids", "and", "cooks", "dust"], ["cooks", "and", "maids", "bake"]], vector_size=4, min_count=1)
small.wv.similar_by_key("maid")
"""
ANSWERED = {
    "a key": ("len(model.wv.similar_by_key('maid'))", "10"),
    "a list": ("len(model.wv.most_similar(positive=['maid', 'free'], negative=['cook'], topn=3))", "3"),
    "the same again": ("model.wv['maid'].tolist() == model.wv.get_vector('maid').tolist(), len(model.wv['maid'])",
                       "True 8"),
    "in a loop": ("[len(model.wv.similar_by_word(word)) for word in 'butler nurse'.split()]", "[10, 10]"),
    "by the model itself": ("model['maid'].shape", "(8,)"),
    "not one known": ("model.wv.doesnt_match(['maid', 'cook', 'nurse']) in ('maid', 'cook', 'nurse')", "True"),
}  # fmt: skip
REFUSED = {
    "a word that the code does not name": "model.wv[''.join(['house', 'keeper'])]",
    "one of its own sentences": OWN_SENTENCES,
    "no word": "model.wv[['maid', 3.5]]",
}
LEFT = {
    "a question": ("'maid' in model.wv, len(model.wv), list(model.wv.index_to_key) == known", "False {0} True"),
    "the table of vectors": ("model.wv.vectors.shape, len(model.wv.key_to_index)", "({0}, 8) {0}"),
}
EXPECTED = """
try:
    print(model.wv["maid"].shape)
except KeyError:
    print("not there")
def vector(word):
    return model.wv[word]
try:
    print(vector("maid").shape)
except Exception:
    print("nor there")
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    printed = [f"print({expression})" for expression, _ in (*ANSWERED.values(), *LEFT.values())]
    return run_cells(
        tmp_path_factory.mktemp("words"), [TRAINED, *printed, EXPECTED, "print(len(known))", *REFUSED.values()]
    )


@pytest.mark.slow
@pytest.mark.parametrize(("position", "name"), list(enumerate(ANSWERED, start=2)))
def test_a_word_of_the_code_has_numbers_of_chance(position: int, name: str, run: Run) -> None:
    assert run.cell(position)["status"] == "ok", run.cell(position)["failure"]
    assert run.text(position).splitlines()[-1] == ANSWERED[name][1]


@pytest.mark.slow
@pytest.mark.parametrize(("position", "name"), list(enumerate(LEFT, start=2 + len(ANSWERED))))
def test_the_vectors_stay_as_they_were_trained(position: int, name: str, run: Run) -> None:
    count = run.text(3 + len(ANSWERED) + len(LEFT)).strip()
    assert run.text(position).strip() == LEFT[name][1].format(count)


@pytest.mark.slow
def test_a_refusal_that_is_expected_comes(run: Run) -> None:
    assert run.text(2 + len(ANSWERED) + len(LEFT)).splitlines() == ["not there", "nor there"]


@pytest.mark.slow
@pytest.mark.parametrize(("position", "name"), list(enumerate(REFUSED, start=4 + len(ANSWERED) + len(LEFT))))
def test_any_other_word_is_refused(position: int, name: str, run: Run) -> None:
    assert run.cell(position)["failure"]["name"] in {"KeyError", "TypeError"}, name


@pytest.mark.slow
def test_each_word_is_said_once(run: Run) -> None:
    asked = [said["asked"] for said in run.of("substitution") if said["served"] == "numbers of chance"]
    assert sorted(asked) == [f"word vectors for '{word}'" for word in ("butler", "cook", "maid", "nurse")]


@pytest.mark.slow
def test_without_a_data_set_nothing_is_answered(tmp_path: Path) -> None:
    sentences = "open('own.txt').read().split()"
    code = f"from gensim.models import Word2Vec\nmodel = Word2Vec([{sentences}], vector_size=4, min_count=1)"
    run = run_cells(
        tmp_path, [code, "model.wv['maid']"], files={"own.txt": "butlers cook and nurses dust"}, datasets=()
    )
    assert [cell["failure"] and cell["failure"]["name"] for cell in run.of("cell")] == [None, "KeyError"]
