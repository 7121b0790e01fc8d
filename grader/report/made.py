"""What the models make: test images they rebuilt and images they drew, row by row beside the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from grader.checks.base import Case
from grader.datasets.dataset import Labels
from grader.evidence.wire.records import Images
from grader.measure.metric_table import METRICS
from grader.report import sides
from grader.report.cells import CellBook, Chip
from grader.report.charts.svg import Drawing, text_width
from grader.report.facts import ReportFacts
from grader.report.numbers import NBSP, count, fixed, ordinal_list, whole
from grader.report.sides import Side
from grader.report.text import clean
from grader.report.tiles import COLUMNS, Budget, Pictures, Row, pick, showable, spread
from grader.report.words import role_name

TILES: Final = 8
CLASSES: Final = 10  # columns of a generator that is asked by class
_GROUPS: Final = 4  # of one problem
_HEADS: Final = (396.9, 9.0)  # pt: the names over the columns are as wide as a row of tiles is printed
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileRow:
    label: str  # "Test image", "Your reconstruction"
    detail: str  # "mean squared error 0.0624"
    row: Row
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TileGroup:
    """Rows that are to be compared, one above the other."""

    title: str  # "Reconstructions by encoder and decoder"
    chips: tuple[Chip, ...]
    heads: Markup | None  # names over the columns
    rows: tuple[TileRow, ...]
    note: str


def build_made(facts: ReportFacts, problem: str, budget: Budget, cells: CellBook) -> tuple[TileGroup, ...]:
    """Groups in the order of the rubric's roles, reconstructions first."""
    case = facts.cases.get(problem)
    if case is None:
        return ()
    groups = [
        _group(facts, what, mine, other, case, budget, cells)
        for what in ("reconstruction", "generated")
        for mine, other in _pairs(case, what)
    ]
    return tuple([group for group in groups if group is not None][:_GROUPS])


def _pairs(case: Case, what: str) -> list[tuple[Images, Images | None]]:
    """The student's pictures, each with the reference's of the same roles, or else with one that nothing else has."""
    here, there = sides.yours(case), sides.reference(case)
    mine = _last(here, what)
    others = _last(there, what) if there is not None else []
    pairs: list[tuple[Images, Images | None]] = []
    for made in mine:
        roles = set(here.roles_of(made.models))
        same = [o for o in others if there is not None and roles & set(there.roles_of(o.models))]
        if same:
            others.remove(same[0])
        pairs.append((made, same[0] if same else None))
    return [(made, other or (others.pop(0) if others else None)) for made, other in pairs]


def _last(side: Side, what: str) -> list[Images]:
    """Of every set of models the last pictures, in the order of their roles; only models that have one."""
    last = {made.models: made for made in side.evidence.images_made if made.what == what and side.roles_of(made.models)}
    order = list(side.roles)
    return sorted(last.values(), key=lambda made: order.index(side.roles_of(made.models)[0]))


def _group(
    facts: ReportFacts,
    what: str,
    mine: Images,
    other: Images | None,
    case: Case,
    budget: Budget,
    cells: CellBook,
) -> TileGroup | None:
    here, there = sides.yours(case), sides.reference(case)
    if what == "reconstruction":
        rows, note = _reconstructions(facts, here, mine, there, other, budget)
        heads, name = None, "Reconstructions"
    else:
        known = facts.labels.get(case.dataset or "")
        rows, heads, note = _generated(known, here, mine, there, other, budget)
        name = "New images"
    if not rows:
        return None
    by = ordinal_list([role_name(role) for role in here.roles_of(mine.models)])
    made_in = [here.evidence.model(model).cell for model in mine.models if _has(here, model)]
    return TileGroup(title=f"{name}: {by}", chips=cells.chips(made_in), heads=heads, rows=tuple(rows), note=note)


def _has(side: Side, model: str) -> bool:
    return any(known.id == model for known in side.evidence.models)


def _reconstructions(
    facts: ReportFacts, here: Side, mine: Images, there: Side | None, other: Images | None, budget: Budget
) -> tuple[list[TileRow], str]:
    known = facts.labels.get(mine.rows.dataset) if mine.rows is not None else None
    if known is None or known.images is None:
        return [], ""
    own = _on_test(here, mine, known)
    if not own:
        return [], ""
    theirs = _on_test(there, other, known) if there is not None and other is not None else {}
    same = sorted(own.keys() & theirs.keys())
    wanted = same or sorted(own)
    positions = _varied(known, wanted)
    shown = count(len(positions), "test image")
    rows: list[TileRow] = []
    inputs, made = pick(known.images, positions), here.evidence.arrays[mine.values]
    detail = f"{len(positions)} of {whole(len(own))}"
    _add(rows, budget, "Test image", detail, inputs, f"{shown}{_names(known, positions)}.")
    error = _error(here, mine)
    said = f"The same {shown} as your model rebuilds them{f'; {error}' if error else ''}."
    said += " Look whether the shapes and colours of the row above are there."
    _add(rows, budget, "Your reconstruction", error, pick(made, [own[p] for p in positions]), said)
    if there is not None and other is not None and same:
        error = _error(there, other)
        made = there.evidence.arrays[other.values]
        said = f"The same {shown} as the reference rebuilds them{f'; {error}' if error else ''}."
        _add(rows, budget, "Reference", error, pick(made, [theirs[p] for p in positions]), said)
    elif other is not None:
        return rows, "The reference rebuilt other images, so they are not shown beside yours."
    return rows, ""


def _varied(known: Labels, wanted: list[int]) -> list[int]:
    """Positions to show: one of each class as far as there are tiles, filled up evenly; in the served order."""
    first: dict[int, int] = {}
    for position in wanted:
        first.setdefault(int(known.codes[position]), position)
    chosen = sorted(first.values())[:TILES]
    rest = [position for position in wanted if position not in chosen]
    return sorted([*chosen, *(rest[i] for i in spread(len(rest), TILES - len(chosen)))])


def _on_test(side: Side, made: Images, known: Labels) -> dict[int, int]:
    """Position of a test image in the served order -> its place among the reconstructions."""
    positions = side.evidence.indices(made.rows) if made.rows is not None else None
    same = made.rows is not None and made.rows.dataset == known.dataset
    if positions is None or not same or not showable(side.evidence.arrays[made.values]):
        return {}
    end = known.train_rows + known.test_rows
    found: dict[int, int] = {}
    for place, position in enumerate(positions[: len(side.evidence.arrays[made.values])].tolist()):
        if known.train_rows <= position < end:
            found.setdefault(position, place)
    return found


def _generated(
    known: Labels | None, here: Side, mine: Images, there: Side | None, other: Images | None, budget: Budget
) -> tuple[list[TileRow], Markup | None, str]:
    rows: list[TileRow] = []
    names: list[str] = []
    for side, made, label in ((here, mine, "Your new images"), (there, other, "Reference")):
        if side is None or made is None or not showable(side.evidence.arrays[made.values]):
            continue
        pictures = side.evidence.arrays[made.values]
        asked = _asked(side, made, known)
        if asked is None:
            places, what = spread(len(pictures), TILES), "out of noise"
        else:
            places = [int(np.flatnonzero(asked == code)[0]) for code in sorted(set(asked.tolist()))[:CLASSES]]
            classes = [_class(known, int(asked[place])) for place in places]
            what = f"one of each class asked for: {ordinal_list(classes)}"
            names = names or classes
        detail = f"{len(places)} of {whole(len(pictures))}" + (
            f", {made.latent} values of noise" if made.latent else ""
        )
        said = f"{count(len(places), 'image')} that {'your' if side is here else 'the reference'}"
        said += f"{' model' if side is here else ''} draws, {what}. Look whether they differ from one another"
        said += " and show the class that was asked for." if asked is not None else " and look like the test images."
        _add(rows, budget, label, detail, pick(pictures, places), said)
    heads = _heads(names) if names else None
    return rows, heads, "" if not names else f"One column a class: {ordinal_list(names)}."


def _asked(side: Side, made: Images, known: Labels | None) -> IntArray | None:
    """The class asked for of each picture; None where the generator is not asked by class."""
    if made.asked is None:
        return None
    asked = side.evidence.arrays[made.asked].astype(np.int64).reshape(-1)
    classes = len(known.classes) if known is not None else 1000
    fits = len(asked) == len(side.evidence.arrays[made.values]) and asked.size
    return asked if fits and asked.min() >= 0 and asked.max() < classes else None


def _class(known: Labels | None, code: int) -> str:
    return clean(known.classes[code], 24) if known is not None else f"class {code}"


def _names(known: Labels, positions: Sequence[int]) -> str:
    names = [clean(known.classes[int(known.codes[p])], 24) for p in positions]
    return f": {ordinal_list(names)}"


def _heads(names: Sequence[str]) -> Markup:
    width, height = _HEADS
    drawing = Drawing(width, height, f"Columns: {ordinal_list(list(names))}.", css="tile-heads")
    columns = max(COLUMNS, len(names))
    step = (width + width / (17 * columns - 1)) / columns  # a gap is a sixteenth of a tile
    for i, name in enumerate(names):
        shown = name
        while text_width(shown, 6.2) > step and len(shown) > 2:
            shown = shown[:-2].rstrip() + "…"
        drawing.text(i * step + step * 16 / 34, 6.6, shown, size=6.2, anchor="middle")
    return drawing.markup()


def _error(side: Side, made: Images) -> str:
    metric = METRICS["mse"]
    measured = next((m for model in made.models if (m := side.measurements.of(model, metric.name)) is not None), None)
    return "" if measured is None else f"{metric.words}{NBSP}{fixed(measured.value, metric.decimals)}"


def _add(rows: list[TileRow], budget: Budget, label: str, detail: str, tiles: Pictures, alt: str) -> None:
    row = budget.row(tiles)
    if row is not None:
        rows.append(TileRow(label=label, detail=detail, row=row, alt=alt))
