"""Synthetic SMS messages, ham and spam: 5,574 rows, 747 of them spam, the same on every machine."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from grader.datasets.labelled_text import TextRow, TextSource, digest_rows
from grader.datasets.synthetic.dice import Dice
from grader.datasets.synthetic.phrases import GREY, HAM, SHARED, SHORTHAND, SPAM, SPAM_SLOTS

ROWS: Final = 5574
SPAM_ROWS: Final = 747
SEED: Final = 20261122
_REPEATED: Final = 0.04  # share of messages sent twice, as chain messages and campaigns are
_GREY_SHARE: Final = {"ham": 0.02, "spam": 0.06}  # keeps even a perfect reader a little under 100 %
_COMMON: Final = 0.55  # above 0, some sentences are far more frequent than others, as in real traffic
_STRIDE: Final = 7  # prime to the number of sentences of each kind
_ALL_SLOTS: Final[Mapping[str, tuple[str, ...]]] = {**SHARED, **SPAM_SLOTS}

T = TypeVar("T")


@functools.cache
def synthetic_messages(seed: int = SEED) -> TextSource:
    """All rows, shuffled. Shape as the SMS Spam Collection: 13.4 % spam."""
    writer = _Writer(seed)
    rows = [TextRow("spam", text) for text in writer.messages("spam", SPAM_ROWS)]
    rows += [TextRow("ham", text) for text in writer.messages("ham", ROWS - SPAM_ROWS)]
    shuffled = tuple(writer.shuffled(rows))
    return TextSource(
        rows=shuffled, kind="synthetic", origin=f"grader's own messages, seed {seed}", digest=digest_rows(shuffled)
    )


class _Writer(Dice):
    def messages(self, label: str, count: int) -> list[str]:
        made: list[str] = []
        while len(made) < count:
            repeat = made and self.chance(_REPEATED)
            made.append(self.pick(made) if repeat else self._message(label))
        return made

    def _message(self, label: str) -> str:
        spam = label == "spam"
        sentences = GREY if self.chance(_GREY_SHARE[label]) else SPAM if spam else HAM
        text = self._sentence(self._frequent(sentences))
        # Both kinds ramble at times, so that the telling words stand anywhere in a message.
        if self.chance(0.35 if spam else 0.4):
            ramble = self._sentence(self.pick(HAM))
            text = f"{ramble}. {text}" if self.chance(0.6) else f"{text}. {ramble}"
        return self._style(" ".join(text.split()), spam)

    def _style(self, text: str, spam: bool) -> str:
        words = text.split()
        if self.chance(0.15 if spam else 0.45):
            words = [SHORTHAND.get(word.casefold(), word) if self.chance(0.6) else word for word in words]
        if self.chance(0.1 if spam else 0.3):
            words = [self._misspell(word) if self.chance(0.12) else word for word in words]
        text = " ".join(words)
        if self.chance(0.12 if spam else 0.35):
            return text.lower()
        if self.chance(0.15 if spam else 0.02):
            return text.upper()
        return text

    def _misspell(self, word: str) -> str:
        if len(word) < 4 or not word.isalpha():
            return word
        at = 1 + self.below(len(word) - 2)
        match self.below(3):
            case 0:
                return word[:at] + word[at + 1 :]
            case 1:
                return word[:at] + word[at] + word[at:]
            case _:
                return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def _sentence(self, text: str) -> str:
        return self.fill(text, _ALL_SLOTS)

    def _frequent(self, options: Sequence[T]) -> T:
        # Read with a stride that visits every sentence once, so that neighbours differ in frequency too.
        rank = self.pick_skewed(range(len(options)), 1 / (1 - _COMMON))
        return options[rank * _STRIDE % len(options)]
