"""Text beside text: what character models write, and what the notebook's code makes of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Continuation, ProcessedText
from grader.report import sides
from grader.report.cells import CellBook, Chip
from grader.report.facts import ReportFacts
from grader.report.numbers import setting
from grader.report.sides import Side
from grader.report.text import clean, clean_words
from grader.report.words import role_name

QUOTED: Final = 240  # characters of one text
_TEXTS = 3  # of one model
_SAMPLES = 2  # texts of the pipeline
_TOLD = 40  # characters a raw text should have to be worth showing


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRow:
    start: str  # what both were given
    temperature: str
    yours: str
    reference: str  # "" where the reference wrote nothing for this start


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingView:
    role: str
    chips: tuple[Chip, ...]
    rows: tuple[WrittenRow, ...]
    has_reference: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRow:
    raw: str
    yours: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineView:
    step: str  # what the last step is called in the notebook: "df['clean']"
    chips: tuple[Chip, ...]
    reference_step: str
    rows: tuple[PipelineRow, ...]


def build_writing(facts: ReportFacts, problem: str, cells: CellBook) -> tuple[WritingView, ...]:
    """One view a role whose model wrote something."""
    case = facts.cases.get(problem)
    if case is None:
        return ()
    here, there = sides.yours(case), sides.reference(case)
    views = []
    for role in case.roles:
        mine = _written(here, role)
        if not mine:
            continue
        other = _written(there, role) if there is not None else []
        rows = tuple(_written_row(one, place, other) for place, one in enumerate(mine[:_TEXTS]))
        cell = here.evidence.model(mine[0].model).cell
        views.append(
            WritingView(
                role=role_name(role), chips=cells.chips([cell]), rows=rows, has_reference=any(r.reference for r in rows)
            )
        )
    return tuple(views)


def _written(side: Side, role: str) -> list[Continuation]:
    model = side.model(role)
    return [one for one in side.evidence.continuations if one.model == model]


def _written_row(one: Continuation, place: int, others: list[Continuation]) -> WrittenRow:
    """Beside it what the reference made of the same start at the same warmth, or else its text in the same place."""
    same = [o for o in others if o.start == one.start and o.temperature == one.temperature]
    other = same[0] if same else others[place] if place < len(others) else None
    return WrittenRow(
        start=clean(one.start, 60),
        temperature=setting(one.temperature),
        yours=clean(one.text, QUOTED),
        reference=clean(other.text, QUOTED) if other is not None else "",
    )


def build_pipeline(facts: ReportFacts, problem: str, cells: CellBook) -> PipelineView | None:
    """Sample texts before the first step and after the last one; of problems that share data the first shows them."""
    case = facts.cases.get(problem)
    name = case.dataset if case is not None else None
    if case is None or name is None or problem != next(id_ for id_, c in facts.cases.items() if c.dataset == name):
        return None
    known = facts.labels.get(name)
    if known is None or known.texts is None:
        return None
    last = _last_step(case.evidence, name)
    if last is None:
        return None
    there = sides.reference(case)
    other = _last_step(there.evidence, name) if there is not None else None
    texts = known.texts
    usable = [row for row in last.rows if 0 <= row < len(texts)]
    both = [row for row in usable if other is not None and row in other.rows] or usable
    # Of those that say something, the shortest: they are quoted whole.
    told = sorted(both, key=lambda row: (len(texts[row]) < _TOLD, len(texts[row]), row))[:_SAMPLES]
    rows = tuple(
        PipelineRow(
            raw=clean_words(texts[row], QUOTED),
            yours=_outcome(last, row),
            reference=_outcome(other, row) if other is not None else "",
        )
        for row in told
    )
    if not rows:
        return None
    return PipelineView(
        step=clean(last.name, 40),
        chips=cells.chips([last.cell]),
        reference_step=clean(other.name, 40) if other is not None and any(row.reference for row in rows) else "",
        rows=rows,
    )


def _last_step(evidence: Evidence, dataset: str) -> ProcessedText | None:
    steps = [step for step in evidence.processed_texts if step.dataset == dataset and (step.texts or step.tokens)]
    return max(steps, key=lambda step: step.order, default=None)


def _outcome(step: ProcessedText, row: int) -> str:
    """Text as it is; a list of words with a dot between two."""
    if row not in step.rows:
        return ""
    place = step.rows.index(row)
    if place < len(step.tokens):
        return clean_words(" · ".join(step.tokens[place][:QUOTED]), QUOTED)
    return clean_words(step.texts[place], QUOTED) if place < len(step.texts) else ""
