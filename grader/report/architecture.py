"""What was built, next to the reference: one aligned table per role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.checks.base import Case, RoleMatch
from grader.evidence.wire.records import Model
from grader.report.align import MOST, Pair, RowIs, align
from grader.report.cells import CellBook, Chip
from grader.report.fold import Fold, fold
from grader.report.layers import LayerLine, Piece, lead, lines
from grader.report.numbers import change, count, whole
from grader.report.text import Prose, Run, clean, prose
from grader.report.words import not_found, role_name

_SHORT = 12  # rows that are kept together
_INSIDE = 200  # layers of one folded row that the HTML report lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One layer as printed on one side; `runs` None: no such layer here."""

    runs: Prose | None
    output: str = ""
    output_differs: bool = False
    parameters: str = ""
    parameters_differ: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    yours: Side
    reference: Side
    row_is: str  # "same", "same, folded", "changed", ...
    differs: bool
    reference_words: str  # the reference's side in one sentence, for narrow screens; "" where it is the same
    inside: tuple[str, ...]  # the layers of a folded row, for the HTML report
    inside_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchitectureView:
    """`rows` empty: `missing` says why there is no table."""

    role: str
    id: str
    missing: Prose | None
    chips: tuple[Chip, ...]
    bound_to: str  # "bound to `model` in cell 12": how the model was found
    chosen: Prose | None  # why this model of several, or the course staff's word; None where there was no choice
    rows: tuple[LayerRow, ...]
    is_short: bool  # kept on one page
    has_reference: bool
    columns: int
    no_reference: str
    yours_total: str
    yours_total_words: str
    reference_total: str
    reference_total_words: str
    difference: str
    trainable_difference: str  # "" where it says nothing new


def build_architecture(problem: str, case: Case | None, cells: CellBook) -> tuple[ArchitectureView, ...]:
    """One view per role, in the rubric's order."""
    if case is None:
        return ()
    views = [_role(problem, role, match, case, cells) for role, match in case.roles.items()]
    # What holds for all is said once.
    return tuple(view if i == 0 else replace(view, no_reference="") for i, view in enumerate(views))


def _role(problem: str, role: str, match: RoleMatch, case: Case, cells: CellBook) -> ArchitectureView:
    reference = None
    if case.reference is not None and role in case.reference.roles:
        reference = case.reference.roles[role].model
    yours = match.model
    rows = _rows(yours, reference) if yours is not None else ()
    missing = None
    if yours is None:
        missing = prose(not_found(match), 500)
    elif not rows:
        missing = prose("The model was found, but its layers could not be read: it has none that the grader can see.")
    return ArchitectureView(
        role=role_name(role),
        id=f"layers-{problem}-{role}",
        missing=missing,
        chips=cells.chips([yours.cell]) if yours is not None else (),
        bound_to=_bound(yours),
        chosen=prose(match.rule, 500) if yours is not None and (len(match.candidates) > 1 or match.pinned) else None,
        rows=rows,
        is_short=len(rows) <= _SHORT,
        has_reference=reference is not None,
        columns=7 if reference is not None else 3,
        no_reference="" if reference is not None else "The reference was not at hand, so your layers stand alone.",
        yours_total=whole(yours.parameters) if yours else "",
        yours_total_words=_total_words(yours),
        reference_total=whole(reference.parameters) if reference else "",
        reference_total_words=_total_words(reference),
        difference=change(yours.parameters - reference.parameters, reference.parameters) if yours and reference else "",
        trainable_difference=_trainable_difference(yours, reference),
    )


def _bound(model: Model | None) -> str:
    if model is None:
        return ""
    names = [clean(name, 40) for name in model.names[:3]]
    return f"{clean(model.class_name, 40)}" + (f", your {' = '.join(names)}" if names else "")


def _total_words(model: Model | None) -> str:
    if model is None:
        return ""
    if model.parameters == model.trainable:
        return "Total, all trainable"
    return f"Total (trainable {whole(model.trainable)})"


def _trainable_difference(yours: Model | None, reference: Model | None) -> str:
    if (
        yours is None
        or reference is None
        or yours.trainable - reference.trainable == yours.parameters - reference.parameters
    ):
        return ""
    return change(yours.trainable - reference.trainable, reference.trainable)


def _rows(yours: Model, reference: Model | None) -> tuple[LayerRow, ...]:
    mixed = any(m is not None and m.trainable != m.parameters for m in (yours, reference))
    ours = _capped(lines(yours.layers, mixed=mixed), yours)
    if not ours:
        return ()
    if reference is None:
        pairs: Sequence[Pair] = [Pair(line, None, RowIs.SAME) for line in ours]
    else:
        pairs = align(ours, _capped(lines(reference.layers, mixed=mixed), reference))
    return tuple(_row(f, alone=reference is None) for f in fold(pairs))


def _capped(layers: tuple[LayerLine, ...], model: Model) -> tuple[LayerLine, ...]:
    """At most MOST lines, and one more for what the layers do not show, so that the column adds up to the total."""
    shown = list(layers[:MOST])
    if len(layers) > MOST:
        rest = layers[MOST:]
        shown.append(_remainder(f"{whole(len(rest))} further layers", rest[-1].output, sum(r.parameters for r in rest)))
    loose = model.parameters - sum(line.parameters for line in shown)
    if loose and shown:
        shown.append(
            _remainder("weights outside these layers" if loose > 0 else "weights counted twice above", "", loose)
        )
    return tuple(shown)


def _remainder(words: str, output: str, parameters: int) -> LayerLine:
    return LayerLine(
        kind=f"rest:{words}", pieces=(Piece("name", words),), output=output, parameters=parameters, trainable=0
    )


def _row(f: Fold, *, alone: bool) -> LayerRow:
    changed = f.row_is is RowIs.CHANGED
    yours = _side(f, [p.yours for p in f.pairs], bold=changed, parameters=f.yours_parameters())
    reference = _side(f, [p.reference for p in f.pairs], bold=False, parameters=f.reference_parameters())
    differs = f.row_is is not RowIs.SAME
    word = f"{f.row_is}, folded" if f.folded and f.row_is is RowIs.SAME else str(f.row_is)
    inside = tuple(
        p.yours.text if p.yours else f"(reference) {p.reference.text if p.reference else ''}" for p in f.pairs
    )
    return LayerRow(
        yours=yours,
        reference=reference,
        row_is="" if alone else word,
        differs=differs,
        reference_words=_reference_words(reference) if differs else "",
        inside=inside[:_INSIDE] if f.folded else (),
        inside_words=_inside_words(len(inside)),
    )


def _inside_words(number: int) -> str:
    words = f"{count(number, 'layer')} in this row"
    return words if number <= _INSIDE else f"{words}, the first {_INSIDE} listed"


def _reference_words(side: Side) -> str:
    if side.runs is None:
        return "no such layer"
    words = "".join(run.text for run in side.runs)
    return ", ".join(part for part in (words, side.output, f"{side.parameters} parameters") if part)


def _side(f: Fold, all_lines: Sequence[LayerLine | None], *, bold: bool, parameters: int) -> Side:
    found = [line for line in all_lines if line is not None]
    if not found:
        return Side(runs=None)
    differs = f.telling.differs if bold else frozenset()
    output = found[-1].output
    if f.times == 2 and len(found) == 2 and found[0].output == output and output:
        output = f"{output}, {output}"
    return Side(
        runs=_runs(f, found, differs),
        output=output,
        output_differs="output" in differs,
        parameters=whole(parameters),
        parameters_differ="parameters" in differs,
    )


def _runs(f: Fold, found: Sequence[LayerLine], differs: frozenset[str]) -> Prose:
    if not f.folded:
        return _pieces(found[0].pieces, differs)
    block = found[: len(found) // f.times]
    if f.times > 1 and len(block) == 1:
        return (Run(f"{f.times} × ", strong=True), *_pieces(block[0].pieces, differs))
    names = f"{block[0].pieces[0].text} … {block[-1].pieces[0].text}"
    head = f"{f.times} × " if f.times > 1 else f"{count(len(found), 'layer')}: "
    body = f"block of {len(block)}: {names}" if f.times > 1 else names
    state = _state(found)
    tail = (Run(", "), Run(state, strong="trainable" in differs)) if state else ()
    return (Run(head, strong=True), Run(clean(body, 90)), *tail)


def _state(found: Sequence[LayerLine]) -> str:
    """'frozen' or 'trainable' when all layers that can be say the same; '' where nothing is said."""
    said = {piece.text for line in found for piece in line.pieces if piece.key == "trainable"}
    return said.pop() if len(said) == 1 else ""


def _pieces(pieces: Sequence[Piece], differs: frozenset[str]) -> Prose:
    runs: list[Run] = []
    for i, piece in enumerate(pieces):
        if i:
            runs.append(Run(lead(i, piece)))
        runs.append(Run(piece.text, strong=piece.key in differs))
    return tuple(runs)
