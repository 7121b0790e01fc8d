"""Files for one class each, whose names say the class: `pos.txt` and `neg.txt`, `ham.txt` and `spam.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from grader.inside.gateway.usage import Usage
from grader.inside.served import Served

# How names of files spell a class, each like the one in the same place for another class.
_SPELLED: Final[Mapping[str, tuple[str, ...]]] = {"positive": ("positive", "pos"), "negative": ("negative", "neg")}
_LONGEST: Final = 300  # characters of a string that may be a path


def class_of_file(name: str, served: Served, usage: Usage) -> str | None:
    """The class whose texts alone a file of this name holds, beside one for each other class; None: of any class.

    One name does not tell: `spam.txt` may hold all messages. So the code must name the files of the other classes too,
    in the same spelling, and write none of them itself.
    """
    plain = name.casefold()
    for named in served.classes:
        for place, word in enumerate(_spellings(named)):
            inner = re.compile(rf"(?<![a-z]){word}(?![a-z])")
            if not inner.search(plain):
                continue
            pair = {inner.sub(_spellings(other)[place], plain, count=1) for other in served.classes}
            known = {each.casefold() for form in served.forms for each in form.names}
            if pair <= _files(usage.strings) and not pair & (_files(usage.written) | known):
                return named
    return None


def _spellings(named: str) -> tuple[str, ...]:
    return _SPELLED.get(named, (named.casefold(),))


def _files(texts: Iterable[str]) -> set[str]:
    """The last parts of what may be paths or addresses."""
    return {re.split(r"[\\/]", text.partition("?")[0])[-1].casefold() for text in texts if len(text) < _LONGEST}
