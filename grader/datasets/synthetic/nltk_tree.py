"""A small tree of NLTK data, written by our own code: stop words, sentence tokenizer, tagger, a lexicon and corpora."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from grader.datasets.synthetic import lexicon
from grader.datasets.synthetic.corpus_sentences import word_tags
from grader.datasets.synthetic.corpus_words import WORD_TAGS
from grader.datasets.synthetic.nltk_corpora import nltk_corpora
from grader.datasets.synthetic.nltk_tagged import PENN
from grader.datasets.synthetic.wordnet_files import wordnet_files

_ABBREVIATIONS: Final = (
    "a.m",
    "co",
    "dr",
    "e.g",
    "etc",
    "i.e",
    "jr",
    "mr",
    "mrs",
    "ms",
    "p.m",
    "prof",
    "st",
    "u.s",
    "vs",
)
_PUNKT: Final = "tokenizers/punkt_tab/english"
_TAGGER: Final = "taggers/averaged_perceptron_tagger_eng/averaged_perceptron_tagger_eng"
_FUNCTION_TAGS: Final[Mapping[str, str]] = {
    "a": "DT", "an": "DT", "the": "DT", "this": "DT", "and": "CC", "but": "CC", "or": "CC", "of": "IN", "in": "IN",
    "from": "IN", "with": "IN", "at": "IN", "for": "IN", "to": "TO", "i": "PRP", "it": "PRP", "we": "PRP",
    "they": "PRP", "he": "PRP", "she": "PRP", "my": "PRP$", "its": "PRP$", "their": "PRP$", "his": "PRP$", "n't": "RB",
    "not": "RB", ".": ".", ",": ",", "!": ".", "?": ".", ";": ":", ":": ":",
}  # fmt: skip


def synthetic_nltk_tree() -> dict[str, bytes]:
    """Files by their path below the folder that NLTK is pointed at."""
    files = {f"corpora/wordnet/{name}": content for name, content in wordnet_files().items()}
    files["corpora/stopwords/english"] = _lines(lexicon.STOP_WORDS)
    files[f"{_PUNKT}/abbrev_types.txt"] = _lines(_ABBREVIATIONS)
    for name in ("collocations.tab", "sent_starters.txt", "ortho_context.tab"):
        files[f"{_PUNKT}/{name}"] = b""
    tags = _tags()
    files[f"{_TAGGER}.classes.json"] = _json(sorted(set(tags.values())))
    files[f"{_TAGGER}.tagdict.json"] = _json(tags)
    # What stands in no dictionary has no clue to go by but that it is a word: a noun, most of the time.
    files[f"{_TAGGER}.weights.json"] = _json({"bias": {"NN": 1.0}})
    return {**files, **nltk_corpora()}


def _tags() -> dict[str, str]:
    tags = {word: PENN[tag] for word, tag in word_tags().items()}
    tags |= {word.capitalize(): PENN[tag] for word, tag in WORD_TAGS.items() if word.islower()}
    tags |= dict.fromkeys(lexicon.NOUNS, "NN")
    tags |= dict.fromkeys(lexicon.VERBS, "VB") | dict.fromkeys(lexicon.VERB_EXCEPTIONS, "VBD")
    tags |= dict.fromkeys(lexicon.ADVERBS, "RB") | dict.fromkeys(lexicon.ADJECTIVES, "JJ")
    return {**tags, **_FUNCTION_TAGS, **{word.capitalize(): tag for word, tag in _FUNCTION_TAGS.items()}}


def _lines(words: tuple[str, ...]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode("ascii")


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode("ascii")
