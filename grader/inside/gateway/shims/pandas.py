"""pandas before 3: `append`, `ix`, `applymap`, arguments by position, sums over numbers alone."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from grader.inside.gateway.shims import pandas_setting, pandas_windows
from grader.inside.gateway.shims.library import Library, alias, renamed, value
from grader.inside.hooks import after_import

NUMBERS_ALONE: Final = ("corr", "cov", "kurt", "mean", "median", "sem", "skew", "std", "var")
FRAME_ORDERS: Final = {
    "drop": ("self", "labels", "axis"),
    "dropna": ("self", "axis", "how"),
    "drop_duplicates": ("self", "subset", "keep"),
    "fillna": ("self", "value", "method"),
    "sort_values": ("self", "by", "axis", "ascending"),
    "to_csv": ("self", "path_or_buf", "sep"),
}
TEXT_ORDERS: Final = {"split": ("self", "pat", "n", "expand"), "rsplit": ("self", "pat", "n", "expand")}


def install(library: Library) -> None:
    """Wait for pandas."""
    after_import("pandas", lambda pandas: _patch(library, pandas))


def _patch(library: Library, pandas: Any) -> None:
    _names(library, pandas)
    library.positions(pandas, "concat", ("objs", "axis", "join"))
    for kind in (pandas.DataFrame, pandas.Series):
        library.members(
            kind, {**_members(pandas), **(_frames(pandas) if kind is pandas.DataFrame else _columns(pandas))}
        )
        _fills_by_method(library, kind)
        library.keywords(kind, "to_csv", {"line_terminator": renamed("lineterminator")})
    for name, order in FRAME_ORDERS.items():
        library.positions(pandas.DataFrame, name, order)
    for name, order in TEXT_ORDERS.items():
        library.positions(pandas.core.strings.accessor.StringMethods, name, order)
    for owner in (pandas.DataFrame, pandas.core.groupby.DataFrameGroupBy):
        for name in NUMBERS_ALONE:
            if hasattr(owner, name):
                setattr(owner, name, _of_numbers(library, owner, name))
    _drops_by_name(library, pandas.DataFrame)
    _by_place(library, pandas.Series)
    _unlimited_width(library, pandas)
    pandas_setting.install(library, pandas)
    pandas_windows.install(library, pandas)


def _drops_by_name(library: Library, frame: Any) -> None:
    """`drop(columns=…, axis=1)`: what is dropped is named, and the axis was not looked at."""
    original = frame.drop

    @functools.wraps(original)
    def drop(self: Any, *args: Any, **named: Any) -> Any:
        if "axis" in named and not named.keys().isdisjoint({"columns", "index"}):
            library.say("drop(columns=…, axis=)", "drop(columns=…)")
            del named["axis"]
        return original(self, *args, **named)

    frame.drop = drop


def _names(library: Library, pandas: Any) -> None:
    import datetime

    import numpy

    def value_counts(values: Any, **named: Any) -> Any:
        return pandas.Series(values).value_counts(**named)

    table = {
        "datetime": value("datetime.datetime", datetime.datetime),
        "np": value("numpy", numpy),
        "value_counts": value("Series.value_counts", value_counts),
    }
    table |= dict.fromkeys(("Float64Index", "Int64Index", "UInt64Index"), value("pandas.Index", pandas.Index))
    library.names(pandas, table)
    after_import(
        "pandas.io.json", lambda module: library.names(module, {"json_normalize": alias("pandas:json_normalize")})
    )


Members = Mapping[str, tuple[str, Callable[[Any], Any]]]


def _members(pandas: Any) -> Members:
    """What frames and columns both lack."""

    def append(old: Any) -> Any:
        def appended(other: Any, ignore_index: bool = False, **_: Any) -> Any:
            return pandas.concat([old, *_as_rows(pandas, old, other)], ignore_index=ignore_index)

        return appended

    return {
        "append": ("pandas.concat", append),
        "as_matrix": (
            "to_numpy()",
            lambda old: lambda columns=None: (old if columns is None else old[columns]).to_numpy(),
        ),
        "get_values": ("to_numpy()", lambda old: old.to_numpy),
        "iteritems": ("items()", lambda old: old.items),
        "ix": ("loc, or iloc where the labels are no numbers", _ByEither),
        "mad": ("the mean distance from the mean", lambda old: lambda: (old - old.mean()).abs().mean()),
    }


def _frames(pandas: Any) -> Members:
    del pandas
    return {
        "applymap": ("DataFrame.map", lambda old: old.map),
        "lookup": (
            "a look at each pair of labels",
            lambda old: lambda rows, columns: [old.at[r, c] for r, c in zip(rows, columns, strict=True)],
        ),
    }


def _columns(pandas: Any) -> Members:
    del pandas
    return {"nonzero": ("to_numpy().nonzero()", lambda old: old.to_numpy().nonzero)}


def _as_rows(pandas: Any, old: Any, other: Any) -> list[Any]:
    """What `append` took: frames, a row as a dict or a named column, rows as lists."""
    if isinstance(other, list | tuple) and other and all(hasattr(each, "iloc") for each in other):
        return list(other)
    if old.ndim == 1 or (hasattr(other, "iloc") and other.ndim == 2):
        return [other]
    if isinstance(other, dict):
        return [pandas.DataFrame([other])]
    if hasattr(other, "iloc"):
        return [other.to_frame().T]
    return [pandas.DataFrame(other)]


class _ByEither:
    """`ix`: by label, and by place where the key holds numbers and the labels do not."""

    def __init__(self, old: Any) -> None:
        self._old = old

    def _indexer(self, key: Any) -> Any:
        rows = key[0] if isinstance(key, tuple) else key
        ends = (rows.start, rows.stop) if isinstance(rows, slice) else (rows,)
        by_number = any(isinstance(end, int) for end in ends) and self._old.index.inferred_type != "integer"
        return self._old.iloc if by_number else self._old.loc

    def __getitem__(self, key: Any) -> Any:
        return self._indexer(key)[key]

    def __setitem__(self, key: Any, given: Any) -> None:
        self._indexer(key)[key] = given


def _fills_by_method(library: Library, kind: Any) -> None:
    original = kind.fillna

    @functools.wraps(original)
    def fillna(self: Any, *args: Any, **named: Any) -> Any:
        method = named.pop("method", None)
        if method is None:
            return original(self, *args, **named)
        new = "ffill" if method in ("ffill", "pad") else "bfill"
        library.say(f"fillna(method={method!r})", f"{new}()")
        return getattr(self, new)(*args, **named)

    kind.fillna = fillna


def _of_numbers(library: Library, owner: Any, name: str) -> Callable[..., Any]:
    """Columns that are no numbers were left out by themselves, until they were not."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def reduced(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return original(self, *args, **named)
        except (TypeError, ValueError):
            if "numeric_only" in named:
                raise
            result = original(self, *args, **named, numeric_only=True)
        library.say(f"{owner.__name__}.{name}() with columns of text", f"{name}(numeric_only=True)")
        return result

    return reduced


def _by_place(library: Library, column: Any) -> None:
    """`value_counts()[0]`: a number meant the place where the labels are no numbers."""
    original = column.__getitem__

    @functools.wraps(original)
    def getitem(self: Any, key: Any) -> Any:
        try:
            return original(self, key)
        except KeyError:
            if type(key) is not int or self.index.inferred_type != "string":
                raise
        found = self.iloc[key]
        library.say("Series[number] with labels of text", "Series.iloc[number]")
        return found

    column.__getitem__ = getitem


def _unlimited_width(library: Library, pandas: Any) -> None:
    original = pandas.set_option

    @functools.wraps(original)
    def set_option(*args: Any, **named: Any) -> Any:
        if len(args) == 2 and str(args[0]).endswith("max_colwidth") and args[1] == -1:
            library.say("set_option('max_colwidth', -1)", "None, which means without a limit")
            args = (args[0], None)
        return original(*args, **named)

    pandas.set_option = set_option
