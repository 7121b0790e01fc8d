"""NLTK's lists of words and of first names: the words of our own sentences, and names put together from syllables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from grader.datasets.synthetic import lexicon
from grader.datasets.synthetic.corpus_sentences import word_tags
from grader.datasets.synthetic.corpus_words import FEMALE_NAMES, MALE_NAMES

_STARTS: Final = (
    "Al", "Ber", "Cor", "Dan", "El", "Fer", "Gar", "Hel", "Is", "Jor", "Kat", "Lor", "Mar", "Nor", "Ol", "Per", "Ros",
    "Sab", "Tam", "Ver", "Wil", "Yol", "Zan",
)  # fmt: skip
_MIDDLES: Final = ("", "b", "d", "l", "m", "n", "r", "s", "t", "and", "el")
_FEMALE: Final = ("a", "e", "ia", "ie", "ette", "elle", "ine", "y")
_MALE: Final = ("o", "er", "on", "us", "ard", "in", "ald", "y")


def words() -> dict[str, str]:
    """`en`, and the shorter `en-basic`: a word a line."""
    basic = set(word_tags())
    known = {*lexicon.NOUNS, *lexicon.VERBS, *lexicon.ADJECTIVES, *lexicon.ADVERBS, *lexicon.STOP_WORDS}
    return {"en": _lines(basic | known), "en-basic": _lines(basic)}


def names() -> dict[str, str]:
    """`female.txt` and `male.txt`: a name a line; a few of either ending are in both."""
    built = [start + middle for start in _STARTS for middle in _MIDDLES]
    return {
        "female.txt": _lines({*FEMALE_NAMES, *(f"{name}{end}" for name in built for end in _FEMALE)}),
        "male.txt": _lines({*MALE_NAMES, *(f"{name}{end}" for name in built for end in _MALE)}),
    }


def _lines(listed: Iterable[str]) -> str:
    return "".join(f"{word}\n" for word in sorted(listed) if word.isalpha())
