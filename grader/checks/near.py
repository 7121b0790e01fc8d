"""Near misses: the right word for a word that is almost right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The one choice that looks most like `word`, or None when none is close.

    Of the choices that share most of its letters in order, the one that takes the fewest slips of the pen wins.
    """
    folded = word.casefold()[:100]
    by_folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(folded, list(by_folded), n=5, cutoff=cutoff)
    return by_folded[min(close, key=lambda choice: slips(folded, choice))] if close else None


def slips(first: str, second: str) -> int:
    """Letters left out, added, changed, or swapped with their neighbour (optimal string alignment distance)."""
    before: list[int] = []
    above = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The end of a message about a wrong word: "; did you mean 'lstm'?", or all choices when none is close."""
    known = tuple(choices)
    near = nearest(word, known)
    if near is not None:
        return f"; did you mean '{near}'?"
    return f"; known are {', '.join(known)}" if known else ""
