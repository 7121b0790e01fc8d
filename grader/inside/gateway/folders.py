"""Listing, reading and deleting folders, where a path asks for a data set's own folder."""

from __future__ import annotations

import functools
import os
import pathlib
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway.callers import asked_by_notebook
from grader.inside.gateway.functions import replace_function
from grader.inside.gateway.paths import base_name, is_foreign, text_of

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

_TABLE_ENDINGS: Final = frozenset({".csv", ".tsv"})


def install(gateway: Gateway) -> None:
    """Patch listings now, and Keras's folder readers and `get_file` once they are imported."""
    _listings(gateway)
    _removals(gateway)
    if gateway.trees:
        _questions(gateway)
        for package in ("keras", "tf_keras"):
            replace_function(
                f"{package}.src.utils.text_dataset_utils", "text_dataset_from_directory", _reading(gateway)
            )
            replace_function(f"{package}.src.utils.file_utils", "get_file", _getting(gateway))
            replace_function(f"{package}.src.utils.data_utils", "get_file", _getting(gateway))


def _listings(gateway: Gateway) -> None:
    listdir, scandir = os.listdir, os.scandir
    looked_for = _TABLE_ENDINGS & set(gateway.usage.strings)

    @functools.wraps(listdir)
    def list_folder(path: Any = ".") -> Any:
        try:
            found = listdir(path)
            if looked_for and _lacks_tables(gateway, path, found):
                found += gateway.usual_names()
            return found
        except FileNotFoundError:
            name = text_of(path)
            folder = gateway.in_tree(name, "listdir") if name is not None else None
            if folder is not None and folder.is_dir():
                return listdir(folder)
            names = gateway.usual_names() if name is not None and is_foreign(name) and gateway.texts.sets else ()
            if not names:
                raise
            return list(names)

    @functools.wraps(scandir)
    def scan_folder(path: Any = ".") -> Any:
        try:
            return scandir(path)
        except FileNotFoundError:
            name = text_of(path)
            folder = gateway.in_tree(name, "listdir") if name is not None else None
            if folder is None or not folder.is_dir():
                raise
            return scandir(folder)

    os.listdir = list_folder
    os.scandir = scan_folder


def _removals(gateway: Gateway) -> None:
    """`rmtree` of a folder of the course's data takes our link away, or nothing where none was laid; the data stays."""
    rmtree = shutil.rmtree

    @functools.wraps(rmtree)
    def remove_tree(path: Any, *args: Any, **named: Any) -> Any:
        name = text_of(path)
        if name is not None and name.strip():
            plain = str(pathlib.Path(name))  # a link has no slash behind it
            if gateway.is_ours(plain):
                os.unlink(plain)  # noqa: PTH108  patched for paths of other machines
                return None
            folder = None if os.path.lexists(plain) else gateway.would_serve(plain)
            if folder is not None and folder.is_dir():
                return None
        return rmtree(path, *args, **named)

    shutil.rmtree = remove_tree  # type: ignore[assignment]


def _lacks_tables(gateway: Gateway, path: Any, found: list[str]) -> bool:
    """Whether the notebook looks through its own folder, in which no table is, for the one that it was to bring along.

    `[name for name in os.listdir(".") if name.endswith(".csv")][0]`: the table has no other name in the code.
    """
    return (
        bool(gateway.texts.sets)
        and text_of(path) is not None
        and os.path.realpath(path) == os.path.realpath(gateway.work)
        and not any(str(name).casefold().endswith(tuple(_TABLE_ENDINGS)) for name in found)
        and asked_by_notebook(gateway.work)
    )


def _questions(gateway: Gateway) -> None:
    """`isdir` agrees with what a listing would do."""

    def asking(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def ask(path: Any) -> Any:
            served = None if original(path) else gateway.would_serve(path)
            return original(path) if served is None else original(served)

        return ask

    os.path.isdir = asking(os.path.isdir)
    pathlib.Path.is_dir = asking(pathlib.Path.is_dir)  # type: ignore[method-assign]


def _reading(gateway: Gateway) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def read(directory: Any, *args: Any, **named: Any) -> Any:
            name = text_of(directory)
            folder = gateway.in_tree(name, "text_dataset_from_directory") if name is not None else None
            if name is not None:
                directory = str(folder) if folder is not None else gateway.abroad.elsewhere.reading(name)
            return original(directory, *args, **named)

        return read

    return wrap


def _getting(gateway: Gateway) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`get_file` of an archive that is a folder of ours once unpacked: code goes on from its name or its parent."""

    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        def get_file(fname: Any = None, origin: Any = None, *args: Any, **named: Any) -> Any:
            asked = [name for name in (text_of(fname), text_of(origin)) if name]
            for name in asked:
                stem = base_name(name).removesuffix(".gz").removesuffix(".tar")
                folder = gateway.in_tree(stem, "get_file")
                if folder is not None and folder.is_dir():
                    return str(folder)
            return original(fname, origin, *args, **named)

        return get_file

    return wrap
