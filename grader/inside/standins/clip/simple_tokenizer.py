"""`clip.simple_tokenizer`: texts as numbers and back, by the tokenizer that transformers is given here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from grader.inside.gateway.weights import Weights
from grader.inside.standins.clip.pretrained import MODELS
from grader.inside.standins.desk import desk

START, END = 49406, 49407
_REAL: Final = 1_000  # a vocabulary of more entries than this is the published one
# Words, clitics, digits and runs of marks: none of them shares a token with its neighbour.
_WORDS: Final = re.compile(r"'(?:s|t|re|ve|m|ll|d)|[^\W\d_]+|\d|(?:[^\w\s]|_)+", re.IGNORECASE)


class SimpleTokenizer:
    """The vocabulary is looked for when it is first needed: an import asks for nothing."""

    def __init__(self, bpe_path: Any = None) -> None:
        del bpe_path  # the library's own file of merges

    @cached_property
    def _tokenizer(self) -> Any:
        from transformers import CLIPTokenizer

        weights, names = Weights(desk().context), [hub for hub, _ in MODELS.values() if hub]
        # All models share one vocabulary.
        return CLIPTokenizer.from_pretrained(next((name for name in names if weights.hub_folder(name)), names[0]))

    @property
    def encoder(self) -> dict[str, int]:
        return dict(self._tokenizer.get_vocab())

    @property
    def decoder(self) -> dict[int, str]:
        return {number: token for token, number in self.encoder.items()}

    def encode(self, text: str) -> list[int]:
        """Numbers of a text's tokens, without marks of start and end."""
        return list(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def decode(self, tokens: Iterable[Any]) -> str:
        return str(self._tokenizer.decode([int(token) for token in tokens]))

    def least(self, text: str) -> int:
        """How many tokens the published vocabulary makes of a text at least; exact where it is the one in use."""
        if len(self._tokenizer) > _REAL + 2:
            return len(self.encode(text))
        return len(_WORDS.findall(text))
