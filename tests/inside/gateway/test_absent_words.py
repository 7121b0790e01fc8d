"""Words that code asks a model of its own for, which the served texts lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells
from tests.inside.data_sets import write_reviews

CELLS = [
    "import gensim\nfrom gensim.models import Word2Vec\n"
    "model = Word2Vec([['good', 'film', 'bad', 'plot']] * 9, vector_size=4, min_count=1, seed=1, workers=1)",
    "print(model.wv['maid'].shape, len(model.wv.most_similar('maid', topn=2)), len(model.wv.similar_by_key('queen')))",
    "print(model.wv.doesnt_match('paris london berlin'.split()) in 'paris london berlin')",
    "print('maid' in model.wv, len(model.wv.key_to_index), model.wv.doesnt_match(['good', 'film', 'king']) != 'king')",
    "from gensim.models import FastText\nknown = FastText([['good', 'film']] * 9, vector_size=4, min_count=1)\n"
    "known.wv['maid']",
    "word = 'un' + 'told'\nmodel.wv[word]",
]


@pytest.mark.slow
@pytest.mark.parametrize("fewer", [True, False])
def test_words_the_code_names_are_answered_where_fewer_rows_are_served(fewer: bool, tmp_path: Path) -> None:
    served = ("imdb",) if fewer else ()
    run = run_cells(tmp_path, CELLS, datasets=served, writers=[write_reviews] if fewer else [])
    ok = [cell["status"] == "ok" for cell in run.of("cell")]
    assert ok == [True, fewer, fewer, True, True, False]  # what the code puts together, it does not name
    assert run.text(4).splitlines()[-1] == "False 4 True"
    said = [data["asked"] for data in run.of("substitution")]
    assert ("the word 'maid' of a model" in said) is fewer
    if fewer:
        assert run.text(2).splitlines()[-1].startswith("(4,) 2 ")
