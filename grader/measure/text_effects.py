"""What was done to texts, told by its effect: lower case, HTML, stop words, splitting, lemmas or stems.

Each function looks at pairs of a raw text and what became of it, and answers True (done), False (not done) or None
(the texts do not tell: none of them had any HTML to begin with). A few rows may be exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

EXCEPTIONS: Final = 0.05  # share of rows that may differ: a code sample, a smiley, an emoticon's letter
LEAST_WORDS: Final = 20  # of raw text, before shares of words mean anything
LEAST_FORMS: Final = 5  # inflected words, before it is said whether they were reduced
REDUCED: Final = 0.5  # share of inflected words that are gone with their base in their place
STOP_SHARE: Final = 0.1  # of the raw share of function words, below which they were removed

# Words that every list of English stop words has and that are a quarter of any English text.
FUNCTION_WORDS: Final = frozenset({
    "the", "a", "an", "and", "of", "to", "is", "in", "it", "this", "that", "was", "as", "with", "for", "but", "on",
    "are", "be", "at", "by", "have", "from", "he", "they", "you", "i", "we", "she", "his", "her", "their", "its",
    "or", "so", "if", "there", "were", "been", "has", "had", "my", "your", "me", "them",
})  # fmt: skip
_TAG: Final = re.compile(r"<\s*/?\s*[a-z!][^<>]{0,200}>", re.IGNORECASE)
_BREAK: Final = re.compile(r"<\s*br\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: the raw text, and what became of it as text or as a list of words."""

    raw: str
    text: str
    tokens: tuple[str, ...] | None = None

    def words(self) -> list[str]:
        source = self.tokens if self.tokens is not None else _WORD.findall(self.text)
        return [word.casefold() for word in source]


Effect = Callable[[Sequence[Pair], frozenset[str]], bool | None]


def raw_words(texts: Iterable[str]) -> frozenset[str]:
    """The vocabulary of raw texts, by which an inflected word's base is told from a chance ending."""
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def lower(pairs: Sequence[Pair], _vocabulary: frozenset[str]) -> bool | None:
    """No capitals are left, nor were any put where there were none."""
    relevant = [pair for pair in pairs if pair.text and (_capital(pair.raw) or _capital(pair.text))]
    return _nearly_none(_capital(pair.text) for pair in relevant)


def html(pairs: Sequence[Pair], _vocabulary: frozenset[str]) -> bool | None:
    """Tags are gone, and a line break's `br` has not stayed behind as a word."""
    relevant = [pair for pair in pairs if _TAG.search(pair.raw) and pair.text]
    return _nearly_none(
        bool(_TAG.search(pair.text)) or (bool(_BREAK.search(pair.raw)) and "br" in pair.words()) for pair in relevant
    )


def stop_words(pairs: Sequence[Pair], _vocabulary: frozenset[str]) -> bool | None:
    before = [word.casefold() for pair in pairs for word in _WORD.findall(pair.raw)]
    after = [word for pair in pairs for word in pair.words()]
    common = _share(before)
    if len(before) < LEAST_WORDS or not after or common < 0.02:
        return None
    return _share(after) < STOP_SHARE * common


def tokens(pairs: Sequence[Pair], _vocabulary: frozenset[str]) -> bool | None:
    """Lists of words; or text whose words were split and joined again: single spaces, no mark sticking to a word."""
    if any(pair.tokens is not None for pair in pairs):
        return sum(len(pair.tokens or ()) for pair in pairs) >= 2 * len(pairs)
    relevant = [pair for pair in pairs if pair.text and pair.text != pair.raw]
    return _nearly_none(not _split_and_joined(pair.text) for pair in relevant)


def lemmas(pairs: Sequence[Pair], vocabulary: frozenset[str]) -> bool | None:
    """Plurals, or forms in -ing or -ed, are gone, with their lemma or their stem in their place."""
    seen: dict[str, list[bool]] = {"s": [], "ing": [], "ed": []}
    for pair in pairs:
        after = frozenset(pair.words())
        for word in frozenset(match.casefold() for match in _WORD.findall(pair.raw)):
            ending, bases = _bases(word)
            if not bases & vocabulary:
                continue
            if word in after:
                seen[ending].append(False)
            elif bases & after or any(_is_stem(other, word) for other in after):
                seen[ending].append(True)
    known = [forms for forms in seen.values() if len(forms) >= LEAST_FORMS]
    # A lemmatiser left at nouns, which is how most are used, changes plurals alone.
    return max(sum(forms) / len(forms) for forms in known) >= REDUCED if known else None


EFFECTS: Final[dict[str, Effect]] = {
    "tokens": tokens,
    "stop_words": stop_words,
    "html": html,
    "lower": lower,
    "lemmas": lemmas,
}


def _nearly_none(faults: Iterable[bool]) -> bool | None:
    seen = list(faults)
    return sum(seen) <= EXCEPTIONS * len(seen) if seen else None


def _capital(text: str) -> bool:
    return any(character.isupper() for character in text)


def _share(words: Sequence[str]) -> float:
    return sum(word in FUNCTION_WORDS for word in words) / len(words) if words else 0.0


def _split_and_joined(text: str) -> bool:
    pieces = text.strip().split(" ")
    return all(pieces) and not any(piece[-1] in ".,!?;:)" and piece[0].isalnum() for piece in pieces)


def _bases(word: str) -> tuple[str, frozenset[str]]:
    """The ending of an inflected form and what it may come from; none for a word that is no such form."""
    if len(word) < 5 or word in FUNCTION_WORDS or "'" in word:
        return "s", frozenset()
    if word.endswith("ies"):
        return "s", frozenset({word[:-3] + "y"})
    if word.endswith("s") and word[-2] not in "sui":
        return "s", frozenset({word[:-1], word[:-2] if word.endswith("es") else word[:-1]})
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            stem = word[: -len(ending)]
            once = stem[:-1] if stem[-1] == stem[-2] else stem
            return ending, frozenset({stem, stem + "e", once})
    return "s", frozenset()


def _is_stem(other: str, word: str) -> bool:
    """Whether a word may be another one's stem: "studi" of "studies", "charact" of "characters"."""
    return (
        len(other) >= 3
        and other != word
        and word.startswith(other[:-1])
        and len(word) - len(other) <= 5
        and (word.startswith(other) or other.endswith("i"))
    )
