"""Synthetic film reviews: 5,000 rows, half of them positive, the same on every machine."""

from __future__ import annotations

import functools
import re
from typing import Final

from grader.datasets.labelled_text import TextRow, TextSource, digest_rows
from grader.datasets.synthetic import review_phrases as phrases
from grader.datasets.synthetic.dice import Dice

ROWS: Final = 5000
SEED: Final = 20261125
MIN_WORDS: Final = 60
MAX_WORDS: Final = 250
_OPINIONS: Final = 0.52  # share of sentences that judge; the others tell the story
_LONGEST: Final = 1.6  # above 1, short reviews are more frequent than long ones
_SKEW: Final = 1.5  # above 1, the sentences listed first are more frequent
# How often a sentence that judges takes the review's own side. Most reviews are plain, some are torn, and a few say
# little that helps; that keeps a perfect reader a little under 100 %, and a counter of words well under.
_OWN_SIDE: Final = (0.98, 0.9, 0.84, 0.78, 0.7, 0.58)
_BEFORE_VOWEL: Final = re.compile(r"\b([Aa])(?= (?:[aeiou]|honest))")


@functools.cache
def synthetic_reviews(seed: int = SEED) -> TextSource:
    """All rows, shuffled; 60 to 250 words each."""
    dice = Dice(seed)
    labels = ["negative", "positive"] * (ROWS // 2)
    rows = tuple(TextRow(label, _row(dice, positive=label == "positive")) for label in dice.shuffled(labels))
    return TextSource(
        rows=rows, kind="synthetic", origin=f"grader's own film reviews, seed {seed}", digest=digest_rows(rows)
    )


def _row(dice: Dice, *, positive: bool) -> str:
    words_wanted = MIN_WORDS + dice.pick_skewed(range(MAX_WORDS - MIN_WORDS - 40), _LONGEST)
    return draw_review(dice, positive=positive, words_wanted=words_wanted)


def draw_review(dice: Dice, *, positive: bool, words_wanted: int, opinions: float = _OPINIONS) -> str:
    """One review of at least so many words, with marks of HTML as reviews on the web have them.

    Args: `opinions` is the share of sentences that judge.
    """
    own_side = dice.pick(_OWN_SIDE)
    last = _sentence(dice, phrases.LAST_PRAISE if positive else phrases.LAST_BLAME) if dice.chance(0.35) else ""
    sentences = []
    count = len(last.split())
    while count < words_wanted:
        good = positive == dice.chance(own_side)
        sentence = _sentence(dice, _opinions(dice, good=good) if dice.chance(opinions) else phrases.NEUTRAL)
        count += len(sentence.split())
        sentences.append(sentence)
    if last:
        sentences.append(last)
    return _joined(dice, sentences)


def _opinions(dice: Dice, *, good: bool) -> tuple[str, ...]:
    if dice.chance(0.15):
        return phrases.TURNED_TO_PRAISE if good else phrases.TURNED_TO_BLAME
    return phrases.PRAISE if good else phrases.BLAME


def _sentence(dice: Dice, among: tuple[str, ...]) -> str:
    text = dice.fill(dice.pick_skewed(among, _SKEW), phrases.SLOTS)
    text = _BEFORE_VOWEL.sub(r"\1n", text)
    text = text[0].upper() + text[1:]
    if dice.chance(0.03):
        return text.upper()
    return text


def _joined(dice: Dice, sentences: list[str]) -> str:
    """Sentences end to end, in paragraphs as reviews on the web have them."""
    text = sentences[0]
    for sentence in sentences[1:]:
        text += ("<br /><br />" if dice.chance(0.12) else " ") + sentence
    return text
