"""Curves against `range(EPOCHS)` after a loop or a fit that was ended early: drawn as far as there are values.

Only from the first such end on; what a plot of two lengths meant before that stays the notebook's own error.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

Cut = Callable[[], bool]  # whether something was ended early
Said = Callable[[int, int], None]
PAIRED: Final = ("scatter", "bar", "step", "fill_between", "semilogy", "semilogx", "loglog", "errorbar", "stem")


def watch_axes(module: Any, cut: Cut, said: Said) -> None:
    """Wrap the plotting methods of `matplotlib.axes.Axes`, where `cut` and `said` belong to this attempt."""
    for name in ("plot", *PAIRED):
        _wrap(module.Axes, name, cut, said)


def _wrap(axes: Any, name: str, cut: Cut, said: Said) -> None:
    original = getattr(axes, name)

    @functools.wraps(original)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if cut():
            args = levelled(args, said, pairs=name == "plot")
        return original(self, *args, **kwargs)

    setattr(axes, name, method)


def levelled(args: tuple[Any, ...], said: Said, *, pairs: bool) -> tuple[Any, ...]:
    """The arguments with one-dimensional x and y cut to the shorter; `said` hears (points, kept).

    `pairs`: as `plot` takes them, x, y and a format of text, once or several times; else x and all that goes with it.
    """
    result: list[Any] = []
    rest = list(args)
    while rest:
        group, rest = _group(rest, 2 if pairs else len(rest))
        lengths = [length for length in map(_length, group) if length is not None]
        if len(lengths) > 1 and min(lengths) < max(lengths) and min(lengths) > 0:
            group = [value if _length(value) is None else value[: min(lengths)] for value in group]
            said(max(lengths), min(lengths))
        result += group
        while rest and isinstance(rest[0], str):
            result.append(rest.pop(0))
    return tuple(result)


def _group(args: list[Any], most: int) -> tuple[list[Any], list[Any]]:
    """The first arguments that go together, at most `most`, up to a text; and the others."""
    count = next((place for place, value in enumerate(args[:most]) if isinstance(value, str)), min(most, len(args)))
    count = max(1, count)
    return args[:count], args[count:]


def _length(value: Any) -> int | None:
    """Entries of a list, range or array of one axis; None for what is no such thing."""
    if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__getitem__"):
        return None
    if getattr(value, "ndim", 1) != 1:
        return None
    try:
        return len(value)
    except TypeError:
        return None
