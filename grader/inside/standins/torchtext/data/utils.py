"""Tokenizers by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

from grader.inside.standins.desk import desk

_BASIC: Final = tuple(
    (re.compile(pattern), replaced)
    for pattern, replaced in (
        (r"\'", " '  "), (r"\"", ""), (r"\.", " . "), (r"<br \/>", " "), (r",", " , "), (r"\(", " ( "),
        (r"\)", " ) "), (r"\!", " ! "), (r"\?", " ? "), (r"\;", " "), (r"\:", " "), (r"\s+", " "),
    )
)  # fmt: skip
# English as spaCy parts it: words, their clitics, numbers, and every other mark by itself.
_ENGLISH: Final = re.compile(
    r"https?://\S+|\w+(?=n't\b)|n't\b|'(?:s|m|d|ll|re|ve)\b|\d+(?:[.,]\d+)*|\w+|\.{2,}|[^\w\s]", re.IGNORECASE
)


def get_tokenizer(tokenizer: Any, language: str = "en") -> Callable[[str], list[str]]:
    """The function that splits a text into tokens.

    Args: a function, which is given back; None for splitting at spaces; or the name of a tokenizer.
    Raises: ValueError for a name that is not known; ImportError for one whose library is not here.
    """
    if tokenizer is None:
        return str.split
    if callable(tokenizer):
        return partial(tokenizer)
    if tokenizer == "basic_english":
        if language != "en":
            raise ValueError("Basic normalization is only available for English(en)")
        return basic_english
    if tokenizer == "spacy":
        return _spacy(language)
    if tokenizer == "toktok":
        from nltk.tokenize.toktok import ToktokTokenizer

        found: Callable[[str], list[str]] = ToktokTokenizer().tokenize
        return found
    if tokenizer in {"moses", "revtok", "subword"}:
        raise ImportError(f"the library of the tokenizer {tokenizer!r} is not installed here")
    raise ValueError(
        f"Requested tokenizer {tokenizer}, valid choices are a callable that takes a single string as input, "
        '"revtok", "subword", "spacy", "toktok", "moses" or "basic_english"'
    )


def basic_english(line: str) -> list[str]:
    """Lower case, marks parted from words, quote marks and line breaks of HTML left out."""
    line = line.lower()
    for pattern, replaced in _BASIC:
        line = pattern.sub(replaced, line)
    return line.split()


def english_words(line: str) -> list[str]:
    """Words, clitics, numbers and marks, in their own case."""
    return _ENGLISH.findall(line)


def _spacy(language: str) -> Callable[[str], list[str]]:
    try:
        import spacy

        nlp = spacy.load({"en": "en_core_web_sm"}.get(language, language))
    except (ImportError, OSError):
        desk().context.substituted_once(
            asked=f"the tokenizer of spaCy for {language!r}",
            served="a tokenizer by rules, which parts English nearly as spaCy does",
            how="stand-in",
            why="spaCy or its model is not installed where notebooks are graded",
        )
        return english_words
    return lambda line: [token.text for token in nlp.tokenizer(line)]


def interleave_keys(a: int, b: int) -> int:
    """One key that sorts by two at once, as their bits interleaved."""
    bits = zip(f"{a:016b}", f"{b:016b}", strict=True)
    return int("".join(one + other for one, other in bits), base=2)


def ngrams_iterator(token_list: Iterable[str], ngrams: int) -> Iterator[str]:
    """The tokens, then all runs of two of them, and so on up to `ngrams`."""
    tokens = list(token_list)
    yield from tokens
    for length in range(2, ngrams + 1):
        for start in range(len(tokens) - length + 1):
            yield " ".join(tokens[start : start + length])
