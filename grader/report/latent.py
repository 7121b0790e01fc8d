"""Where a model puts the rows: codes or features along their first two principal directions, by class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup

from grader.checks.base import Case
from grader.datasets.dataset import Labels
from grader.evidence.wire.records import Codes
from grader.report import sides
from grader.report.cells import CellBook, Chip
from grader.report.charts import scatter
from grader.report.charts.scale import Axis
from grader.report.charts.scatter import Cloud, FloatArray
from grader.report.facts import ReportFacts
from grader.report.numbers import count, fixed, ordinal_list, share, whole
from grader.report.sides import Side
from grader.report.text import clean
from grader.report.tiles import spread
from grader.report.words import role_name

MOST: Final = 400  # points
_FEWEST = 5
_FEWEST_SHARED = 50  # rows that both have; with fewer each shows its own
_LARGEST = 1e12
_NO_DIRECTION = 1e-6  # of the first direction's length: a second one below it is rounding
_STILL = 1e-3  # spread over all rows below which a code says nothing of its row
_PLOTS = 3  # of one problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """One side's picture."""

    title: str  # "Yours"
    subtitle: str
    drawing: Markup
    panels: Markup | None  # one panel a class, where there are more than two


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentView:
    title: str  # "Latent space of Encoder"
    chips: tuple[Chip, ...]
    planes: tuple[Plane, ...]
    keys: tuple[str, ...]  # two classes: what discs and rings are
    note: str


@dataclass(frozen=True, slots=True)
class _Seen:
    side: Side
    codes: Codes
    places: dict[int, int]  # position of a row in the served order -> its place among the codes
    means: FloatArray


def build_latent(facts: ReportFacts, problem: str, cells: CellBook) -> tuple[LatentView, ...]:
    """One view a role whose model's codes were seen, in the rubric's order."""
    case = facts.cases.get(problem)
    if case is None:
        return ()
    views: list[LatentView] = []
    shown: set[str] = set()
    for role in case.roles:
        mine = _seen(sides.yours(case), role)
        if mine is None or mine.codes.id in shown:
            continue
        shown.add(mine.codes.id)
        view = _view(facts, role, mine, _reference(case, role), cells)
        if view is not None:
            views.append(view)
    return tuple(views[:_PLOTS])


def project(means: FloatArray) -> tuple[FloatArray, float]:
    """Along the first two principal directions, and the share of the variance that these hold.

    Args: (n, dimensions), finite, at least one dimension. Returns: (n, 2). A direction points to where its largest
    loading is positive, so that the same codes give the same picture.
    """
    centred = means - means.mean(axis=0)
    largest = float(np.abs(centred).max(initial=0.0))
    if largest == 0.0:
        return np.zeros((len(means), 2)), 1.0
    scaled = centred / largest
    first, squares = _directions(scaled)
    signs = np.sign(first[np.arange(len(first)), np.abs(first).argmax(axis=1)])
    points = (scaled @ (first * signs[:, None]).T) * largest
    if points.shape[1] < 2:
        points = np.column_stack([points, np.zeros(len(points))])
    return points, squares / float((scaled**2).sum())


def _directions(centred: FloatArray) -> tuple[FloatArray, float]:
    """The first two principal directions (at most 2, dimensions), and the sum of squares along them.

    From the smaller of the two products with itself: features can have thousands of dimensions.
    """
    wide = centred.shape[1] > centred.shape[0]
    values, vectors = np.linalg.eigh(centred @ centred.T if wide else centred.T @ centred)
    top, first = np.maximum(values[::-1][:2], 0.0), vectors[:, ::-1][:, :2].T
    if wide:
        lengths = np.sqrt(top)
        there = lengths > lengths[0] * _NO_DIRECTION
        first = np.where(there[:, None], first @ centred / np.where(there, lengths, 1.0)[:, None], 0.0)
    return first, float(top.sum())


def _seen(side: Side, role: str) -> _Seen | None:
    model = side.model(role)
    records = [codes for codes in side.evidence.codes if codes.model == model]
    if not records:
        return None
    codes = records[-1]
    means = side.evidence.arrays[codes.mean].astype(np.float64)
    if means.ndim != 2 or len(means) < _FEWEST or not means.shape[1]:
        return None
    if not np.all(np.isfinite(means)) or np.abs(means).max() > _LARGEST:
        return None
    positions = side.evidence.indices(codes.rows)
    known = range(len(means)) if positions is None else positions[: len(means)].tolist()
    return _Seen(side, codes, {position: place for place, position in enumerate(known)}, means)


def _reference(case: Case, role: str) -> _Seen | None:
    there = sides.reference(case)
    return _seen(there, role) if there is not None else None


def _view(facts: ReportFacts, role: str, mine: _Seen, other: _Seen | None, cells: CellBook) -> LatentView | None:
    known = facts.labels.get(mine.codes.rows.dataset) if mine.codes.rows.indices is not None else None
    rows = _rows(mine, known)
    theirs: list[int] = []
    if other is not None and other.codes.rows.dataset == mine.codes.rows.dataset:
        theirs = _rows(other, known)
        shared = sorted(set(rows) & set(theirs))
        if len(shared) >= _FEWEST_SHARED:
            rows = theirs = shared
    if len(rows) < _FEWEST:
        return None
    clouds = [(mine, *_cloud(mine, rows, known), len(rows))]
    if other is not None and len(theirs) >= _FEWEST:
        clouds.append((other, *_cloud(other, theirs, known), len(theirs)))
    gaussian = all(seen.codes.log_variance is not None for seen, *_ in clouds)
    common = scatter.axes_for([cloud for _, cloud, _, _ in clouds]) if gaussian else None
    latent = mine.codes.log_variance is not None or not _classifies(mine)
    planes = tuple(
        _plane(seen, cloud, held, of, common or scatter.axes_for([cloud]), yours=seen is mine)
        for seen, cloud, held, of in clouds
    )
    classes = clouds[0][1].classes
    return LatentView(
        title=f"{'Latent space' if latent else 'Features before the last layer'}: {role_name(role)}",
        chips=cells.chips([mine.side.evidence.model(mine.codes.model).cell]),
        planes=planes,
        keys=tuple(classes) if len(classes) == 2 else (),
        note=_note(mine, classes, alone=len(clouds) == 1, common=common is not None),
    )


def _classifies(seen: _Seen) -> bool:
    return seen.codes.model in seen.side.measurements.by_model


def _rows(seen: _Seen, known: Labels | None) -> list[int]:
    """Positions of the rows to show: test rows where it is known which these are."""
    if known is None:
        return sorted(seen.places)
    end = known.train_rows + known.test_rows
    test = [position for position in seen.places if known.train_rows <= position < end]
    return sorted(test or (p for p in seen.places if 0 <= p < end))


def _cloud(seen: _Seen, rows: list[int], known: Labels | None) -> tuple[Cloud, float]:
    """The points to draw, at most `MOST`, and the share of their variance that the plane holds."""
    chosen = [rows[i] for i in spread(len(rows), MOST)]
    points, held = project(seen.means[[seen.places[row] for row in chosen]])
    classes: tuple[str, ...] = ()
    codes = np.zeros(len(chosen), dtype=np.int64)
    if known is not None and 2 <= len(known.classes) <= scatter.MOST_CLASSES:
        classes = tuple(clean(name, 24) for name in known.classes)
        codes = known.codes[chosen]
    return Cloud(points=points, codes=codes, classes=classes), held


def _plane(seen: _Seen, cloud: Cloud, held: float, of: int, axes: tuple[Axis, Axis], *, yours: bool) -> Plane:
    shown = len(cloud.points)
    rows = f"{whole(shown)} of {count(of, 'row')}" if shown < of else count(of, "row")
    dimensions = count(seen.means.shape[1], "dimension")
    name = "Yours" if yours else "Reference"
    extent = " and ".join(f"{fixed(float(v), 2)}" for v in cloud.points.std(axis=0))
    words = f"{name}: {rows} along the first two principal directions, standard deviations {extent}"
    if cloud.classes and len(cloud.classes) > 2:
        words += f"; numbers stand at the mean of each class: {_numbered(cloud.classes)}"
    elif cloud.classes:
        words += f"; discs are {cloud.classes[0]}, rings {cloud.classes[1]}"
    panels = None
    if len(cloud.classes) > 2:
        panels = scatter.draw_panels(
            cloud, axes, f"{name}, one panel a class, its points dark: {_numbered(cloud.classes)}.", "panels"
        )
    return Plane(
        title=name,
        subtitle=f"{rows}; the plane holds {share(min(held, 1.0), 0)} of the variance in {dimensions}",
        drawing=scatter.draw(cloud, axes, words + ".", "scatter"),
        panels=panels,
    )


def _numbered(classes: tuple[str, ...]) -> str:
    return ordinal_list([f"{code} {name}" for code, name in enumerate(classes)])


def _note(mine: _Seen, classes: tuple[str, ...], *, alone: bool, common: bool) -> str:
    parts: list[str] = []
    if float(mine.means.std(axis=0).max()) < _STILL:
        parts.append("All rows get nearly the same point from your model, so no class can stand apart.")
    if len(classes) > 2:
        parts.append(f"Numbers stand at the mean of each class: {_numbered(classes)}.")
        parts.append("Beneath, one panel a class: its points dark, those of all classes light.")
    if not alone:
        parts.append(
            "Both on the same axes; each side has its own directions."
            if common
            else "Each side has its own directions and axes, so compare how classes lie to one another, not where."
        )
    return " ".join(parts)
