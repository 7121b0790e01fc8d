"""Sentences of film reviews as they are published: `rt-polarity.pos` and `rt-polarity.neg`, one text a line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.forms import as_decoded, as_line
from grader.inside.gateway.paths import base_name, parts_of
from grader.inside.gateway.trees import Tree, exists
from grader.inside.served import Served

SENTENCES: Final = "rt-polaritydata"  # the folder, as its archive calls it
_FOLDER: Final = re.compile(r"rt[-_ ]?polarity(?:[-_ ]?data(?:set)?)?", re.IGNORECASE)
_FILE: Final = re.compile(
    r"rt[-_ .]?polarity[-_ .]?(pos|neg)(?:itive|ative)?(?:[-_.](?:txt|utf-?8|latin-?1))*", re.IGNORECASE
)


class PolarityFiles(Tree):
    """`rt-polaritydata/rt-polarity.pos` and `.neg`, as sentences of film reviews are published; reviews stand for them.

    The published files are in Latin-1, and code names that, UTF-8 or nothing: ASCII is read alike by all.
    """

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._context = context
        self._folder = context.private / SENTENCES

    def find(self, path: str) -> Path | None:
        name = base_name(path)
        file = _FILE.fullmatch(name)
        if file is None and not _FOLDER.fullmatch(name):
            return None
        if not exists(self._folder):
            self._write()
        return self._folder / f"rt-polarity.{file[1].casefold()}" if file is not None else self._folder

    def anchor(self, path: str) -> str:
        parts = parts_of(path)
        place = next((place for place, part in enumerate(parts) if _FOLDER.fullmatch(part)), None)
        return path if place is None else "/".join(parts[: place + 1])

    def in_words(self, found: Path) -> tuple[str, str]:
        if found == self._folder:
            return SENTENCES, f"{self.served.dataset}, a file for each class with one text a line"
        named = next(word for word in self.served.classes if word.startswith(found.suffix[1:]))
        return found.name, f"{self.served.dataset}, the {len(self._rows(named)):,} {named} texts, one a line"

    def _rows(self, named: str) -> list[int]:
        code = self.served.classes.index(named)
        return [row for row, each in enumerate(self.served.codes.tolist()) if each == code]

    def _write(self) -> None:
        lines = [as_line(as_decoded(text, "ascii")) for text in self.served.texts]
        self._context.rows.of(self.served.dataset).learn_texts(lines)
        self._folder.mkdir()
        for named in self.served.classes:
            text = "".join(f"{lines[row]}\n" for row in self._rows(named))
            (self._folder / f"rt-polarity.{named[:3]}").write_text(text, encoding="ascii", newline="")
