"""The one filter that student text passes before it is printed, and the small type that carries sentences.

Escaping is Jinja2's work (autoescape); this module takes away what escaping cannot: control characters that
reorder, hide or overprint, and length. Text is cut here and not by CSS, since hidden text stays in a PDF.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from grader.evidence.clean import clean_text

QUOTE_LIMIT = 240  # characters of a student's sentence
NAME_LIMIT = 80
LINE_LIMIT = 38  # of a code line in the cell index
ELLIPSIS = "…"
_MARKS_IN_A_ROW = 4  # combining marks on one letter; real scripts need fewer, towers of them overprint lines

_SPACE = re.compile("[^\\S\u00a0\u202f]+")  # no-break spaces are kept: they hold number and unit together
# A file's name, a path, an option, a variable: written as it is wherever it stands.
_AS_WRITTEN = re.compile(r"\S*(?:\.[^\W\d_]|[_/-])\S*")
# Signs of which nothing is ever taken away, wherever they stand: Latin letters with accents, the dashes, quotation
# marks and signs that we write ourselves, no-break spaces. The soft hyphen is not one of them.
_HARMLESS = re.compile("[ -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2015\u2018-\u201f\u2026\u202f\u207b\u2212]*")
_INVISIBLE = frozenset("\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb")


def clean(text: str, limit: int = QUOTE_LIMIT) -> str:
    """One line of plain text: no ANSI escapes, C0/C1, bidi controls or invisible signs; at most `limit` characters."""
    return cut(_cleaned(text, limit), limit)


def clean_words(text: str, limit: int = QUOTE_LIMIT) -> str:
    """As `clean`, but cut between words where one ends in the second half of what there is room for."""
    whole = _cleaned(text, limit)
    end = whole.rfind(" ", limit // 2, limit)
    if len(whole) <= limit or end < 0:
        return cut(whole, limit)
    return whole[:end].rstrip(" ,;:") + ELLIPSIS


def _cleaned(text: str, limit: int) -> str:
    # A hostile text can be megabytes long; nothing past this point can reach the page.
    start = text[: 8 * limit + 4096]
    if _HARMLESS.fullmatch(start):  # as most text is
        return _SPACE.sub(" ", start).strip()
    kept = "".join(_kept(clean_text(start)))
    return _SPACE.sub(" ", kept).strip()


def clean_line(text: str, limit: int = QUOTE_LIMIT) -> str:
    """As `clean`, but leading spaces stay: for lines of code."""
    indent = len(text) - len(text.lstrip(" "))
    body = clean(text, max(1, limit - indent))
    return "\u00a0" * min(indent, limit) + body


def cut(text: str, limit: int) -> str:
    """At most `limit` characters; what is left out shows as an ellipsis, never inside a letter with its marks."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def _kept(text: str) -> Iterable[str]:
    marks = 0
    for sign in text:
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if sign in _INVISIBLE or marks > _MARKS_IN_A_ROW:
            continue
        if category in ("Cc", "Zl", "Zp"):
            yield " "
        elif category in ("Cs", "Co", "Cn") or 0xE0000 <= ord(sign) <= 0xE0FFF:
            yield "\ufffd"  # lone surrogates, private use and unassigned signs have no shape to print
        else:
            yield sign


def sentence(text: str) -> str:
    """With a capital at its start, unless a name stands there, and a stop at its end."""
    text = text.strip()
    if not text:
        return ""
    start = text[0] if _AS_WRITTEN.match(text) else text[0].upper()
    return start + text[1:] + ("" if text[-1] in ".!?…:" else ".")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence in one face."""

    text: str
    code: bool = False
    strong: bool = False
    quote: bool = False  # somebody else's words: isolated from the direction of the rest


Prose: TypeAlias = tuple[Run, ...]

_CODE = re.compile(r"`([^`]{1,200})`")


def prose(text: str, limit: int = 600) -> Prose:
    """A sentence of a check, a rubric or ours: pieces between backticks are code, all else is plain text."""
    text = clean_words(text, limit)
    runs: list[Run] = []
    at = 0
    for match in _CODE.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        runs.append(Run(match.group(1), code=True))
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)


def plain(runs: Prose) -> str:
    """The words alone, for titles and alternative texts."""
    return "".join(run.text for run in runs)
