"""Synthetic memes whose class needs the picture and the caption: 600 + 100 + 200 rows, the same on every machine.

A caption praises or complains; a picture shows fine or foul weather. A meme is mocking, and stands for the class
"hateful", when its caption contradicts its picture: praise in the rain, complaint in the sun. Rows come in fours:
one praise and one complaint about the same place, each with a fine and with a foul picture. So in every part each
caption stands as often in one class as in the other, and so does each kind of picture: whoever looks at one of
the two alone has one half of the rows right, whatever the rule.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, TypeVar

from grader.datasets.captioned_images import CaptionedRow, CaptionedSource
from grader.datasets.synthetic.scenes import PLACES, Scene

SEED: Final = 20261125
ROWS: Final = {"train": 600, "dev": 100, "test": 200}
FOUR: Final = 4
PRAISE: Final = ("lovely", "wonderful", "perfect", "splendid", "delightful")
COMPLAINT: Final = ("awful", "miserable", "hopeless", "terrible", "dreadful")
SENTENCES: Final = (
    "what a {word} day for a {place}", "this {place} looks {word}", "{word} {place}, as always",
    "another {word} {place}", "in one word, a {word} {place}", "my {place} was simply {word}",
    "they promised a {place} and it is {word}", "so this is the {word} {place}", "a {word} {place} for everyone",
)  # fmt: skip
_FIRST_ID: Final = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Four:
    """One sentence about one place, once with a word of praise and once with one of complaint."""

    place: str
    sentence: str
    word: int  # position in PRAISE and in COMPLAINT

    def captions(self) -> tuple[tuple[str, bool], ...]:
        """(text, whether it praises)."""
        words = (PRAISE[self.word], True), (COMPLAINT[self.word], False)
        return tuple((self.sentence.format(word=word, place=self.place), praises) for word, praises in words)


@functools.cache
def synthetic_memes(seed: int = SEED) -> CaptionedSource:
    """All rows, shuffled within each part; ids say nothing of the class."""
    chance = random.Random(seed)
    fours = _shuffled(
        [Four(place=place, sentence=sentence, word=word)
         for place, sentence, word in product(PLACES, SENTENCES, range(len(PRAISE)))], chance,
    )  # fmt: skip
    parts, first, begin = dict[str, tuple[CaptionedRow, ...]](), _FIRST_ID, 0
    for part, count in ROWS.items():
        chosen = fours[begin : begin + count // FOUR]
        rows = _shuffled([row for four in chosen for row in _rows(four, chance)], chance)
        parts[part] = tuple(
            replace(row, id=first + place, file=f"{first + place}.png") for place, row in enumerate(rows)
        )
        begin, first = begin + len(chosen), first + count
    return CaptionedSource(train=parts["train"], dev=parts["dev"], test=parts["test"], kind="synthetic")


def _rows(four: Four, chance: random.Random) -> Iterator[CaptionedRow]:
    for (text, praises), fine in product(four.captions(), (True, False)):
        scene = Scene(place=four.place, fine=fine, seed=int(chance.random() * (1 << 48)))
        yield CaptionedRow(id=0, file="", code=int(praises != fine), text=text, picture=scene, group=repr(four))


def _shuffled(items: Sequence[T], chance: random.Random) -> list[T]:
    """Only `random()` is drawn from, the one method Python promises never to change for a seed."""
    keyed = [(chance.random(), place) for place in range(len(items))]
    return [items[place] for _, place in sorted(keyed)]
