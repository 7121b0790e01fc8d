"""f-strings of Python 3.12, for a grader that runs an older one: `f"{row["name"]}"`, `f"{'\\n'.join(lines)}"`.

Since 3.12 what stands in braces is any expression; before, it had neither the quote marks of the string around it nor a
backslash or a line's end. The strings in it are spelled otherwise here: they are the same strings.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import replace
from typing import Final

from grader.evidence.wire.job import Job
from grader.inside.context import Context
from grader.inside.python_two import tree_of

_STRING: Final = re.compile(r"(?<!\w)([A-Za-z]{0,2})('''|\"\"\"|'|\")")
_PREFIXES: Final = frozenset({"", "r", "u", "b", "f", "br", "rb", "fr", "rf"})
_QUOTES: Final = ("'", '"', "'''", '"""')
_OPENING, _CLOSING = "([{", ")]}"

Outer = frozenset[str]  # the quote marks of the strings around


class _CannotError(Exception):
    """It is no f-string that could be spelled otherwise."""


def readable(job: Job) -> tuple[Job, tuple[int, ...]]:
    """The job with cells that an older Python can read, and the positions of those that it could not."""
    if sys.version_info >= (3, 12):
        return job, ()
    made = {}
    for cell in job.cells:
        if cell.kind == "code" and tree_of(cell.source) is None:
            source = respelled(cell.source)
            if source is not None and tree_of(source) is not None:
                made[cell.position] = source
    cells = tuple(replace(cell, source=made.get(cell.position, cell.source)) for cell in job.cells)
    return (replace(job, cells=cells) if made else job), tuple(made)


def say(context: Context, cells: tuple[int, ...]) -> None:
    """Record which cells were spelled otherwise, at the first of them."""
    if not cells:
        return
    before, context.cell = context.cell, cells[0]
    context.substituted_once(
        asked="f-strings of Python 3.12",
        served=f"the same strings, spelled for Python {sys.version_info.major}.{sys.version_info.minor}",
        how="shim",
        why=f"{'cell' if len(cells) == 1 else 'cells'} {', '.join(map(str, cells))} could not be read otherwise",
    )
    context.cell = before


def respelled(source: str) -> str | None:
    """The same code with what stands in braces spelled for Python 3.11; None where that cannot be done."""
    try:
        return _outside(source)
    except (_CannotError, IndexError, SyntaxError, ValueError):
        return None


def _outside(source: str) -> str:
    done, place = list[str](), 0
    while place < len(source):
        begin = _string_at(source, place)
        if begin is not None:
            text, place = _string(source, place, begin, frozenset())
        elif source[place] == "#":
            text, place = _to_the_line_s_end(source, place)
        else:
            text, place = source[place], place + 1
        done.append(text)
    return "".join(done)


def _string_at(source: str, place: int) -> re.Match[str] | None:
    found = _STRING.match(source, place)
    return found if found is not None and found[1].casefold() in _PREFIXES else None


def _to_the_line_s_end(source: str, place: int) -> tuple[str, int]:
    end = source.find("\n", place)
    end = len(source) if end < 0 else end
    return source[place:end], end


def _string(source: str, place: int, begin: re.Match[str], outer: Outer) -> tuple[str, int]:
    """The string that begins at `place`, as it can stand within strings with `outer` quote marks, and where it ends."""
    prefix, quote = begin.groups()
    if "f" in prefix.casefold():
        return _formatted(source, begin.end(), prefix, quote, outer)
    end = begin.end()
    while not source.startswith(quote, end):
        end += 2 if source[end] == "\\" else 1
    end += len(quote)
    text = source[place:end]
    return (_spelled(ast.literal_eval(text), outer) if outer else text), end


def _formatted(source: str, place: int, prefix: str, quote: str, outer: Outer) -> tuple[str, int]:
    used = quote if not _clashes(quote, outer) else next((q for q in _QUOTES if not _clashes(q, outer)), "")
    if not used:
        raise _CannotError
    done = [prefix, used]
    while not source.startswith(quote, place):
        letter = source[place]
        if (letter == "\\" and "r" not in prefix.casefold()) or source.startswith(("{{", "}}"), place):
            text, place = source[place : place + 2], place + 2
        elif letter == "{":
            text, place = _field(source, place, outer | {used})
        else:
            text, place = letter, place + 1
            if outer and (used != quote and text == used[0]):
                raise _CannotError
        if outer and "\\" in text:
            raise _CannotError
        done.append(text)
    return "".join((*done, used)), place + len(quote)


def _field(source: str, place: int, outer: Outer) -> tuple[str, int]:
    """From `{` to its `}`: an expression and, behind a colon, how it is to be shown, which may have fields itself."""
    done, place, depth, shown = ["{"], place + 1, 0, False
    while True:
        letter = source[place]
        begin = None if shown else _string_at(source, place)
        if letter == "}" and not depth:
            return "".join((*done, "}")), place + 1
        if begin is not None:
            text, place = _string(source, place, begin, outer)
        elif shown and letter == "{":
            text, place = _field(source, place, outer)
        elif letter == "#" and not shown:
            text, place = "", _to_the_line_s_end(source, place)[1]
        else:
            text, place = " " if letter == "\n" else letter, place + 1
            depth += (letter in _OPENING) - (letter in _CLOSING)
            shown = shown or (letter == ":" and not depth)
        done.append(text)


def _clashes(text: str, outer: Outer) -> bool:
    return any(quote in text for quote in outer)


def _spelled(value: object, outer: Outer) -> str:
    """A string without backslash, line's end or any of the quote marks around it."""
    if not isinstance(value, str):
        raise _CannotError
    for quote in _QUOTES:
        text = f"{quote}{value}{quote}"
        plain = value.isprintable() and "\\" not in value and quote[0] not in value
        if plain and not _clashes(text, outer):
            return text
    return f"str().join(map(chr, ({''.join(f'{ord(letter)}, ' for letter in value)})))"
