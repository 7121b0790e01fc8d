"""Check `table`: are results reported in a table or in printed lines, and are they the ones we measured?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, Words, refuse
from grader.checks.points import award
from grader.checks.reported import Reported, reported_numbers
from grader.checks.untested import only_on_training_rows
from grader.checks.words import listing, percents, plural, sentence
from grader.evidence.wire.records import Table
from grader.measure.measurements import Measured

MetricName = Literal["accuracy", "precision", "recall", "f1"]


class TableSpec(CheckSpec):
    """Results a notebook must report; every figure, column and row asked for is an equal share."""

    compares: Annotated[
        tuple[str, ...], IS_ROLE, Field(description="Roles whose results must be there, each with every metric named.")
    ] = ()
    metrics: tuple[MetricName, ...] = Field(
        default=(), description="Metrics that must be given for each role in `compares`."
    )
    columns: Words = Field(default=(), description="Words that must stand in column heads.")
    rows: Words = Field(default=(), description="Words that must stand in row heads or in a first column.")
    values: bool = Field(
        default=True,
        description="Whether the numbers must agree, as far as they are written out, with those measured on the rerun.",
    )
    text: bool = Field(
        default=False,
        description="Whether printed lines and results count as well as data frames and displayed tables.",
    )

    @model_validator(mode="after")
    def _asks_something(self) -> TableSpec:
        if not (self.compares or self.columns or self.rows):
            raise refuse("needs compares, columns or rows")
        if bool(self.compares) != bool(self.metrics):
            raise refuse("compares and metrics go together")
        if self.text and (self.columns or self.rows):
            raise refuse("printed lines have no columns or rows: leave out text, or columns and rows", "text")
        return self


@dataclass(frozen=True, slots=True)
class _Part:
    share: Fraction | None  # None: a limit of ours, counts neither way
    text: str
    cells: tuple[int, ...] = ()


def judge_table(criterion: Criterion[TableSpec], case: Case) -> Outcome:
    """Points by the share of figures and headings found in what the rerun displayed."""
    spec = criterion.spec
    tables = case.evidence.tables
    reported = reported_numbers(case.evidence, text=spec.text)
    parts = [_figure(spec, role, metric, reported, case) for role in spec.compares for metric in spec.metrics]
    parts += [_heading(word, tables, "column") for word in spec.columns]
    parts += [_heading(word, tables, "row") for word in spec.rows]
    judged = [part for part in parts if part.share is not None]
    cells = tuple(cell for part in parts for cell in part.cells)[:8]
    if not judged:
        return NotAssessed(sentence("; ".join(part.text for part in parts)), cells)
    share = sum((part.share for part in judged if part.share), Fraction(0)) / len(judged)
    return award(criterion, share, _because(parts, judged, spec), cells)


def _because(parts: list[_Part], judged: list[_Part], spec: TableSpec) -> str:
    fine = listing([part.text for part in judged if part.share == 1])
    missed = "; ".join(part.text for part in judged if part.share != 1)
    unseen = "; ".join(part.text for part in parts if part.share is None)
    where = "tables or printed lines" if spec.text else "tables"
    texts = [f"found in {where}: {fine}" if fine else "", missed, f"{unseen}, which costs nothing" if unseen else ""]
    return " ".join(sentence(text) for text in texts if text)


def _figure(spec: TableSpec, role: str, metric: MetricName, reported: tuple[Reported, ...], case: Case) -> _Part:
    match = case.roles.get(role)
    name = f"{'F1' if metric == 'f1' else metric} of {role}"
    if match is None or match.model is None:
        return _Part(Fraction(0), f"{name}: the notebook has no such model")
    said = [number for number in reported if number.metric == metric]
    if not spec.values:
        hits = [number for number in said if number.speaks_of((role, *match.model.names))]
        return _Part(Fraction(1), name, (hits[0].cell,)) if hits else _Part(Fraction(0), f"{name} is not given")
    seen = case.measurements.by_model.get(match.model.id)
    # A notebook can only report what the labels it was given say.
    given = seen.on_decoys if seen and seen.on_decoys else seen
    value: Measured | None = given.metrics.get(metric) if given else None
    if value is None and only_on_training_rows(case.evidence, match.model):
        return _Part(Fraction(0), f"{name} cannot be that of test rows: it was tried on training rows only")
    if value is None:
        return _Part(None, f"{name} could not be measured, so nothing can be compared with it")
    hits = [number for number in said if number.agrees_with(value.value)]
    if hits:
        return _Part(Fraction(1), f"{name} {hits[0].text}", (hits[0].cell,))
    shown = percents(value.value)[0]
    rows = f"{plural(value.n, 'test row')}{'' if given is seen else ' with the decoy labels it was given'}"
    return _Part(Fraction(0), f"{name} is not given as measured on our rerun ({shown}, {rows})")


def _heading(word: str, tables: tuple[Table, ...], place: Literal["column", "row"]) -> _Part:
    folded = word.casefold()
    for table in tables:
        heads = table.columns if place == "column" else (*table.index, *(row[0] for row in table.rows if row))
        if any(folded in head.casefold() for head in heads):
            return _Part(Fraction(1), f"{place} '{word}'", (table.cell,))
    return _Part(Fraction(0), f"no table has a {place} '{word}'")
