"""seaborn before 0.12: x and y by position, `factorplot`, `size=` for `height=`; counts as pandas named them then."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, StandIn, renamed
from grader.inside.hooks import after_import

_CATEGORIES: Final = ("x", "y", "hue", "data", "order", "hue_order")
ORDERS: Final = {
    "barplot": _CATEGORIES,
    "boxplot": _CATEGORIES,
    "catplot": ("x", "y", "hue", "data"),
    "countplot": _CATEGORIES,
    "jointplot": ("x", "y", "data"),
    "kdeplot": ("x", "y"),
    "lineplot": ("x", "y", "hue", "size", "style", "data"),
    "lmplot": ("x", "y", "data", "hue"),
    "pointplot": _CATEGORIES,
    "regplot": ("x", "y", "data"),
    "scatterplot": ("x", "y", "hue", "style", "size", "data"),
    "stripplot": _CATEGORIES,
    "swarmplot": _CATEGORIES,
    "violinplot": _CATEGORIES,
}
# With one thing by position these drew it along x; the others take it as data and draw much the same.
ALONG_X: Final = frozenset({"countplot", "boxplot", "violinplot", "stripplot", "swarmplot"})
SIZED: Final = ("catplot", "jointplot", "lmplot")


def install(library: Library) -> None:
    """Wait for seaborn."""
    after_import("seaborn", lambda seaborn: _patch(library, seaborn))


def _patch(library: Library, seaborn: Any) -> None:
    for name, order in ORDERS.items():
        if hasattr(seaborn, name):
            setattr(seaborn, name, _by_position(library, name, order, getattr(seaborn, name)))
    for name in SIZED:
        library.keywords(seaborn, name, {"size": renamed("height")})
    library.keywords(seaborn.FacetGrid, "__init__", {"size": renamed("height")})
    library.names(seaborn, {"factorplot": StandIn("seaborn.catplot(kind='point')", lambda: _factorplot(seaborn))})


def _factorplot(seaborn: Any) -> Callable[..., Any]:
    def factorplot(*args: Any, **named: Any) -> Any:
        return seaborn.catplot(*args, **{"kind": "point", **named})

    return factorplot


def _by_position(
    library: Library, name: str, order: tuple[str, ...], original: Callable[..., Any]
) -> Callable[..., Any]:
    @functools.wraps(original)
    def plot(*args: Any, **named: Any) -> Any:
        first = args[0] if args else None
        alone = len(args) == 1 and not (name in ALONG_X and _is_one_column(first) and "x" not in named)
        if not args or alone or len(args) > len(order):
            if alone and "data" not in named:
                args, named = (), {**named, "data": first}
            return original(*args, **_as_counted(library, name, named))
        given = dict(zip(order, args, strict=False))
        if given.keys() & named.keys():
            return original(*args, **named)
        library.say(f"{name}(…) with {', '.join(given)} by position", f"{', '.join(given)} by keyword")
        return original(**given, **named)

    return plot


def _as_counted(library: Library, name: str, named: dict[str, Any]) -> dict[str, Any]:
    """`value_counts().reset_index()` with the names that pandas gave its columns before 2: "index" and the column's."""
    data: Any = named.get("data")
    axes = {axis for axis in (named.get("x"), named.get("y")) if isinstance(axis, str)}  # not the values themselves
    columns = list(getattr(data, "columns", ()))
    if len(columns) != 2 or columns[1] != "count" or axes != {"index", columns[0]}:
        return named
    library.say(f"{name}(…) of value_counts().reset_index()", f"index for {columns[0]}, {columns[0]} for count")
    return {**named, "data": data.set_axis(["index", columns[0]], axis=1)}


def _is_one_column(given: Any) -> bool:
    return getattr(given, "ndim", 2) == 1 or (isinstance(given, list) and not any(isinstance(x, list) for x in given))
