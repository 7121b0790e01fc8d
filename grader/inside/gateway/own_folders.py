"""Folders of the notebook's own: those its code makes or writes files into. Their names never mean a data set."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from grader.inside.gateway.paths import is_url, parts_of
from grader.inside.gateway.usage import WRITERS, opens_to_write, parsed
from grader.inside.gateway.written_folders import MORE_WRITERS

_OF_A_PATH: Final = frozenset({"mkdir", "touch", "write_text", "write_bytes"})  # `Path("out").mkdir()`
_FROM_TO: Final = frozenset({"copy", "copyfile", "copytree", "move", "urlretrieve", "unpack_archive"})
_MAKERS: Final = {"makedirs", "save_image", "write_png", "extractall"} | WRITERS | MORE_WRITERS | _OF_A_PATH | _FROM_TO
_JOINS: Final = frozenset({"join", "Path", "PurePath", "PosixPath", "str", "format", "abspath", "expanduser"})
_SHELL: Final = re.compile(r"\bmkdir((?:[ \t]+[\w./~-]+)+)")
_DEEPEST: Final = 5  # variables that are made of variables


def own_folders(sources: Iterable[str]) -> frozenset[str]:
    """Every part, in small letters, of the paths that code makes folders at or writes to.

    Paths are read as far as they are spelt out, in the call or in what a variable, an attribute, an argument or its
    default is given anywhere in the notebook.
    """
    texts = list(sources)
    trees = list(parsed(texts))
    given: dict[str, list[ast.expr]] = {}
    for tree in trees:
        for name, value in _given(tree):
            given.setdefault(name, []).append(value)
    found = [text for tree in trees for value in _written(tree) for text in _texts(value, given, _DEEPEST)]
    found += [word for text in texts for line in _SHELL.findall(text) for word in line.split()]
    return frozenset(
        part.casefold() for text in found if len(text) < 300 and not is_url(text) for part in parts_of(text)
    )


def _given(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """(name, what it is given) of assignments, of arguments in calls and of their defaults."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from ((_name(target), node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield _name(node.target), node.value
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value
        elif isinstance(node, ast.arguments):
            places = [*node.posonlyargs, *node.args]
            yield from zip(
                (each.arg for each in places[len(places) - len(node.defaults) :]), node.defaults, strict=True
            )
            yield from (
                (each.arg, value) for each, value in zip(node.kwonlyargs, node.kw_defaults, strict=True) if value
            )


def _written(tree: ast.Module) -> Iterator[ast.expr]:
    """What calls that make folders or write files are given as paths."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if name in _MAKERS or (name == "open" and opens_to_write(node.args, named)):
            yield from (*node.args[name in _FROM_TO : 2], *(value for key, value in named.items() if key != "src"))
            if name in _OF_A_PATH and isinstance(node.func, ast.Attribute):
                yield node.func.value


def _texts(value: ast.expr, given: Mapping[str, list[ast.expr]], deepest: int) -> Iterator[str]:
    """The strings that a path is put together from; nothing of what is no path."""
    parts: list[ast.expr] = []
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        parts = value.values
    elif isinstance(value, ast.FormattedValue):
        parts = [value.value]
    elif isinstance(value, ast.BinOp):
        parts = [value.left, value.right]
    elif isinstance(value, ast.Call) and _name(value.func) in _JOINS:
        parts = [*value.args, *([value.func.value] if isinstance(value.func, ast.Attribute) else [])]
    elif deepest and isinstance(value, ast.Name | ast.Attribute):
        for other in given.get(_name(value), ()):
            yield from _texts(other, given, deepest - 1)
    for part in parts:
        yield from _texts(part, given, deepest)


def _name(node: ast.expr) -> str:
    """The last part of a dotted name; "" for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
