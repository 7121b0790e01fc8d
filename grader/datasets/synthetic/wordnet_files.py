"""A small lexicon in WordNet's file layout: enough for a lemmatiser, and for asking whether a word exists.

No part of WordNet itself is in it. Every base form has one synset of its own; nouns lie below one root.
Layout: the manual pages wndb(5WN) and lexnames(5WN) of WordNet 3.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grader.datasets.synthetic import lexicon

_HEADER: Final = "  1 Words of the grader's own synthetic reviews, in WordNet's file layout; no part of WordNet.\n"
_ROOT: Final = "entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One part of speech. `number` is its own in sense keys, `lex` the place of its file in lexnames."""

    suffix: str
    letter: str
    number: int
    lex: int
    words: tuple[str, ...]
    exceptions: Mapping[str, str]
    frames: str = ""  # of verbs: how many sentence frames follow, and which


_PARTS: Final = (
    _Part(
        suffix="adj", letter="a", number=3, lex=0,
        words=lexicon.ADJECTIVES, exceptions=lexicon.ADJECTIVE_EXCEPTIONS,
    ),
    _Part(suffix="adv", letter="r", number=4, lex=1, words=lexicon.ADVERBS, exceptions={}),
    _Part(suffix="noun", letter="n", number=1, lex=2, words=lexicon.NOUNS, exceptions=lexicon.NOUN_EXCEPTIONS),
    _Part(
        suffix="verb", letter="v", number=2, lex=3, words=lexicon.VERBS, exceptions=lexicon.VERB_EXCEPTIONS,
        frames=" 01 + 02 00",
    ),
)  # fmt: skip


def wordnet_files() -> dict[str, bytes]:
    """Every file that a reader of WordNet opens, by name."""
    files = {"lexnames": "".join(f"{part.lex:02d}\t{part.suffix}.all\t{part.number}\n" for part in _PARTS)}
    senses: list[str] = []
    for part in _PARTS:
        words = sorted(set(part.words))
        offsets, files[f"data.{part.suffix}"] = _data(part, words)
        files[f"index.{part.suffix}"] = _HEADER + "".join(
            f"{word} {part.letter} 1 {_symbols(part, word)}1 0 {offsets[word]:08d}  \n" for word in sorted(offsets)
        )
        files[f"{part.suffix}.exc"] = "".join(f"{bent} {base}\n" for bent, base in sorted(part.exceptions.items()))
        senses += [f"{word}%{part.number}:{part.lex:02d}:00:: {offset:08d} 1 0\n" for word, offset in offsets.items()]
    files["index.sense"] = "".join(sorted(senses))
    files["cntlist.rev"] = ""
    return {name: text.encode("ascii") for name, text in files.items()}


def _data(part: _Part, words: Sequence[str]) -> tuple[dict[str, int], str]:
    """The data file and each word's offset in it, in bytes; a noun points at the root, which stands first."""
    text = _HEADER
    offsets: dict[str, int] = {}
    for word in (_ROOT, *(word for word in words if word != _ROOT)) if part.letter == "n" else words:
        pointers = f"001 @ {offsets[_ROOT]:08d} n 0000" if _symbols(part, word) != "0 " else "000"
        offsets[word] = len(text)
        head = f"{offsets[word]:08d} {part.lex:02d} {part.letter} 01 {word} 0 {pointers}{part.frames}"
        text += f"{head} | a word of the synthetic reviews  \n"
    return offsets, text


def _symbols(part: _Part, word: str) -> str:
    """How many kinds of pointers a word has, and which: nouns but the root have a hypernym."""
    return "1 @ " if part.letter == "n" and word != _ROOT else "0 "
