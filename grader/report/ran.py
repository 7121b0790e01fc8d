"""How the notebook ran: the ending, failed cells, cells run out of order in the file handed in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import CellRun
from grader.intake.submission import Notebook
from grader.report.cells import CellBook, Chip
from grader.report.facts import ReportFacts
from grader.report.numbers import NBSP, count, whole
from grader.report.text import Prose, Run, clean, prose, sentence
from grader.report.words import ENDING_ADVICE, ENDINGS

_FAILURES = 6  # told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One remark: a bold lead, a sentence, the cells it is about."""

    lead: str
    text: Prose
    chips: tuple[Chip, ...] = ()


def build_ran(facts: ReportFacts, cells: CellBook) -> tuple[Item, ...]:
    evidence = facts.evidence
    if evidence is None:
        problem = clean(facts.submission.problem or "there was nothing that could be run", 300)
        fix = clean(facts.submission.fix or "", 300)
        return (Item(lead="Nothing was run.", text=prose(f"{sentence(problem)} {sentence(fix)}".strip())),)
    items = [_ending(evidence, cells)]
    failed = [cell for cell in evidence.cells if cell.status == "failed"]
    items += [_failure(cell, cells) for cell in failed[:_FAILURES]]
    if len(failed) > _FAILURES:
        rest = failed[_FAILURES:]
        items.append(
            Item(
                lead=f"{count(len(rest), 'more cell')} failed.", text=(), chips=cells.chips([c.position for c in rest])
            )
        )
    if facts.submission.notebook is not None:
        items += _order(facts.submission.notebook, cells)
    return tuple(items)


def last_cell(evidence: Evidence) -> int | None:
    """The cell that was running, or was the last to run, when the attempt ended."""
    ran = [cell.position for cell in evidence.cells if cell.status != "not_run"]
    return ran[-1] if ran else None


def _ending(evidence: Evidence, cells: CellBook) -> Item:
    kind = evidence.ending.kind
    code = sum(cell.kind == "code" for cell in evidence.submitted)
    ran = sum(cell.status != "not_run" for cell in evidence.cells)
    failed = sum(cell.status == "failed" for cell in evidence.cells)
    if kind is EndingKind.FINISHED and not failed:
        lead = f"None of the {count(code, 'code cell')} failed." if code > 1 else "No cell failed."
        return Item(lead=lead, text=(Run("Run from top to bottom, the notebook came to its end."),))
    words = f"{sentence(evidence.ending.detail)} {whole(ran)} of {count(code, 'code cell')} ran"
    words += f", {whole(failed)} failed." if failed else "."
    advice = ENDING_ADVICE[kind]
    last = last_cell(evidence)
    chips = cells.chips([last]) if last is not None and kind is not EndingKind.CELL_FAILED else ()
    return Item(lead=f"The run {ENDINGS[kind]}.", text=prose(f"{words} {advice}".strip()), chips=chips)


def _failure(cell: CellRun, cells: CellBook) -> Item:
    failure = cell.failure
    if failure is None:
        return Item(lead=f"Cell{NBSP}{cell.position} failed.", text=(), chips=cells.chips([cell.position]))
    message = clean(failure.message, 160)
    text = (Run(clean(failure.name, 60), code=True), Run(f": {message}" if message else ""))
    return Item(lead=f"Cell{NBSP}{cell.position} failed:", text=text, chips=(cells.chip(cell.position, failure.line),))


def _order(notebook: Notebook, cells: CellBook) -> list[Item]:
    prompts = [(cell.position, n) for cell, n in zip(notebook.cells, notebook.prompts, strict=True) if n is not None]
    for (before, earlier), (after, later) in pairwise(prompts):
        if later < earlier:
            text = (
                f"In [{later}] stands below In [{earlier}] in the file handed in. We ran all cells from top to bottom."
            )
            return [Item(lead="Cells were run out of order.", text=(Run(text),), chips=cells.chips([before, after]))]
    never = [
        cell.position
        for cell, n in zip(notebook.cells, notebook.prompts, strict=True)
        if cell.kind == "code" and n is None and cell.source.strip()
    ]
    if prompts and never:
        text = "They hold code but no In [n] in the file handed in, so their saved outputs may be old."
        return [
            Item(
                lead=f"{count(len(never), 'cell was', 'cells were')} never run before hand-in.",
                text=(Run(text),),
                chips=cells.chips(never),
            )
        ]
    return []
