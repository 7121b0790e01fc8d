"""NLTK's texts and word lists of opinion, of our own words: `movie_reviews`, `twitter_samples` and two lexicons."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from statistics import mean, pstdev
from typing import Final

from grader.datasets.synthetic import review_phrases
from grader.datasets.synthetic.corpus_words import BUNDLES
from grader.datasets.synthetic.dice import Dice
from grader.datasets.synthetic.imdb import draw_review
from grader.datasets.synthetic.tweet_phrases import NEGATIVE, POSITIVE, SLOTS

REVIEWS: Final = 1000  # of each kind, as published: what is cut off at a number there is cut off at it here
TWEETS: Final = 5000
_OTHER_TWEETS: Final = 100
_WORDS: Final = 16
_MORE_WORDS: Final = 12
_OPINIONS: Final = 0.9  # short reviews, so nearly all of them judges
_MARKS: Final = re.compile(r"<[^>]*>")
_TOKEN: Final = re.compile(r"\d+/\d+|[\w'-]+|[^\w\s]")
_SENTENCE: Final = re.compile(r"(?<=[.!?]) ")
# Reviews that are asked for by name; the second number of any other is drawn.
_NUMBERS: Final[Mapping[tuple[str, int], int]] = {("neg", 0): 29416, ("pos", 0): 29590, ("pos", 957): 8737}
_EMOTICONS: Final[Mapping[str, int]] = {
    ":)": 1,
    ":-)": 1,
    ":d": 1,
    ";)": 1,
    "<3": 1,
    ":(": -1,
    ":-(": -1,
    ":'(": -1,
    ":/": -1,
}


def movie_reviews(seed: int) -> dict[str, str]:
    """`neg/cv000_29416.txt` and so on: in small letters, tokens apart, a sentence a line."""
    dice = Dice(seed)
    files: dict[str, str] = {}
    for kind in ("neg", "pos"):
        for number in range(REVIEWS):
            words = _WORDS + dice.below(_MORE_WORDS)
            review = draw_review(dice, positive=kind == "pos", words_wanted=words, opinions=_OPINIONS)
            second = _NUMBERS.get((kind, number), 5000 + dice.below(25000))
            files[f"{kind}/cv{number:03d}_{second}.txt"] = spread(review)
    return files


def spread(review: str) -> str:
    """A review as `movie_reviews` has it."""
    plain = _MARKS.sub(" ", review).lower()
    return "".join(f"{' '.join(_TOKEN.findall(sentence))} \n" for sentence in _SENTENCE.split(plain))


def twitter_samples(seed: int) -> dict[str, str]:
    """A tweet a line, as JSON."""
    dice = Dice(seed)
    both = (*POSITIVE, *NEGATIVE)
    kinds = (("negative_tweets.json", NEGATIVE, TWEETS), ("positive_tweets.json", POSITIVE, TWEETS))
    return {
        name: "".join(_tweet(dice, phrases) for _ in range(count))
        for name, phrases, count in (*kinds, ("tweets.20150430-223406.json", both, _OTHER_TWEETS))
    }


def _tweet(dice: Dice, phrases: tuple[str, ...]) -> str:
    return f'{{"text": {json.dumps(dice.fill(dice.pick(phrases), SLOTS))}}}\n'


def opinion_lexicon() -> dict[str, str]:
    """A word a line, below a head of lines with semicolons and a blank one, which its reader passes over."""
    words = opinion_words()
    head = ";;;\n; Synthetic list, {} words\n;;;\n\n"
    return {
        f"{kind}-words.txt": head.format(kind) + "".join(f"{word}\n" for word in sorted(words) if words[word] == sign)
        for kind, sign in (("negative", -1), ("positive", 1))
    }


def vader_lexicon(seed: int) -> dict[str, str]:
    """A word a line, with the mean and deviation of ten ratings from -4 to 4, and the ratings: drawn."""
    dice = Dice(seed)
    lines = []
    for word, sign in sorted({**opinion_words(), **_EMOTICONS}.items()):
        ratings = [sign * (1 + dice.below(4)) for _ in range(10)]
        lines.append(f"{word}\t{mean(ratings):.1f}\t{pstdev(ratings):.5f}\t{ratings}")
    return {"vader_lexicon.txt": "\n".join(lines)}  # whose reader takes a line's end for the start of another


def opinion_words() -> dict[str, int]:
    """Single words that judge: 1 or -1."""
    good, bad = next(variants for variants in BUNDLES if "fine" in variants[0])
    slots = review_phrases.SLOTS
    sides = (
        (1, ("good", "bravely", "relish", "triumph"), good),
        (-1, ("bad", "lazily", "suffer", "disaster"), bad),
    )
    found = {
        word: sign
        for sign, names, mood in sides
        for options in (*(slots[name] for name in names), *mood.values())
        for word in options
        if " " not in word
    }
    return {**found, **dict.fromkeys(("thanks", "like", "best"), 1), **dict.fromkeys(("sorry", "miss", "lost"), -1)}
