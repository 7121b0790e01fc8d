"""Which file a path is answered with, and the record of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from grader.inside.context import Context
from grader.inside.gateway import colab, commands, corpora, files, legacy_keras, pretrained, resources, splits, tables
from grader.inside.gateway.callers import asked_by_notebook
from grader.inside.gateway.columns import Columns, choose_columns, expects_names, order_of_names
from grader.inside.gateway.forms import Forms, Part, Shape, as_decoded, known_encoding
from grader.inside.gateway.paths import Match, base_name, find_match, form_of_name, is_url, text_of
from grader.inside.gateway.usage import Usage, read_usage
from grader.inside.served import Served

MOST_MODULES: Final = 50
MODULE_BYTES: Final = 500_000
_exists: Final = os.path.lexists  # as it was before anything was patched
_real: Final = os.path.realpath


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a table reader was called; None where the code left the default."""

    how: str  # "read_csv", "read_table", "read_excel"
    delimiter: str | None = None
    names: tuple[str, ...] | None = None
    header: bool | None = None  # False: header=None; True: a row number was given
    skipped: bool = False  # skiprows= takes the header line away
    encoding: str | None = None
    quoted: bool = True


class Gateway:
    """One per attempt. With no served data set it serves no files and still answers for Colab, pip and the like."""

    def __init__(self, context: Context, work: Path) -> None:
        self.context = context
        self.work = work
        self.served: Served | None = context.rows.served
        cells = [cell.source for cell in context.job.cells if cell.kind == "code"]
        self.usage: Usage = read_usage([*cells, *_modules(work)])
        self._spoken_of = {base_name(text) for text in self.usage.strings if 0 < len(text) < 500}
        self._forms = Forms(self.served, context.private) if self.served is not None else None
        self._said: set[str] = set()
        self._encodings = {"utf-8"}
        self._shipped = {path: path.stat().st_mtime_ns for path in work.rglob("*") if path.is_file()}

    def install(self) -> None:
        """Patch what notebooks read files and split data with; libraries only once they are imported."""
        commands.install(self)
        colab.install(self)
        corpora.install(self.context)
        legacy_keras.install(self.context)
        pretrained.install(self.context)
        if self.served is not None:
            splits.install(self.context)
            tables.install(self)
            files.install(self)
        resources.install(self.context, self.work)  # last: a file of word vectors is never the data set

    # -- which file

    def table(self, path: object, asked: Asked) -> Path | None:
        """The file a table reader gets in place of `path`; None: the path stands as it is."""
        match = self._match(path, "table")
        if match is None or self.served is None or self._forms is None:
            return None
        shape = self._shape_of_table(match, asked)
        file = self._deliver(shape)
        self._say(path, shape, asked.how, match.why)
        return file

    def opened(self, path: object, encoding: str | None, *, binary: bool, how: str = "open") -> Path | None:
        """The file `open()` gets in place of `path`; None: the path stands as it is."""
        name = text_of(path)
        if name is not None and self._is_archive(name):
            return self._archive(name, how)
        match = self._match(path, "open")
        if match is None or name is None:
            return None
        shape = self._shape_of_file(match, name, encoding if not binary else self._usual_encoding())
        file = self._deliver(shape)
        self._say(path, shape, how, match.why)
        return file

    def would_serve(self, path: object) -> Path | None:
        """A file in place of `path` for questions such as `os.path.exists`; nothing is recorded."""
        name = text_of(path)
        match = self._match(path, "exists")
        if match is None or name is None or is_url(name):
            return None
        return self._deliver(self._shape_of_file(match, name, self._usual_encoding()))

    def usual_names(self) -> tuple[str, ...]:
        """File names under which the notebook itself speaks of the data set; else the best known one."""
        if self.served is None:
            return ()
        found = []
        for text in self.usage.strings:
            if "\n" in text or len(text) > 300 or not text.strip():
                continue
            name = base_name(text)
            like_file = form_of_name(name, self.served) is not None or name.casefold().endswith((".csv", ".tsv"))
            if like_file and name not in found and find_match(text, self.served, self.usage, reader="exists"):
                found.append(name)
        known = [name for form in self.served.forms for name in form.names]
        return tuple(found) or tuple(known[:1])

    def content(self, name: str) -> bytes:
        """The bytes of the file `name`, as an upload or a download would bring them."""
        file = self.would_serve(name)
        return file.read_bytes() if file is not None else b""

    def link(self) -> None:
        """Lay links for relative names in the source, for readers outside Python and for `!head`."""
        for text in self.usage.strings:
            plain = Path(text) if text and "\n" not in text and "\0" not in text and len(text) < 200 else None
            if plain is None or plain.is_absolute() or "\\" in text or ".." in plain.parts or is_url(text):
                continue
            target = self.work / plain
            if _exists(target) or base_name(text) == text.rstrip("/") == "":
                continue
            file = self.would_serve(text)
            if file is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(file)

    def is_ours(self, path: str) -> bool:
        """Whether `path` is a link we laid."""
        return Path(path).is_symlink() and _real(path).startswith(_real(self.context.private))

    # -- details

    def _match(self, path: object, reader: Literal["table", "open", "exists"]) -> Match | None:
        name = text_of(path)
        if name is None or self.served is None or not name.strip() or "\0" in name:
            return None
        own = not is_url(name) and _exists(name) and not self.is_ours(name)
        if own and (form_of_name(base_name(name), self.served) is None or not self._is_shipped(name)):
            return None
        match = find_match(name, self.served, self.usage, reader=reader)
        if match is not None and match.form is None and not self._is_the_notebooks(name):
            return None  # a library looking for a file of its own: entry_points.txt, a sample table of seaborn's
        if match is None and reader == "table":
            self._note_unmatched(name)
        return match

    def _is_the_notebooks(self, name: str) -> bool:
        """Whether the notebook's source names this file, or its own code is what asks for it now."""
        return base_name(name) in self._spoken_of or asked_by_notebook(self.work)

    def _is_shipped(self, name: str) -> bool:
        """Whether a file came with the submission and has not been written to since."""
        path = Path(name).absolute()
        before = self._shipped.get(path)
        return before is not None and path.stat().st_mtime_ns == before

    def _shape_of_table(self, match: Match, asked: Asked) -> Shape:
        assert self.served is not None
        columns = choose_columns(self.usage, match.form, self.served.classes)
        delimiter = asked.delimiter or ","
        if asked.names is not None:
            columns = replace(
                columns,
                text_first=order_of_names(asked.names),
                extra=max(0, len(asked.names) - 2) if len(asked.names) == 5 else 0,
            )
        header = True
        if asked.header is False or (asked.names is not None and asked.header is None):
            header = asked.skipped
        elif asked.header is None and asked.names is None and match.form is not None and match.form.header is None:
            # The real file has no header line: code that names its columns later loses a row to it, as at home.
            header = expects_names(self.usage)
        if not header and asked.names is None and (match.form is None or match.form.header is None):
            columns = replace(columns, extra=0)
        return Shape(
            columns=columns,
            delimiter=delimiter,
            header=header,
            encoding=known_encoding(asked.encoding),
            quoted=asked.quoted,
            part=match.part,
        )

    def _shape_of_file(self, match: Match, name: str, encoding: str | None) -> Shape:
        """A file nobody said how to read: as its name is known, or as the code takes lines apart."""
        assert self.served is not None
        headless = match.form is not None and match.form.header is None
        tab = headless or self.usage.splits_on_tab or name.casefold().endswith((".tsv", ".tab"))
        raw = tab and not self.usage.uses_csv
        columns = choose_columns(self.usage, match.form, self.served.classes)
        return Shape(
            columns=replace(columns, extra=0) if tab else columns,
            delimiter="\t" if tab else ",",
            header=not headless and not raw,
            encoding=known_encoding(encoding),
            quoted=not raw,
            part=match.part,
        )

    def _deliver(self, shape: Shape) -> Path:
        assert self.served is not None
        assert self._forms is not None
        if shape.encoding not in self._encodings:
            self._encodings.add(shape.encoding)
            self.context.rows.learn_texts([as_decoded(text, shape.encoding) for text in self.served.texts])
        return self._forms.file(shape, ".tsv" if shape.delimiter == "\t" else ".csv")

    def _is_archive(self, name: str) -> bool:
        base = base_name(name).casefold()
        known = ("spam", "sms", "archive") if self.served is not None else ()
        return base.endswith(".zip") and any(word in base for word in known) and not _exists(name)

    def _archive(self, name: str, how: str) -> Path | None:
        if self.served is None or self._forms is None:
            return None
        names = self.usual_names()
        shapes = []
        for inner in names:
            match = find_match(inner, self.served, self.usage, reader="exists")
            if match is not None:
                shapes.append(self._shape_of_file(match, inner, self._usual_encoding()))
        if not shapes:
            return None
        file = self._forms.archive(names[: len(shapes)], tuple(shapes))
        self._record(name, f"{self.served.dataset} as a zip file with {', '.join(names)}", how, "matched by its name")
        return file

    def _usual_encoding(self) -> str:
        """The encoding the source names for its files; bytes must be readable with it."""
        return next((name for name in self.usage.encodings if known_encoding(name) != "utf-8"), "utf-8")

    def _say(self, path: object, shape: Shape, how: str, why: str) -> None:
        assert self.served is not None
        assert self._forms is not None
        part: Part = shape.part
        rows = f"{'all ' if part == 'all' else ''}{self._forms.count(part):,} {'' if part == 'all' else part + ' '}rows"
        columns = _in_words(shape.columns) if shape.header else "two columns without a header line"
        name = text_of(path) or "?"
        if not is_url(name) and _exists(name) and not self.is_ours(name):
            why = "the course's data in place of the file of that name that came with the submission"
        self._record(name, f"{self.served.dataset}, {rows}, as {columns}", how, why)

    def _record(self, asked: str, served: str, how: str, why: str) -> None:
        if asked not in self._said:
            self._said.add(asked)
            self.context.substituted(asked=asked, served=served, how=how, why=why)

    def _note_unmatched(self, name: str) -> None:
        if self.served is not None and name not in self._said:
            self._said.add(name)
            known = ", ".join(name for form in self.served.forms for name in form.names)
            self.context.note(
                "data",
                f"no file {name!r}, and nothing to serve in its place: looked for the names {known} and for a table",
            )

    def run_command(self, command: str) -> tuple[int, str]:
        """Run one shell line of the notebook. Returns: its exit status and what it printed."""
        return commands.run(self.context, command)


def _modules(work: Path) -> list[str]:
    """The sources of companion modules, which may be what reads the data."""
    found = [path for path in sorted(work.rglob("*.py"))[:MOST_MODULES] if path.is_file()]
    return [path.read_text(encoding="utf-8", errors="replace") for path in found if path.stat().st_size < MODULE_BYTES]


def _in_words(columns: Columns) -> str:
    first, second = columns.header[:2]
    blank = f" and {columns.extra} empty ones" if columns.extra else ""
    return f"columns {first} and {second}{blank}"
