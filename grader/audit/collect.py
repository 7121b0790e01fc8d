"""All claims of one attempt: of the outputs saved with the notebook, and of the outputs of our rerun."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from grader.audit.claims import claims_in_grid, claims_in_text
from grader.audit.found import Found
from grader.audit.tie import Tier
from grader.audit.tied import Tied
from grader.checks.base import Case
from grader.intake.html_tables import tables_of
from grader.intake.submission import Notebook

MAX_PER_CELL: Final = 120_000  # characters of one cell's outputs that are looked at
MAX_CLAIMS: Final = 2_000  # of one attempt's outputs: each is tied and judged, which takes far longer than to print it
_COMMON_POSITIVE: Final = frozenset({"1", "1.0", "true", "positive"})


def saved_claims(notebook: Notebook | None, positive: frozenset[str]) -> list[Found]:
    """Claims of the saved outputs; a table that came as HTML is read as HTML alone."""
    if notebook is None:
        return []
    sources = {cell.position: cell.source for cell in notebook.cells}
    room: dict[int, int] = defaultdict(lambda: MAX_PER_CELL)
    found: list[Found] = []
    for output in notebook.outputs:
        if len(found) >= MAX_CLAIMS:
            break
        if room[output.cell] <= 0 or output.kind == "error":
            continue
        room[output.cell] -= len(output.text) + len(output.html or "")
        grids = tables_of(output.html) if output.html else ()
        for grid in grids:
            found += claims_in_grid(grid, cell=output.cell, origin="table")
        if not grids:
            found += claims_in_text(
                output.text,
                cell=output.cell,
                origin="saved output",
                source=sources.get(output.cell, ""),
                result=output.kind == "result",
                positive=positive,
            )
    return found[:MAX_CLAIMS]


def rerun_claims(case: Case, positive: frozenset[str]) -> list[Found]:
    """Claims of what the cells printed and displayed on our rerun."""
    sources = {cell.position: cell.source for cell in case.evidence.submitted}
    framed = {table.cell for table in case.evidence.tables}
    found: list[Found] = []
    for run in case.evidence.cells:
        room = MAX_PER_CELL if len(found) < MAX_CLAIMS else 0
        for output in run.outputs:
            if room <= 0 or output.kind == "error":
                continue
            room -= len(output.text)
            shown = output.kind in ("result", "display")
            if shown and run.position in framed:
                continue  # its table is read below, cell by cell
            found += claims_in_text(
                output.text,
                cell=run.position,
                origin="rerun output",
                source=sources.get(run.position, ""),
                result=output.kind == "result",
                positive=positive,
            )
    for table in case.evidence.tables if len(found) < MAX_CLAIMS else ():
        rows = [("", *table.columns), *((i, *row) for i, row in zip(table.index, table.rows, strict=False))]
        found += claims_in_grid(rows, cell=table.cell, origin="rerun output")
    return found[:MAX_CLAIMS]


def positive_names(case: Case) -> frozenset[str]:
    """Names under which a report may list the positive class, folded."""
    measured = {c.positive.casefold() for c in case.measurements.by_model.values()}
    return _COMMON_POSITIVE | measured


def tie_all(found: Sequence[Found], tier: Tier, rerun: Sequence[Tied] = ()) -> list[Tied]:
    """Tie claims in order; a saved claim takes the model its reprint on the rerun was tied to."""
    reprints = _Reprints(rerun)
    groups = Counter(_group(claim) for claim in found)
    seen: Counter[tuple[object, ...]] = Counter()
    tied: list[Tied] = []
    for claim in found:
        group = _group(claim)
        tie = tier.tie(claim, seen[group], groups[group])
        seen[group] += 1
        again = reprints.take(claim)
        model = tie.model or (again.model if again else None)
        rows = tie.rows or (again.rows if again and again.model == model else None)
        tied.append(Tied(found=claim, model=model, rows=rows, rerun=again))
    return tied


def _group(claim: Found) -> tuple[object, ...]:
    return (claim.cell, claim.quantity, claim.split, claim.form)


class _Reprints:
    """The rerun's claims by place, handed out in order."""

    def __init__(self, rerun: Sequence[Tied]) -> None:
        self._exact: dict[tuple[object, ...], Iterator[Tied]] = {}
        by_place: dict[tuple[object, ...], list[Tied]] = defaultdict(list)
        by_group: dict[tuple[object, ...], list[Tied]] = defaultdict(list)
        for tied in rerun:
            by_place[tied.found.place].append(tied)
            by_group[_group(tied.found)].append(tied)
        self._exact = {place: iter(claims) for place, claims in by_place.items()}
        self._only = {group: claims[0] for group, claims in by_group.items() if len(claims) == 1}

    def take(self, claim: Found) -> Tied | None:
        exact = self._exact.get(claim.place)
        return (next(exact, None) if exact else None) or self._only.get(_group(claim))
