"""Word vectors for the words of the synthetic texts, in GloVe's text form.

A word's vector is the sum of a part of its own, a part that all words of its topic share, and one that leans to the
good or the bad side where the word does. All of it is whole-number arithmetic on digests, so that the bytes are the
same on every machine.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from grader.datasets.integer_form import words_of
from grader.datasets.synthetic import phrases, review_phrases
from grader.datasets.synthetic.imdb import synthetic_reviews
from grader.datasets.synthetic.sms_spam import synthetic_messages

DIMENSION: Final = 100
MIN_COUNT: Final = 2  # rarer words are slips of the pen and one-time codes
_GOOD: Final = ("good", "bravely", "relish", "triumph")
_BAD: Final = ("bad", "lazily", "suffer", "disaster")
# Thousandths of the three parts, each of whose values lie evenly between -1 and 1.
_OWN: Final = 450
_TOPIC: Final = 350
_SIDE: Final = 500


@functools.cache
def synthetic_vectors() -> bytes:
    """One line a word, the most frequent word first: `word v1 ... v100`, four decimal places."""
    counts: Counter[str] = Counter()
    for row in (*synthetic_reviews().rows, *synthetic_messages().rows):
        counts.update(words_of(row.text))
    words = sorted((w for w, n in counts.items() if n >= MIN_COUNT), key=lambda word: (-counts[word], word))
    topics, sides = _topics(), _sides()
    lines = (_line(word, topics.get(word, "of no topic"), sides.get(word, 0)) for word in words)
    return "".join(lines).encode("utf-8")


def _line(word: str, topic: str, side: int) -> str:
    own, shared, lean = _values(f"word {word}"), _values(f"topic {topic}"), _values("good and bad")
    mixed = (_OWN * o + _TOPIC * t + side * _SIDE * s for o, t, s in zip(own, shared, lean, strict=True))
    return " ".join((word, *map(_decimal, mixed))) + "\n"


def _values(seed: str) -> list[int]:
    """100 whole numbers from -1000 to 1000, drawn by a digest of the seed."""
    raw = hashlib.shake_256(seed.encode()).digest(4 * DIMENSION)
    return [int.from_bytes(raw[at : at + 4], "big") % 2001 - 1000 for at in range(0, len(raw), 4)]


def _decimal(millionths: int) -> str:
    sign = "-" if millionths < 0 else ""
    tenths = (abs(millionths) + 50) // 100  # of thousandths
    return f"{sign}{tenths // 10_000}.{tenths % 10_000:04d}"


def _topics() -> dict[str, str]:
    """The slot that a word fills, the first one where it fills several."""
    found: dict[str, str] = {}
    slots: Mapping[str, Iterable[str]] = {**review_phrases.SLOTS, **phrases.SHARED, **phrases.SPAM_SLOTS}
    for slot, fillings in slots.items():
        for filling in fillings:
            for word in words_of(filling):
                found.setdefault(word, slot)
    return found


def _sides() -> dict[str, int]:
    """1 for words of praise, -1 for words of blame; words that are only company in a phrase lean neither way."""
    sides: dict[str, int] = {}
    for names, side in ((_GOOD, 1), (_BAD, -1)):
        for name in names:
            for filling in review_phrases.SLOTS[name]:
                sides.setdefault(words_of(filling)[0], side)
    return sides
