"""Sentences of the synthetic corpora: words with their tags, and the same as running text."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from grader.datasets.synthetic.corpus_phrases import TOPICS
from grader.datasets.synthetic.corpus_words import BUNDLES, SLOT_TAGS, SLOTS, WORD_TAGS, Variant
from grader.datasets.synthetic.dice import Dice

Tagged: TypeAlias = tuple[str, str]  # a word and its tag, one of the Brown Corpus's, in lower case
Sentence: TypeAlias = tuple[Tagged, ...]

NONE: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
_JOINED: Final = 0.15  # share of sentences that are two
_BUNDLE_OF: Final = {slot: number for number, variants in enumerate(BUNDLES) for slot in variants[0]}
_TIGHT: Final = re.compile(r" ([.,;:!?])|(?<=``) | (?='')")
_QUOTES: Final = re.compile(r"``|''")


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str
    tag: str


def draw_sentence(dice: Dice, topic: str, given: Mapping[str, Sequence[str]] = NONE) -> Sentence:
    """One sentence on the topic, its first word with a capital letter; some are two with a conjunction.

    Args: `given` has words for slots that are to take no others.
    """
    words = _filled(dice, topic, given)
    if words[-1] == (".", ".") and words[0][1] != "``" and dice.chance(_JOINED):
        more = _filled(dice, topic, given)
        turn = () if more[0][1] == "cc" else ((dice.pick(("and", "but")), "cc"),)
        words = [*words[:-1], (",", ","), *turn, *more]
    return _written(words)


def word_tags() -> dict[str, str]:
    """Every word that a sentence may have, with the tag that it has most often."""
    slots = (SLOTS, *(variant for variants in BUNDLES for variant in variants))
    drawn = {word: SLOT_TAGS.get(slot, "nn") for of in slots for slot, words in of.items() for word in words}
    return {**drawn, **WORD_TAGS}


def _filled(dice: Dice, topic: str, given: Mapping[str, Sequence[str]]) -> list[Tagged]:
    chosen: dict[int, Variant] = {}
    words: list[Tagged] = []
    for part in _parsed(dice.pick(TOPICS[topic])):
        if isinstance(part, tuple):
            words.append(part)
            continue
        options = given.get(part.name) or SLOTS.get(part.name)
        if options is None:
            bundle = _BUNDLE_OF[part.name]
            if bundle not in chosen:
                chosen[bundle] = dice.pick(BUNDLES[bundle])
            options = chosen[bundle][part.name]
        words.append((dice.pick(options), part.tag))
    return words


def draw_sentences(dice: Dice, topics: Sequence[str], count: int) -> list[Sentence]:
    """Sentences on topics drawn for each: one that is named twice is drawn twice as often."""
    return [draw_sentence(dice, dice.pick(topics)) for _ in range(count)]


def running(sentences: Sequence[Sentence]) -> str:
    """The sentences end to end, as they would be printed."""
    text = " ".join(word for sentence in sentences for word, _ in sentence)
    return _QUOTES.sub('"', _TIGHT.sub(r"\1", text))


def _written(words: list[Tagged]) -> Sentence:
    """With `an` before a vowel, and a capital at the start; an opening quotation mark has none."""
    for place in range(len(words) - 1):
        if words[place][0] == "a" and words[place + 1][0][0] in "aeiouAEIO":
            words[place] = ("an", "at")
    first = 1 if words[0][1] == "``" else 0
    word, tag = words[first]
    words[first] = (word[0].upper() + word[1:], tag)
    return tuple(words)


@functools.cache
def _parsed(phrase: str) -> tuple[Tagged | _Slot, ...]:
    return tuple(_part(token) for token in phrase.split())


def _part(token: str) -> Tagged | _Slot:
    if token.startswith("{"):
        name = token[1:-1]
        return _Slot(name, SLOT_TAGS.get(name, "nn"))
    word, slash, tag = token.partition("/")
    if word == '"':
        word = tag
    return (word, tag if slash else WORD_TAGS[word])
