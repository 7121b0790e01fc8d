"""pandas' readers, answered with the course's rows where the path asks for them."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from grader.inside.gateway.paths import text_of
from grader.inside.gateway.text_files import Asked
from grader.inside.hooks import after_import

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

_EXCEL = frozenset({"header", "names", "index_col", "usecols", "dtype", "skiprows", "nrows", "na_values"})


def install(gateway: Gateway) -> None:
    """Wait for pandas."""

    def patch(pandas: ModuleType) -> None:
        read_csv = pandas.read_csv
        readers = {
            "read_csv": _reader(gateway, read_csv, "read_csv", ","),
            "read_table": _reader(gateway, pandas.read_table, "read_table", "\t"),
            "read_excel": _excel(gateway, pandas.read_excel, read_csv),
            "read_json": _json(gateway, pandas.read_json, read_csv),
        }
        for name, reader in readers.items():
            setattr(pandas, name, reader)
        _learn_samples(gateway, pandas)

    after_import("pandas", patch)


def _reader(gateway: Gateway, original: Callable[..., Any], how: str, delimiter: str) -> Callable[..., Any]:
    @functools.wraps(original)
    def read(filepath_or_buffer: Any, *args: Any, **named: Any) -> Any:
        if text_of(filepath_or_buffer) is None or args:
            return original(filepath_or_buffer, *args, **named)
        file = gateway.table(filepath_or_buffer, _asked(how, delimiter, named))
        if file is None:
            return original(filepath_or_buffer, **named)
        if "compression" in named:
            named["compression"] = None
        named.pop("storage_options", None)
        return original(str(file), **named)

    return read


def _excel(gateway: Gateway, original: Callable[..., Any], read_csv: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def read_excel(io: Any, *args: Any, **named: Any) -> Any:
        file = gateway.table(io, _asked("read_excel", ",", named)) if text_of(io) is not None else None
        if file is None:
            return original(io, *args, **named)
        frame = read_csv(str(file), **{key: value for key, value in named.items() if key in _EXCEL})
        return {0: frame} if "sheet_name" in named and named["sheet_name"] is None else frame

    return read_excel


def _json(gateway: Gateway, original: Callable[..., Any], read_csv: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def read_json(path_or_buf: Any, *args: Any, **named: Any) -> Any:
        plain = text_of(path_or_buf) is not None and not str(path_or_buf).lstrip().startswith(("[", "{"))
        file = gateway.table(path_or_buf, _asked("read_json", ",", {})) if plain else None
        # Pictures with captions are served as lines of JSON themselves.
        if file is None or file.suffix.startswith(".json"):
            return original(path_or_buf if file is None else str(file), *args, **named)
        return read_csv(str(file), nrows=named.get("nrows"))

    return read_json


def _asked(how: str, delimiter: str, named: dict[str, Any]) -> Asked:
    given = named.get("sep", named.get("delimiter", delimiter))
    if named.get("delim_whitespace") or (isinstance(given, str) and len(given) > 1):
        given = "\t" if "t" in str(given) or "s" in str(given) else ","
    names, header, skip = named.get("names"), named.get("header", "infer"), named.get("skiprows")
    return Asked(
        how=how,
        delimiter=given if isinstance(given, str) and len(given) == 1 else ",",
        names=tuple(str(name) for name in names) if names is not None else None,
        header=None if header == "infer" else header is not None,
        skipped=skip in (1, [0], [1]),
        encoding=named.get("encoding") if isinstance(named.get("encoding"), str) else None,
        quoted=named.get("quoting", csv.QUOTE_MINIMAL) != csv.QUOTE_NONE,
    )


def _learn_samples(gateway: Gateway, pandas: ModuleType) -> None:
    """`df.sample(frac=1)` in the cell that trains: the new order is gone once it is an array."""
    owner = pandas.core.generic.NDFrame
    original = owner.sample

    @functools.wraps(original)
    def sample(self: Any, *args: Any, **named: Any) -> Any:
        taken = original(self, *args, **named)
        gateway.context.rows.learn_frame(taken)
        return taken

    owner.sample = sample
