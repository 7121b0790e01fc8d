"""Near misses: the right word for a word that is almost right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The one choice that looks most like `word`, or None when none is close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The end of a message about a wrong word: "; did you mean 'lstm'?", or all choices when none is close."""
    known = tuple(choices)
    near = nearest(word, known)
    if near is not None:
        return f"; did you mean '{near}'?"
    return f"; known are {', '.join(known)}" if known else ""
