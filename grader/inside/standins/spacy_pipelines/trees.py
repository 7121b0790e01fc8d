"""Sentences, noun chunks and heads by the order of the words: what stands where a trained parser's answers would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

_ENDS: Final = frozenset(".!?…。！？") | {"...", "!!", "??", "!!!", "???", "?!", "!?"}
_CLOSING: Final = frozenset("\"'”’)]}»")
_WITHIN: Final = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN"})
_NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_ALONE: Final = {
    "ADP": "prep", "ADV": "advmod", "AUX": "aux", "CCONJ": "cc", "INTJ": "intj", "PART": "aux", "PUNCT": "punct",
    "SCONJ": "mark",
}  # fmt: skip
_INSIDE: Final = {"DET": "det", "ADJ": "amod", "NUM": "nummod"}

Chunk = tuple[int, int]  # where it begins, and one past its last word, which is its noun


def starts_of(texts: Sequence[str]) -> list[bool]:
    """Of each word whether a sentence begins with it."""
    starts, ended = list[bool](), True
    for text in texts:
        blank = not text.strip()
        starts.append(ended and not blank and text not in _CLOSING and text not in _ENDS)
        if starts[-1]:
            ended = False
        if text in _ENDS or (blank and text.count("\n") > 1):
            ended = True
    if starts and not any(starts[:1]):
        starts[0] = True
    return starts


def chunks_of(parts: Sequence[str]) -> Iterator[Chunk]:
    """Runs of articles, adjectives and nouns that end with a noun, and pronouns, from universal parts of speech."""
    place = 0
    while place < len(parts):
        if parts[place] == "PRON":
            yield place, place + 1
        begin = place
        while place < len(parts) and parts[place] in _WITHIN and not (parts[place] == "DET" and place > begin):
            place += 1
        end = place
        while end > begin and parts[end - 1] not in _NOUNS:
            end -= 1
        if end > begin:
            yield begin, end
        place = max(place, begin + 1)


def heads_of(parts: Sequence[str], starts: Sequence[bool]) -> tuple[list[int], list[str]]:
    """For each word the place of its head, itself for the root of a sentence, and the name of the relation."""
    heads, names = list(range(len(parts))), ["ROOT"] * len(parts)
    bounds = [place for place, start in enumerate(starts) if start] or [0]
    for begin, end in zip(bounds, [*bounds[1:], len(parts)], strict=True):
        found = [(begin + a, begin + b) for a, b in chunks_of(parts[begin:end])]
        root = _root(parts, begin, end, found)
        for place in range(begin, end):
            if place != root:
                heads[place], names[place] = root, _ALONE.get(parts[place], "dep")
        _attach(parts, found, root, heads, names)
    return heads, names


def _root(parts: Sequence[str], begin: int, end: int, chunks: Sequence[Chunk]) -> int:
    for wanted in ("VERB", "AUX"):
        for place in range(begin, end):
            if parts[place] == wanted:
                return place
    return chunks[0][1] - 1 if chunks else begin


def _attach(parts: Sequence[str], chunks: Sequence[Chunk], root: int, heads: list[int], names: list[str]) -> None:
    """Words of a chunk to its noun; its noun to the root, or to the preposition before it."""
    free = {True: "nsubj", False: "dobj"}  # before the root, and after it: one of each
    for first, last in chunks:
        noun = last - 1
        for place in range(first, noun):
            if place != root:
                heads[place], names[place] = noun, _INSIDE.get(parts[place], "compound")
        if noun == root:
            continue
        if first and parts[first - 1] == "ADP" and heads[first - 1] == root:
            heads[noun], names[noun] = first - 1, "pobj"
        elif (noun < root) in free:
            names[noun] = free.pop(noun < root)
