"""Parts of speech of English: tables of closed classes, endings, and the words before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from grader.inside.standins.spacy_pipelines import words
from grader.inside.standins.spacy_pipelines.lemmas import lemma_of

_NUMBER: Final = re.compile(r"[+-]?\d[\d,.:/]*(?:st|nd|rd|th|%|k|m)?|\d+[-–]\d+", re.IGNORECASE)
_MARKS: Final = {
    ".": ".", "!": ".", "?": ".", ",": ",", ":": ":", ";": ":", "...": ":", "…": ":", "-": "HYPH", "–": ":", "—": ":",
    "--": ":", "(": "-LRB-", "[": "-LRB-", "{": "-LRB-", ")": "-RRB-", "]": "-RRB-", "}": "-RRB-", '"': "''", "'": "''",
    "“": "``", "”": "''", "‘": "``", "’": "''", "`": "``", "``": "``", "''": "''",
}  # fmt: skip
_SIGNS: Final = frozenset("$£€¥#")
_ADJECTIVE: Final = re.compile(r"..(?:ous|ful|less|ive|able|ible|ical|ish|ic|al|ary|ian)$")
_NOUN: Final = re.compile(r"..(?:tion|sion|ness|ment|ity|ship|hood|ism|ist|ance|ence|dom|age|ure|er|or|ing)$")
_PARTS: Final = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "IN": "ADP", "MD": "AUX", "PDT": "DET", "POS": "PART",
    "PRP": "PRON", "PRP$": "PRON", "RP": "ADP", "TO": "PART", "UH": "INTJ", "WDT": "PRON", "WP": "PRON", "WP$": "DET",
    "WRB": "SCONJ", "NNP": "PROPN", "NNPS": "PROPN", "_SP": "SPACE", "$": "SYM", "SYM": "SYM", "ADD": "X", "FW": "X",
}  # fmt: skip
_CLAUSES: Final = frozenset(
    {"that", "if", "because", "while", "although", "though", "unless", "whether", "since", "until"}
)
_PRONOUNS: Final = frozenset(words.CLOSED["NN"].split()) - {"one"}
_BEFORE_NOUNS: Final = frozenset({"DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "CD", "WP$", "POS", "IN"})
_PARTICLES: Final = frozenset({"not", "n't", "nt", "never", "always", "also", "just", "really", "even", "still"})


def tags_of(texts: Sequence[str], starts: Sequence[bool]) -> list[str]:
    """Penn tags.

    Args: the words of a text, and of each whether a sentence begins with it.
    """
    tags: list[str] = []
    for place, text in enumerate(texts):
        following = texts[place + 1] if place + 1 < len(texts) else ""
        tags.append(_tag(text, tags, texts[max(0, place - 4) : place], following, first=bool(starts[place])))
    return tags


def part_of(tag: str, text: str, following: str = "") -> str:
    """The universal part of speech that a tag stands for.

    Args: `following` is the tag of the next word, by which forms of "have" and "do" are told from auxiliaries.
    """
    lower = text.lower()
    if tag.startswith("V"):
        base = lemma_of(text, tag)
        return "AUX" if base == "be" or (base in words.AUXILIARY and following[:2] in {"VB", "RB"}) else "VERB"
    if tag == "IN" and lower in _CLAUSES:
        return "SCONJ"
    if tag == "RB" and lower in {"not", "n't", "nt"}:
        return "PART"
    if tag == "NN" and lower in _PRONOUNS:
        return "PRON"
    if tag in _PARTS:
        return _PARTS[tag]
    return {"N": "NOUN", "J": "ADJ", "R": "ADV"}.get(tag[:1], "PUNCT" if tag else "X")


def _tag(text: str, tags: Sequence[str], before: Sequence[str], following: str, *, first: bool) -> str:
    lower = text.lower()
    if not text.strip():
        return "_SP"
    if text in _MARKS:
        return "POS" if text in {"'", "’"} and tags and tags[-1] == "NNS" else _MARKS[text]
    if text in _SIGNS:
        return "$"
    if _NUMBER.fullmatch(text):
        return "CD"
    if not any(letter.isalpha() for letter in text):
        return "SYM" if len(text) == 1 else "."
    if "@" in text or "://" in text or lower.startswith("www."):
        return "ADD"
    if lower in {"'s", "’s"}:
        return "POS" if tags and tags[-1][:2] == "NN" else "VBZ"
    known = words.TAG_OF.get(lower.replace("’", "'"))
    if known is not None:
        return _of_closed(lower, known, tags, following)
    if text[0].isupper() and not first and not (text.isupper() and len(text) > 1 and lower in words.VERBS):
        return "NNP"
    return _of_open(lower, _context(tags, before), tags[-1] if tags else "", following)


def _of_closed(word: str, tag: str, tags: Sequence[str], following: str) -> str:
    before = tags[-1] if tags else ""
    if word == "that" and not (before[:2] in {"VB", "NN", "IN", "JJ"} or not following.isalpha()):
        return "DT"
    if word == "her":
        return (
            "PRP$" if following.isalpha() and words.TAG_OF.get(following.lower(), "JJ")[:2] in {"JJ", "CD"} else "PRP"
        )
    if (
        word == "to"
        and following.lower() in words.TAG_OF
        and words.TAG_OF[following.lower()][:2] in {"DT", "PR", "CD", "JJ"}
    ):
        return "IN"
    if word == "there" and following.lower() in {"is", "are", "was", "were", "will", "has", "'s"}:
        return "EX"
    if word == "like" and (before == "PRP" or before in {"TO", "MD"}):
        return "VB" if before in {"TO", "MD"} else "VBP"
    if word in {"do", "have"} and (before in {"TO", "MD"}):
        return "VB"
    if word in {"more", "most", "less", "least"} and words.TAG_OF.get(following.lower()) == "JJ":
        return "RBR" if word in {"more", "less"} else "RBS"
    return tag


def _context(tags: Sequence[str], before: Sequence[str]) -> str:
    """The tag of the last word that is no particle: "could not really see" has see after could."""
    for tag, word in zip(reversed(tags), reversed(before), strict=False):
        if word.lower() not in _PARTICLES:
            return tag if tag not in {"VBP", "VBD", "VBZ"} or lemma_of(word, tag) != "do" else "MD"
    return ""


def _of_open(word: str, context: str, before: str, following: str) -> str:
    if context in {"TO", "MD"} and not word.endswith(("ly", "ness", "tion")):
        return "VB"
    if word in words.VERB_FORMS:
        tag = words.VERB_FORMS[word][1]
        return (
            "VBN" if tag == "VBD" and context in {"VBZ", "VBP", "VBD"} and before != "RB" and context == before else tag
        )
    if word in words.NOUN_FORMS or (word.endswith("men") and word not in words.IN_MEN):
        return "NNS"
    if word in words.ADJECTIVE_FORMS:
        return "JJS" if word.endswith("st") else "JJR"
    if word.endswith("ly"):
        return words.IN_LY.get(word, "RB" if len(word) > 4 else "NN")
    if word in words.ADJECTIVE_ING:
        return "JJ"
    if word.endswith("ing") and len(word) > 4 and word not in words.NOT_DONE:
        return "NN" if before in {"DT", "PRP$", "JJ"} and not _begins_noun(following) else "VBG"
    if word.endswith("ed") and len(word) > 3 and word not in words.NOT_ED:
        return "VBN" if context in {"VBZ", "VBP", "VBD", "VB", "VBN", "DT", "PRP$"} else "VBD"
    for ending, tag in (("est", "JJS"), ("er", "JJR")):
        if word.endswith(ending) and lemma_of(word, tag) in words.ADJECTIVES:
            return tag
    if word in words.VERBS and before not in _BEFORE_NOUNS:
        return "VBP" if before in {"PRP", "NNS", "NNP", "NN", "WP", "WDT"} else "VB"
    return _by_ending(word, before)


def _by_ending(word: str, before: str) -> str:
    if (
        word.endswith("s")
        and len(word) > 3
        and not word.endswith(("ss", "us", "is", "ous"))
        and word not in words.SINGULAR
    ):
        verb = lemma_of(word, "VBZ") in words.VERBS and before in {"PRP", "NN", "NNP", "WP", "WDT", "RB"}
        return "VBZ" if verb else "NNS"
    if _NOUN.search(word):
        return "NN"
    if _ADJECTIVE.search(word) and word not in words.NOT_ADJECTIVES:
        return "JJ"
    return "NN"


def _begins_noun(word: str) -> bool:
    return word.isalpha() and word.lower() not in words.TAG_OF
