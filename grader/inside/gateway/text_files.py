"""The labelled-text data sets as files: which of them a path means, in which shape, and the file itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.columns import Columns, as_asked, choose_columns, expects_names, naming, order_of_names
from grader.inside.gateway.forms import Forms, Part, Shape, as_decoded, as_line, known_encoding
from grader.inside.gateway.paths import Match, base_name, find_match, form_of_name
from grader.inside.gateway.roles import meant
from grader.inside.gateway.usage import Usage, read_usage
from grader.inside.served import LABELLED_TEXT, Served

_PARTS: Final = {
    "all": "all {}", "train": "{} train", "test": "{} test", "fit": "the first {} train", "valid": "the last {} train",
}  # fmt: skip
CELLS_NEAR: Final = 6  # with the one that reads


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


class TextFiles:
    """All labelled-text data sets of an attempt; with none of them nothing matches."""

    def __init__(self, context: Context, usage: Usage) -> None:
        self._context = context
        self._usage = usage
        served = [tracker.served for tracker in context.rows.trackers]
        self.sets = tuple(each for each in served if each is not None and each.kind == LABELLED_TEXT)
        self._forms = {each.dataset: Forms(each, context.private) for each in self.sets}
        self._encodings = {(each.dataset, "utf-8") for each in self.sets}
        self._lines = set[tuple[str, str]]()  # the same, of what has been handed out with one text a line
        self._near: tuple[int, Usage | None] = (-1, None)

    def near(self) -> Usage | None:
        """What the code says from the running cell on, up to where a label and a text were looked up.

        None where only one data set is served.
        """
        cell = self._context.cell
        if len(self.sets) < 2 or cell == 0:
            return None
        if self._near[0] != cell:
            after = [each.source for each in self._context.job.cells if each.kind == "code" and each.position >= cell]
            windows = (read_usage(after[:count]) for count in range(1, CELLS_NEAR + 1))
            self._near = (
                cell,
                next((usage for usage in windows if expects_names(usage)), read_usage(after[:CELLS_NEAR])),
            )
        return self._near[1]

    def _naming(self) -> Usage:
        """The code that says which columns are expected."""
        return naming(self._usage, self.near())

    def known_names(self) -> tuple[str, ...]:
        """File names under which the world knows the data sets."""
        return tuple(name for served in self.sets for form in served.forms for name in form.names)

    def usual_names(self) -> tuple[str, ...]:
        """File names under which the notebook itself speaks of a data set; else the best known one.

        None where there are several and nothing tells which is meant.
        """
        found = []
        for text in self._usage.strings:
            if "\n" in text or len(text) > 300 or not text.strip():
                continue
            name = base_name(text)
            like_file = self.is_known(name) or name.casefold().endswith((".csv", ".tsv"))
            if like_file and name not in found and find_match(text, self.sets, self._usage, reader="exists"):
                found.append(name)
        if found:
            return tuple(found)
        likely = meant("", self.sets, self._usage) if self.sets else None
        return likely[0].forms[0].names[:1] if likely is not None else ()

    def is_known(self, name: str) -> bool:
        """Whether the world knows a data set under this file name."""
        return any(form_of_name(name, served) is not None for served in self.sets)

    def _columns(self, match: Match) -> Columns:
        whole = self._usage
        found = choose_columns(self._naming(), match.form, match.served.classes, whole.numeric, whole.class_words)
        return as_asked(found, match.asked) if match.asked is not None else found

    def shape_of_table(self, match: Match, asked: Asked) -> Shape:
        """The file's shape as a table reader was asked to read it."""
        columns = self._columns(match)
        delimiter = asked.delimiter or ","
        bare = asked.header is False or (asked.names is not None and asked.header is None)
        # Of a file for one class nobody needs a column for the label: one text a line, unless columns are named.
        alone = match.only is not None and len(asked.names or ()) < len(columns.pair) and (bare or not match.table)
        if asked.names is not None:
            columns = replace(
                columns,
                text_first=order_of_names(asked.names),
                extra=max(0, len(asked.names) - 2) if len(asked.names) == 5 else 0,
            )
        header = True
        if bare:
            header = asked.skipped
        elif asked.header is None and asked.names is None and match.form is not None and match.form.header is None:
            # The real file has no header line: code that names its columns later loses a row to it, as at home.
            header = expects_names(self._naming())
        if not header and asked.names is None and (match.form is None or match.form.header is None):
            columns = replace(columns, extra=0)
        return Shape(
            columns=columns,
            delimiter=delimiter,
            header=header and not alone,
            encoding=known_encoding(asked.encoding),
            quoted=asked.quoted and (not alone or delimiter == ","),  # other separators stand in no text
            part=match.part,
            only=match.only,
            alone=alone,
        )

    def shape_of_file(self, match: Match, name: str, encoding: str | None) -> Shape:
        """A file nobody said how to read: as its name is known, or as the code takes lines apart."""
        headless = match.form is not None and match.form.header is None
        tab = headless or self._usage.splits_on_tab or name.casefold().endswith((".tsv", ".tab"))
        raw = tab and not self._usage.uses_csv
        columns = self._columns(match)
        alone = match.only is not None
        return Shape(
            columns=replace(columns, extra=0) if tab else columns,
            delimiter="\t" if tab else ",",
            header=not alone and not headless and (not raw or match.form is not None),
            encoding=known_encoding(encoding),
            quoted=match.table and self._usage.uses_csv if alone else not raw,
            part=match.part,
            only=match.only,
            alone=alone,
        )

    def deliver(self, served: Served, shape: Shape) -> Path:
        """The file; its texts are recognised from now on as a reader with its encoding sees them."""
        if (served.dataset, shape.encoding) not in self._encodings:
            self._encodings.add((served.dataset, shape.encoding))
            texts = [as_decoded(text, shape.encoding) for text in served.texts]
            self._context.rows.of(served.dataset).learn_texts(texts)
        if shape.alone and (served.dataset, shape.encoding) not in self._lines:
            self._lines.add((served.dataset, shape.encoding))
            lines = [as_line(as_decoded(text, shape.encoding)) for text in served.texts]
            self._context.rows.of(served.dataset).learn_texts(lines)
        return self._forms[served.dataset].file(shape, ".tsv" if shape.delimiter == "\t" else ".csv")

    def in_words(self, served: Served, shape: Shape) -> str:
        """What was served, for the report."""
        part: Part = shape.part
        count = self._forms[served.dataset].count(part, shape.only)
        rows = f"{_PARTS[part].format(f'{count:,}')} {f'{shape.only} ' if shape.only is not None else ''}rows"
        if shape.alone:
            return f"{served.dataset}, {rows}, one text a line"
        labels = f", labels {' and '.join(shape.columns.classes)}" if shape.columns.classes else ""
        if not shape.header:
            return f"{served.dataset}, {rows}, as two columns without a header line{labels}"
        first, second = shape.columns.pair
        blank = f" and {shape.columns.extra} empty ones" if shape.columns.extra else ""
        return f"{served.dataset}, {rows}, as columns {first} and {second}{blank}{labels}"
