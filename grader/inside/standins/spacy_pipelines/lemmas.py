"""Lemmas of English words: tables of irregular forms, and the regular endings taken back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from grader.inside.standins.spacy_pipelines import words

_VOWELS: Final = "aeiou"
# Ends of a stem that English writes with an e: "creat", "organiz", "liv", "danc", "handl", "includ", "determin".
_TAKES_E: Final = re.compile(
    r"(?:[^aeou]at|[^e]eat|iz|yz|[aeioulr]v|[nraiueo]c|[aeiour]g|dg|[bcdfgkptz]l|[ao]us|[ns]s|[^aeiou]s|ius|u[cdt]|[^aeo]id|"
    r"[a-z]{2}[^aeiou]in|[^aeou]ir|[^aeo]ur|th[ei]s|[^o]u|[a-z]as)$"
)
_KEEPS_DOUBLE: Final = re.compile(r"(?:ss|zz|ff|ee|oo)$")
_LONG_L: Final = re.compile(r"[aeiou][^aeiou]+[aeo]ll$")  # controlled, travelled; not called, spelled


@lru_cache(maxsize=1 << 15)
def lemma_of(word: str, tag: str = "") -> str:
    """The base form of a word.

    Args: `tag` is its Penn tag; without one the form alone decides, verbs before nouns.
    """
    lower = word.lower()
    if tag in {"NNP", "NNPS"}:
        return word
    if tag in {"POS", "PRP$", "DT"}:
        return lower
    if lower == "'s":
        return "be"
    if lower in words.LEMMAS:
        return words.LEMMAS[lower]
    if not lower.isalpha():
        return lower
    if tag.startswith("V"):
        return _verb(lower)
    if tag in {"NNS", "NN"}:
        return _noun(lower) if tag == "NNS" else lower
    if tag in {"JJR", "JJS", "RBR", "RBS"}:
        return _adjective(lower)
    return lower if tag else _unknown(lower)


def _unknown(word: str) -> str:
    if word in words.TAG_OF or word in words.NOT_DONE or word in words.NOT_ED:
        return word
    if word in words.VERB_FORMS or word.endswith(("ing", "ed")):
        return _verb(word)
    return _noun(word)


def _verb(word: str) -> str:
    if word in words.VERB_FORMS:
        return words.VERB_FORMS[word][0]
    if word in words.VERBS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s"):
        return _without_s(word)
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("ying") and len(word) == 5:
        return f"{word[0]}ie"  # lying, dying, tying
    for ending in ("ing", "ed"):
        if word.endswith(ending) and re.search(r"[aeiouy]", word[: -len(ending)]):
            return _stem(word[: -len(ending)])
    return word


def _stem(stem: str) -> str:
    """The verb whose form this is without -ing or -ed."""
    if stem in words.WITHOUT_E or stem in words.VERBS:
        return stem
    if f"{stem}e" in words.WITH_E or f"{stem}e" in words.VERBS:
        return f"{stem}e"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        single = stem[:-1]
        if _LONG_L.search(stem) or single in words.VERBS or single in words.WITHOUT_E:
            return single
        return stem if _KEEPS_DOUBLE.search(stem) or stem.endswith("ll") else single
    if _TAKES_E.search(stem) or _is_short(stem):
        return f"{stem}e"
    return stem


def _is_short(stem: str) -> bool:
    """One vowel between consonants in one syllable, "hop" of "hoping": its double would show that there is no e."""
    return bool(re.fullmatch(r"[^aeiou]*[aeiouy][^aeiouwxy]", stem)) and len(stem) > 2


def _without_s(word: str) -> str:
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    if word.endswith("oes") and word not in {"shoes", "toes", "canoes"}:
        return word[:-2]
    return word if word.endswith("ss") else word[:-1]


def _noun(word: str) -> str:
    if word in words.NOUN_FORMS:
        return words.NOUN_FORMS[word]
    if word.endswith("men"):
        return f"{word[:-2]}an"
    if word in words.SINGULAR or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-1] if word[:-1] in words.IN_IE else f"{word[:-3]}y"
    return _without_s(word)


def _adjective(word: str) -> str:
    if word in words.ADJECTIVE_FORMS:
        return words.ADJECTIVE_FORMS[word]
    for ending in ("er", "est"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            if stem.endswith("i"):
                return f"{stem[:-1]}y"
            return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "lsf" else stem
    return word
