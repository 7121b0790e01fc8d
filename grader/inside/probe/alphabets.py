"""Which character each code of a character model stands for, and what stands between messages, as variables tell."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from grader.inside.probe.arrays import library_of

LEAST: Final = 10  # characters of an alphabet
LEAST_JOINED: Final = 1_000  # characters of a text that messages were joined to
FOUND_IN: Final = 8  # messages that have to be found in it
ASKED_FOR: Final = 60
AGREE: Final = 0.9
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # kinds of characters that no reader can see
PLACEHOLDERS: Final = 0xE000  # private characters: they stand for codes that stand for nothing


def alphabet_of(variables: Mapping[str, Any], size: int) -> tuple[str, ...] | None:
    """The character of each of `size` codes; None where no variable tells.

    Codes that stand for no character (padding), or for one that cannot be seen, have a private one that no text has.
    """
    fitting: list[tuple[tuple[bool, int, bool], dict[int, str]]] = []
    for value in variables.values():
        for codes in _codings(value):
            if codes and min(codes) >= 0 and max(codes) < size and size - 2 <= len(codes) <= size:
                # A dictionary says which code is whose; of a shorter list the code to spare is the first: padding.
                fitting.append(((type(value) is not dict, size - len(codes), 0 in codes), codes))
    if not fitting:
        return None
    _, codes = min(fitting, key=lambda pair: pair[0])
    return tuple(
        found if (found := codes.get(code, "")) and _seen(found) else chr(PLACEHOLDERS + code) for code in range(size)
    )


def joiner_of(variables: Mapping[str, Any], texts: Sequence[str], alphabet: Sequence[str]) -> str:
    """The character that follows messages in a text they were joined to; else a line break, where it has a code."""
    for value in variables.values():
        if isinstance(value, str) and len(value) >= LEAST_JOINED:
            after = _after(value, texts) or _after(value, [text.lower() for text in texts])
            if after is not None:
                return after if after in alphabet else ""
    return "\n" if "\n" in alphabet else ""


def _codings(value: Any) -> Iterator[dict[int, str]]:
    """Codes and their characters, out of dictionaries of both directions, sequences, encoders and tokenizers."""
    if type(value) is dict:
        yield _of_dictionary(value)
    elif isinstance(value, str) or type(value) in (list, tuple) or isinstance(value, np.ndarray):
        yield from _of_sequence(value)
    elif library_of(value) in {"keras", "tf_keras", "sklearn", "grader"} or hasattr(value, "word_index"):
        words = getattr(value, "word_index", None)
        if isinstance(words, dict):
            yield _of_dictionary(words)
        classes = getattr(value, "classes_", None)
        if isinstance(classes, np.ndarray):
            yield from _of_sequence(classes)
        if library_of(value) in {"keras", "tf_keras"} and hasattr(value, "get_vocabulary"):
            yield from _of_sequence(list(value.get_vocabulary()))


def _of_dictionary(value: dict[Any, Any]) -> dict[int, str]:
    if len(value) < LEAST or len(value) > 100_000:
        return {}
    if all(_is_character(key) and _is_code(item) for key, item in value.items()):
        return {int(item): str(key) for key, item in value.items()}
    if all(_is_code(key) and _is_character(item) for key, item in value.items()):
        return {int(key): str(item) for key, item in value.items()}
    return {}


def _of_sequence(value: Any) -> Iterator[dict[int, str]]:
    """In order from code 0; with a code for padding before it, from 1."""
    if not LEAST <= len(value) <= 5_000:
        return
    items = [str(item) if isinstance(item, str) else "" for item in value]
    named = [item for item in items if len(item) == 1]
    if len(named) >= len(items) - 2 and len(set(named)) == len(named):
        yield {code: item for code, item in enumerate(items) if len(item) == 1}
        yield {code + 1: item for code, item in enumerate(items) if len(item) == 1}


def _is_character(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 1


def _is_code(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _seen(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in UNSEEN


def _after(joined: str, texts: Sequence[str]) -> str | None:
    """The character that stands after nearly all messages that are found in the text."""
    followers: Counter[str] = Counter()
    for text in texts:
        if len(text) < 20:
            continue
        at = joined.find(text)
        if at >= 0 and at + len(text) < len(joined):
            followers[joined[at + len(text)]] += 1
        if followers.total() >= ASKED_FOR:
            break
    if followers.total() < FOUND_IN:
        return None
    (character, count), *_ = followers.most_common(1)
    return character if count >= AGREE * followers.total() else ""
