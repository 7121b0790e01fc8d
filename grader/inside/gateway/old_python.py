"""What a notebook of Python 2 counts on beside its syntax: whole divisions, lists, modules by their old names.

Installed for such a notebook alone (`python_two`), whose text is Python 3 by now.
"""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import os
import string
import sys
import urllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.handed_over import Answers, asked, bind, placed
from grader.inside.gateway.shims.library import Library, StandIn, alias, handing_on, value
from grader.inside.python_two import Translation

NAME: Final = "__old_python__"
MODULES: Final = {
    "ConfigParser": ("configparser",),
    "Cookie": ("http.cookies",),
    "HTMLParser": ("html.parser",),
    "Queue": ("queue",),
    "StringIO": ("io",),
    "Tkinter": ("tkinter",),
    "__builtin__": ("builtins",),
    "cPickle": ("pickle",),
    "cStringIO": ("io",),
    "commands": ("subprocess",),
    "cookielib": ("http.cookiejar",),
    "copy_reg": ("copyreg",),
    "htmlentitydefs": ("html.entities",),
    "httplib": ("http.client",),
    "thread": ("_thread",),
    "urllib2": ("urllib.request", "urllib.error", "urllib.parse"),
    "urlparse": ("urllib.parse",),
}
_URLLIB: Final = {
    "urllib.request": ("urlopen", "urlretrieve", "urlcleanup", "pathname2url", "url2pathname", "FancyURLopener"),
    "urllib.parse": ("quote", "quote_plus", "unquote", "unquote_plus", "urlencode"),
}
_VIEWS: Final = frozenset({"items", "keys", "values"})
_LISTED: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()), range)
_NO_WHOLE_NUMBER: Final = (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set)


class OldPython(Answers):
    """`3 / 2`, `d.keys()`, `text.decode(...)`, `str(text, "utf-8")`."""

    def divided(self, left: Any, right: Any) -> Any:
        """`left / right`; of whole numbers and of NumPy's arrays of them, the whole number below."""
        if not (_is_whole(left) and _is_whole(right)):
            return left / right
        self._floored()
        return left // right

    def divided_in_place(self, left: Any, right: Any) -> Any:
        """What `left /= right` makes of `left`."""
        if not (_is_whole(left) and _is_whole(right)):
            left /= right
            return left
        self._floored()
        left //= right
        return left

    def listed(self, make: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """`make(*given)`; of a dictionary's view or a range, a list."""
        made = make(*given, **named)
        return list(made) if type(made) in _LISTED else made

    def decoded(self, given: Any, *how: Any, **named: Any) -> Any:
        """`given.decode(...)`; a text is one already."""
        return given if type(given) is str else given.decode(*how, **named)

    def text(self, kind: Any, given: Any, *how: Any, **named: Any) -> Any:
        """`unicode(given, "utf-8")`; a text is one already."""
        return given if kind is str and type(given) is str else kind(given, *how, **named)

    def _floored(self) -> None:
        self._say(
            asked="/ of two whole numbers",
            served="//, the whole number below",
            how="shim",
            why="the notebook is written for Python 2",
        )


def say(context: Context, translation: Translation) -> None:
    """Record which cells were translated, at the first of them."""
    old = translation.cells
    if not old:
        return
    before, context.cell = context.cell, old[0]
    where = ", ".join(map(str, old[:20])) + (", …" if len(old) > 20 else "")
    context.substituted_once(
        asked="cells of Python 2",
        served="the same in Python 3, translated by lib2to3",
        how="shim",
        why=f"{'cell' if len(old) == 1 else 'cells'} {where} would be no Python otherwise",
    )
    context.cell = before


def install(context: Context, work: Path, translation: Translation) -> None:
    """Answer in a notebook of Python 2; the shell has started, and what else rewrites its cells goes first."""
    if not translation.whole or not translation.cells:
        return
    library = Library("Python", context, work)
    library.modules({old: (new[0], handing_on(*new)) for old, new in MODULES.items()})
    library.names(urllib, {name: alias(f"{module}:{name}") for module, names in _URLLIB.items() for name in names})
    library.names(itertools, {"izip": value("zip", zip), "imap": value("map", map), "ifilter": value("filter", filter)})
    library.names(os, {"getcwdu": value("os.getcwd", os.getcwd)})
    library.names(string, _of_strings())
    library.names(sys, {"setdefaultencoding": value("nothing: it is UTF-8", _nothing)})
    for name, answer in _builtins().items():
        context.shell.user_ns[name] = context.shell.user_ns_hidden[name] = answer
    bind(context, NAME, OldPython(context))
    context.shell.ast_transformers.append(_Rewriter(floors=translation.floors))


class _Rewriter(ast.NodeTransformer):
    """A transformer as IPython asks for it."""

    def __init__(self, *, floors: bool) -> None:
        self._floors = floors

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        node.left, node.right = _as_list(node.left), _as_list(node.right)
        whole = _may_be_whole(node.left) and _may_be_whole(node.right)
        if not (self._floors and whole and isinstance(node.op, ast.Div)):
            return node
        return asked(NAME, "divided", [node.left, node.right], node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """Of a plain name: any other target would be worked out twice."""
        self.generic_visit(node)
        name = node.target
        if not (self._floors and isinstance(node.op, ast.Div) and isinstance(name, ast.Name)):
            return node
        made = asked(NAME, "divided_in_place", [placed(ast.Name(name.id, ast.Load()), name), node.value], node.value)
        return placed(ast.Assign([name], made), node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        node.value = _as_list(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        of = node.func
        if isinstance(of, ast.Attribute) and of.attr in _VIEWS and not node.args and not node.keywords:
            return asked(NAME, "listed", [of], node)
        if isinstance(of, ast.Attribute) and of.attr == "decode":
            return asked(NAME, "decoded", [of.value, *node.args], node, node.keywords)
        if isinstance(of, ast.Name) and of.id == "str" and len(node.args) + len(node.keywords) > 1:
            return asked(NAME, "text", [of, *node.args], node, node.keywords)
        return node


def _as_list(node: ast.expr) -> ast.expr:
    """A `range` that is kept or added to is a list."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        return asked(NAME, "listed", [node.func, *node.args], node, node.keywords)
    return node


def _may_be_whole(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int)
    return not isinstance(node, _NO_WHOLE_NUMBER)


def _is_whole(given: Any) -> bool:
    """pandas divided exactly on Python 2 as well, so a column is none."""
    return isinstance(given, int | np.integer) or (type(given) is np.ndarray and given.dtype.kind in "iu")


def _builtins() -> dict[str, Any]:
    return {"cmp": _cmp, "file": _file, "reduce": functools.reduce, "reload": _reload}


def _cmp(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def _file(*given: Any, **named: Any) -> Any:
    return open(*given, **named)  # noqa: PTH123  the notebook's to close


def _reload(module: ModuleType) -> ModuleType:
    """`reload(sys)` was there to bring back `setdefaultencoding`; today it would undo where the output goes."""
    return module if module is sys else importlib.reload(module)


def _of_strings() -> dict[str, StandIn]:
    return {
        "letters": alias("string:ascii_letters"),
        "lowercase": alias("string:ascii_lowercase"),
        "uppercase": alias("string:ascii_uppercase"),
        "maketrans": value("str.maketrans", str.maketrans),
        "join": value("str.join", lambda words, by=" ": by.join(words)),
    }


def _nothing(*_: object) -> None:
    """A setting that is so already."""
