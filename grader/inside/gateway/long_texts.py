"""Texts that a network reads whole with its published vocabulary, and that are too long in single characters.

`pipeline("sentiment-analysis", model, tokenizer)(review)` and `model(**tokenizer(review, return_tensors="pt"))` cut
nothing: a review of 150 words fits into 512 places there, and its 800 characters do not. Only such a text is cut: one
whose words alone are too many fails as it would have.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from grader.inside.context import Context

_NO_LIMIT: Final = 1_000_000  # places: the library writes a far larger number where there is no limit
_WORDS: Final = re.compile(r"\w+|[^\w\s]")  # no published vocabulary makes fewer pieces
_WORD: Final = re.compile(r"(?:##|[Ġ▁])?[^\W\d_]{3,}(?:</w>)?")  # in a vocabulary; marks have brackets around them
# What says how long the numbers may become, by name or in the fourth place and behind it.
_OTHERWISE: Final = ("truncation", "max_length", "return_overflowing_tokens", "is_split_into_words")
_TEXTS: Final = ("text", "text_pair")


def patch(context: Context, made: Callable[[], bool], owner: Any) -> None:
    """Cut what `owner`, the base of all tokenizers, makes of such texts.

    Args: `made` says whether a tokenizer was put together here.
    """
    original = owner.__call__

    @functools.wraps(original)
    def call(self: Any, *args: Any, **named: Any) -> Any:
        found = original(self, *args, **named)
        if not made() or not _is_for_a_network(args, named) or not _is_too_long(self, found):
            return found
        texts = [*args, *(named[name] for name in _TEXTS if name in named)]
        if _knows_words(self) or _least(texts) + _marks(self, len(texts)) > self.model_max_length:
            return found
        context.substituted_once(
            asked="texts that the published vocabulary makes no longer than the network takes",
            served=f"these texts, cut to {self.model_max_length} tokens",
            how="tokenizer",
            why="the tokenizer here knows single characters only",
        )
        return original(self, *args, **named, truncation=True)

    owner.__call__ = call


def _is_for_a_network(args: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Whether it makes tensors and nothing says how long they may be; lists are often cut by the code later on."""
    return len(args) <= len(_TEXTS) and bool(named.get("return_tensors")) and named.keys().isdisjoint(_OTHERWISE)


def _is_too_long(tokenizer: Any, found: Any) -> bool:
    length = getattr(found.get("input_ids"), "shape", (0,))[-1]
    return bool(tokenizer.model_max_length < min(length, _NO_LIMIT))


def _knows_words(tokenizer: Any) -> bool:
    """Whether its vocabulary is a published one, or the notebook's own; a stored copy of ours is still ours."""
    return any(_WORD.fullmatch(piece) for piece in tokenizer.get_vocab())


def _least(texts: list[Any]) -> int:
    """The fewest tokens that any vocabulary makes of the longest row of these texts."""
    columns = [[len(_WORDS.findall(text)) for text in _each(given)] for given in texts]
    return sum(max(column, default=0) for column in columns)


def _each(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, list | tuple):
        yield from (text for each in given for text in _each(each))


def _marks(tokenizer: Any, texts: int) -> int:
    return int(tokenizer.num_special_tokens_to_add(pair=texts > 1))
