"""English by rules: base forms, parts of speech, sentences and heads; and which pipeline a name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside.standins.spacy_pipelines.lemmas import lemma_of
from grader.inside.standins.spacy_pipelines.pipeline import asked_for, in_words
from grader.inside.standins.spacy_pipelines.tags import part_of, tags_of
from grader.inside.standins.spacy_pipelines.trees import chunks_of, heads_of, starts_of

VERBS = """
    running run|making make|loved love|watched watch|went go|creating create|treated treat|visiting visit|
    included include|determined determine|controlled control|falling fall|passed pass|bringing bring|
    handling handle|dancing dance|using use|happened happen|hoping hope|stopped stop|written write|tries try|
    goes go|studied study|lying lie|organized organize|involving involve|wasted waste|subscribed subscribe|
    called call|designed design|admitted admit|was be|has have
"""


@pytest.mark.parametrize(("form", "base"), [entry.split() for entry in VERBS.split("|")])
def test_a_verb_is_led_back_to_its_base(form: str, base: str) -> None:
    assert lemma_of(form, "VBD") == base


@pytest.mark.parametrize(
    ("form", "tag", "base"),
    [
        ("movies", "NNS", "movie"),
        ("studies", "NNS", "study"),
        ("children", "NNS", "child"),
        ("classes", "NNS", "class"),
        ("houses", "NNS", "house"),
        ("firemen", "NNS", "fireman"),
        ("series", "NNS", "series"),
        ("bigger", "JJR", "big"),
        ("easiest", "JJS", "easy"),
        ("n't", "RB", "not"),
        ("Boss", "NNP", "Boss"),
        ("him", "PRP", "he"),
        pytest.param("walked", "", "walk", id="without a tag the form decides"),
        pytest.param("dogs", "", "dog", id="a noun without a tag"),
    ],
)
def test_other_words_too(form: str, tag: str, base: str) -> None:
    assert lemma_of(form, tag) == base


@given(st.text(max_size=12))
def test_every_text_has_a_lemma_and_a_part(text: str) -> None:
    tag = tags_of([text], [True])[0]
    assert isinstance(lemma_of(text, tag), str)
    assert part_of(tag, text).isupper()


def _parts(sentence: str) -> list[str]:
    words = sentence.split()
    tags = tags_of(words, starts_of(words))
    return [part_of(tag, word, after) for tag, word, after in zip(tags, words, [*tags[1:], ""], strict=True)]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("The quick fox jumped over her lazy dogs .", "DET ADJ NOUN VERB ADP PRON ADJ NOUN PUNCT"),
        ("She was running to the store because John wants it", "PRON AUX VERB ADP DET NOUN SCONJ PROPN VERB PRON"),
        ("I do n't want to play 3 games", "PRON AUX PART VERB PART VERB NUM NOUN"),
        ("It was a really boring meeting , but nice", "PRON AUX DET ADV ADJ NOUN PUNCT CCONJ ADJ"),
    ],
)
def test_parts_of_speech_come_from_words_endings_and_places(sentence: str, parts: str) -> None:
    assert _parts(sentence) == parts.split()


def test_sentences_begin_after_their_marks_and_what_closes_them() -> None:
    words = ["One", ".", '"', "Two", "?", "!", "three", "\n\n", "four"]
    assert [word for word, start in zip(words, starts_of(words), strict=True) if start] == [
        "One",
        "Two",
        "three",
        "four",
    ]


def test_a_noun_has_its_words_and_a_sentence_has_one_root() -> None:
    words = ["The", "old", "men", "saw", "a", "red", "house", "."]
    parts = _parts(" ".join(words))
    heads, names = heads_of(parts, starts_of(words))
    assert [words[first:last] for first, last in chunks_of(parts)] == [["The", "old", "men"], ["a", "red", "house"]]
    assert [words[head] for head in heads] == ["men", "men", "saw", "saw", "house", "house", "saw", "saw"]
    assert names == ["det", "amod", "nsubj", "ROOT", "det", "amod", "dobj", "punct"]


@pytest.mark.parametrize(
    ("name", "means", "width"),
    [
        ("en_core_web_sm", "en_core_web_sm", 0),
        ("en", "en_core_web_sm", 0),
        ("en_core_web_md", "en_core_web_md", 300),
        ("/usr/lib/python3/en_core_web_lg/en_core_web_lg-2.3.1", "en_core_web_lg", 300),
        ("de_core_news_md-3.1.0", "de_core_news_md", 300),
        ("en_vectors_web_lg", "en_vectors_web_lg", 300),
    ],
)
def test_a_name_means_a_published_pipeline(name: str, means: str, width: int) -> None:
    asked = asked_for(name)
    assert asked is not None
    assert (asked.name, asked.width) == (means, width)
    assert "chance" in in_words(asked)


@pytest.mark.parametrize("name", ["my_model", "output/model-best", "en_core", "models", ""])
def test_other_names_mean_none(name: str) -> None:
    assert asked_for(name) is None
