"""Files in the shape a notebook asks for, written from the served rows into a folder of ours."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.inside.gateway.columns import Columns
from grader.inside.gateway.review_names import review_name
from grader.inside.served import Served

# "fit" and "valid" are nine tenths of the training rows and the rest, for code that reads a file for validation too.
Part = Literal["all", "train", "test", "fit", "valid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Everything that decides a file's bytes."""

    columns: Columns
    delimiter: str = ","
    header: bool = True
    encoding: str = "utf-8"
    quoted: bool = True  # False: quote marks are text, and the delimiter may not occur in it
    part: Part = "all"
    only: str | None = None  # the class whose rows alone are in it
    alone: bool = False  # one text a line, without its label; there is no header then


class Forms:
    """Writes each shape once. The row count is the same in every shape."""

    def __init__(self, served: Served, folder: Path) -> None:
        self._served = served
        self._folder = folder
        self._written: dict[Shape, Path] = {}

    def file(self, shape: Shape, suffix: str = ".csv") -> Path:
        """The file in this shape, in a folder of ours."""
        if shape not in self._written:
            path = self._folder / f"{self._served.dataset}-{len(self._written) + 1}{suffix}"
            path.write_bytes(self.content(shape))
            self._written[shape] = path
        return self._written[shape]

    def content(self, shape: Shape) -> bytes:
        """The file's bytes."""
        text = io.StringIO(newline="")
        if shape.quoted:
            writer = csv.writer(text, delimiter=shape.delimiter, lineterminator="\n")
            if shape.header:
                writer.writerow(shape.columns.header)
            writer.writerows(self._rows(shape))
        elif shape.alone:
            text.writelines(f"{row[0]}\n" for row in self._rows(shape))
        else:
            rows = [list(shape.columns.header), *self._rows(shape)] if shape.header else self._rows(shape)
            for row in rows:
                cells = [" ".join(cell.replace(shape.delimiter, " ").splitlines()) for cell in row]
                text.write(shape.delimiter.join(cells) + "\n")
        return encode(text.getvalue(), shape.encoding)

    def count(self, part: Part, only: str | None = None) -> int:
        """Rows of a part; of one class where `only` names it."""
        places = range(*self._span(part))
        return len(places) if only is None else sum(self._is_of(place, only) for place in places)

    def _is_of(self, place: int, only: str | None) -> bool:
        return only is None or self._served.classes[self._served.codes[place]] == only

    def _span(self, part: Part) -> tuple[int, int]:
        train, every = self._served.train_rows, self._served.count
        border = train - train // 10
        spans = {
            "all": (0, every),
            "train": (0, train),
            "test": (train, every),
            "fit": (0, border),
            "valid": (border, train),
        }
        return spans[part]

    def _rows(self, shape: Shape) -> list[list[str]]:
        rows = []
        classes = shape.columns.classes or self._served.classes
        for place in range(*self._span(shape.part)):
            if not self._is_of(place, shape.only):
                continue
            code = int(self._served.codes[place])
            label = str(code) if shape.columns.numbers else classes[code]
            # Before the row is written: a curly quote that becomes a plain one must still be quoted.
            text = as_decoded(self._served.texts[place], shape.encoding)
            if shape.alone:
                rows.append([as_line(text)])
                continue
            pair = [text, label] if shape.columns.text_first else [label, text]
            behind = [str(code)] if shape.columns.code else []
            rows.append(self._before(place, shape) + pair + behind + [""] * shape.columns.extra)
        return rows

    def _before(self, place: int, shape: Shape) -> list[str]:
        """What stands before a row's label and text: its number, a review's name, or nothing."""
        if shape.columns.number is not None:
            return [str(place)]
        if not shape.columns.name:
            return []
        name = review_name(place, self._served.classes[self._served.codes[place]])
        # The published file has it in quotes, which are text to a reader that is not to regard them.
        return [name if shape.quoted else f'"{name}"']


def known_encoding(name: object) -> str:
    """A codec's own name; "utf-8" for none or one that does not exist (the reader will say so)."""
    try:
        return codecs.lookup(name).name if isinstance(name, str) else "utf-8"
    except LookupError:
        return "utf-8"


def encode(text: str, encoding: str) -> bytes:
    """Bytes that `encoding` can decode; characters it lacks become their nearest, or "?"."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(character, encoding) for character in text).encode(encoding, "replace")


def as_decoded(text: str, encoding: str) -> str:
    """What a reader with this encoding sees of `text`."""
    return encode(text, encoding).decode(encoding)


def as_line(text: str) -> str:
    """A text on one line, which no reader takes for the start of one in quotes that goes on over the next lines."""
    line = " ".join(text.split())
    return f"'{line[1:]}" if line.startswith('"') else line


def _nearest(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}.get(character)
        return plain or unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii") or "?"
    return character
