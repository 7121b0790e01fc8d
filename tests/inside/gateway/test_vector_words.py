"""Words that code asks word vectors for."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.vector_words import line_of, words_named


@pytest.mark.parametrize(
    ("source", "words"),
    [
        pytest.param("vectors['king']", ("king",), id="a key"),
        pytest.param(
            "vectors.most_similar(positive=['woman', 'king'], negative=['man'])", ("woman", "king", "man"), id="lists"
        ),
        pytest.param("vectors.similarity('Paris', 'paris')", ("Paris", "paris"), id="arguments, as they are written"),
        pytest.param(
            "vectors.doesnt_match('breakfast cereal dinner'.split())", ("breakfast", "cereal", "dinner"), id="split"
        ),
        pytest.param(
            "text = ('love story'\n        ' life')\nfor word in text.split():\n    print(model.wv[word])\n"
            "text = 'another'",
            ("love", "story", "life", "another"),
            id="split under its name",
        ),
        pytest.param("vectors['king'] - vectors['king']", ("king",), id="each once"),
        pytest.param("print('The king of France')", (), id="a sentence"),
        pytest.param("open('glove.6B.100d.txt'); f('x', '12', '')", (), id="no words"),
        pytest.param(
            "def analogy(a, b, c): ...\nanalogy('man', 'king', 'woman')", ("man", "king", "woman"), id="own functions"
        ),
        pytest.param("words = ['king', 'queen', 'prince']", ("king", "queen", "prince"), id="a list of words"),
        pytest.param("open('here', 'rt'); os.path.join('own', 'data'); both = ['a', 'queen']", (), id="of other calls"),
        pytest.param("for a, b in [('car', 'van'), ('car', 'bike')]: f(a, b)", ("car", "van", "bike"), id="pairs"),
        pytest.param("vectors.similar_by_key('maid')", ("maid",), id="by key"),
        pytest.param("plot(kind='bar')", (), id="a setting"),
        pytest.param("model.wv.similar_by_key('maid')", ("maid",), id="as gensim 4 calls it"),
        pytest.param("wv.most_similar_to_given('maid', ['cook', 'nurse'])", ("maid", "cook", "nurse"), id="the nearer"),
        pytest.param(
            "wv.rank_by_centrality(['maid']), wv.get_mean_vector(['cook'])", ("maid", "cook"), id="of several"
        ),
        pytest.param("word = 'maid'\nmodel.wv.similar_by_word(word, topn=3)", ("maid",), id="a variable"),
        pytest.param("pair = ('maid', 'cook')\nwv.n_similarity(pair, pair)", ("maid", "cook"), id="a variable of two"),
        pytest.param("for word in ['maid', 'cook']:\n    print(glove_vectors[word])", ("maid", "cook"), id="a loop"),
        pytest.param("[w2v[word] for word in ('maid', 'cook')]", ("maid", "cook"), id="a comprehension"),
        pytest.param("for a, b in [('maid', 'cook')]:\n    wv.distance(a, b)", ("maid", "cook"), id="a loop of pairs"),
        pytest.param("column = 'review'\nframe[column]; wv.similarity(a, b)", (), id="a variable for something else"),
    ],
)
def test_words_named(source: str, words: tuple[str, ...]) -> None:
    assert words_named([ast.parse(source)]) == words


def test_a_word_has_its_numbers() -> None:
    word, *numbers = line_of("king", 300).split(" ")
    assert (word, len(numbers)) == ("king", 300)
    assert all(-0.45 <= float(number) <= 0.45 for number in numbers)
    assert line_of("king", 300) == line_of("king", 300) != line_of("kings", 300).replace("kings", "king")
