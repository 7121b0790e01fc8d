"""Measured results: per role its metrics on one axis, claimed beside measured beside reference, and the matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.audit.finding import ClaimVerdict, Finding
from grader.checks.base import Band, Case, RoleMatch
from grader.measure.measurements import Classification, Measured, Provenance
from grader.report.cells import CellBook, Chip
from grader.report.charts import metric_strip
from grader.report.charts.metric_strip import Strip
from grader.report.charts.scale import Axis
from grader.report.class_table import ClassTable, build_classes
from grader.report.confusion import MatrixView, build_matrix
from grader.report.facts import ReportFacts
from grader.report.numbers import count, metric, ordinal_list, quantity, share, whole
from grader.report.text import Prose, clean, prose, sentence
from grader.report.words import METRICS, not_found, role_name

_SHARES = (0.0, 1.0)
_NAMES = {**METRICS, "roc_auc": "ROC AUC", "macro_f1": "Macro F1"}
_OF_TWO = ("accuracy", "precision", "recall", "f1", "roc_auc")
_OF_SEVERAL = ("accuracy", "macro_f1")  # the rest is by class, in a table of its own
_LISTED = 4  # classes whose rows are counted in the note


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    name: str
    claimed: str  # "" where no claim was made
    contradicted: bool
    unchecked: bool  # the claim is of another run or other rows: it is told, and not drawn beside the value
    value: str
    strip: Markup
    reference: str  # "0.9861 ± 0.0012", or "" with the reason in the block's note


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleResults:
    """`rows` empty: `missing` says why there are no numbers."""

    role: str
    id: str
    missing: Prose | None
    chips: tuple[Chip, ...]
    warning: str  # "trained on test rows": the numbers are void
    provenance: str  # "observed", "sealed"
    column: str  # "Observed": the head of the column
    axis: Markup | None
    rows: tuple[MetricRow, ...]
    yours: MatrixView | None
    reference: MatrixView | None
    wide: bool  # the matrices are drawings and stand under the numbers
    classes: ClassTable | None
    no_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView:
    roles: tuple[RoleResults, ...]
    note: str
    has_numbers: bool
    has_claims: bool
    has_contradicted: bool
    has_unchecked: bool
    has_chance: bool
    has_full: bool
    has_band: bool
    has_spread: bool  # the reference ran with several seeds, so that its band has a width
    provenance: str
    nothing: str  # why there are no roles at all


def build_results(facts: ReportFacts, problem: str, cells: CellBook) -> ResultsView:
    case = facts.cases.get(problem)
    told = () if case is None else tuple((r, m) for r, m in case.roles.items() if _is_told(case, r, m))
    roles = () if case is None else tuple(_role(facts, problem, r, m, case, cells) for r, m in told)
    shown = [r for r in roles if r.rows]
    rows = [row for r in shown for row in r.rows]
    return ResultsView(
        roles=roles,
        note=_note(case) if shown and case is not None else "",
        has_numbers=bool(shown),
        has_claims=any(row.claimed and not row.unchecked for row in rows),
        has_contradicted=any(row.contradicted for row in rows),
        has_unchecked=any(row.unchecked for row in rows),
        has_chance=bool(shown),
        has_full=any(key[0] == problem for key in facts.full_marks),
        has_band=any(row.reference for row in rows),
        has_spread=any(band.seeds > 1 for band in _bands(case)),
        provenance=shown[0].provenance if shown else str(Provenance.OBSERVED),
        nothing="" if roles else _nothing(facts),
    )


def _is_told(case: Case, role: str, match: RoleMatch) -> bool:
    """Whether this role is one that answers: what is measured in another way, or not at all, is told elsewhere."""
    if match.model is None or match.model.id in case.measurements.by_model:
        return True
    if case.measurements.values.get(match.model.id):
        return False
    return case.reference is None or _reference(case, role) is not None


def _nothing(facts: ReportFacts) -> str:
    if facts.evidence is None:
        return "Nothing was run, so nothing was measured."
    return "This problem has no model whose results are measured by number."


def _role(facts: ReportFacts, problem: str, role: str, match: RoleMatch, case: Case, cells: CellBook) -> RoleResults:
    measured = None if match.model is None else case.measurements.by_model.get(match.model.id)
    reference = _reference(case, role)
    chips = cells.chips([match.model.cell]) if match.model is not None else ()
    if match.model is None or measured is None:
        why = not_found(match)
        if match.model is not None:
            why = case.measurements.unmeasured.get(
                match.model.id, "No predictions of this model on the test rows came out."
            )
        return _empty(problem, role, prose(sentence(why), 400), chips, reference)
    strips = [_strip(facts, problem, role, name, measured, case) for name in _metrics(measured)]
    axis = metric_strip.axis_for([v for _, strip, _ in strips for v in strip.values()], _SHARES)
    provenance = str(next(iter(measured.metrics.values())).provenance)
    yours = build_matrix(measured, f"Yours, {provenance}", reference=False)
    return RoleResults(
        role=role_name(role),
        id=f"results-{problem}-{role}",
        missing=None,
        chips=chips,
        warning=_warning(measured),
        provenance=provenance,
        column=provenance.capitalize(),
        axis=metric_strip.draw_axis(
            axis, "strip-axis", f"Axis from {axis.label(axis.low)} to {axis.label(axis.high)}."
        ),
        rows=tuple(_row(name, strip, claim, axis) for name, strip, claim in strips),
        yours=yours,
        reference=build_matrix(reference, "Reference", reference=True) if reference else None,
        wide=not yours.rows,
        classes=build_classes(measured, reference),
        no_reference=_no_reference(case, reference),
    )


def _metrics(measured: Classification) -> list[str]:
    names = _OF_TWO if len(measured.classes) <= 2 else _OF_SEVERAL
    return [name for name in names if name in measured.metrics]


def _empty(
    problem: str, role: str, why: Prose, chips: tuple[Chip, ...], reference: Classification | None
) -> RoleResults:
    return RoleResults(
        role=role_name(role),
        id=f"results-{problem}-{role}",
        missing=why,
        chips=chips,
        warning="",
        provenance=str(Provenance.OBSERVED),
        column="",
        axis=None,
        rows=(),
        yours=None,
        reference=(matrix := build_matrix(reference, "Reference", reference=True) if reference else None),
        wide=matrix is not None and not matrix.rows,
        classes=None,
        no_reference="",
    )


def _reference(case: Case, role: str) -> Classification | None:
    if case.reference is None:
        return None
    match = case.reference.roles.get(role)
    if match is None or match.model is None:
        return None
    return case.reference.measurements.by_model.get(match.model.id)


def _no_reference(case: Case, reference: Classification | None) -> str:
    if case.reference is None:
        return "The reference was not at hand, so there is no band and no second matrix."
    return "" if reference is not None else "The reference has no model measured for this role."


def _strip(
    facts: ReportFacts, problem: str, role: str, name: str, measured: Classification, case: Case
) -> tuple[str, Strip, Finding | None]:
    """(metric name, what to draw, the claim)."""
    value: Measured = measured.metrics[name]
    claim = _claim(facts.findings, measured.model, name)
    majority = measured.metrics.get("majority")
    band = case.reference.bands.get((role, name)) if case.reference is not None else None
    strip = Strip(
        value=value.value,
        low=value.low,
        high=value.high,
        provenance=value.provenance,
        claimed=None if claim is None or _unchecked(claim) else claimed_share(claim),
        band=band,
        chance=majority.value if majority is not None and name == "accuracy" else None,
        full=facts.full_marks.get((problem, role, name)),
    )
    return name, strip, claim


def _claim(findings: Sequence[Finding], model: str, name: str) -> Finding | None:
    """The claim that stands beside a measured metric: contradicted first, checked before unchecked, and rather one
    that says it is about the test rows."""
    found = [
        f
        for f in findings
        if f.claim.model == model and f.claim.quantity == name and f.claim.split in ("test", "unknown")
    ]  # fmt: skip
    wrong = ClaimVerdict.CONTRADICTED
    return min(found, key=lambda f: (_unchecked(f), f.verdict is not wrong, f.claim.split != "test"), default=None)


def _unchecked(finding: Finding) -> bool:
    return finding.verdict is ClaimVerdict.NOT_CHECKABLE


def claimed_share(finding: Finding) -> float:
    """A claimed share as a fraction, also when it was written in per cent."""
    claim = finding.claim
    return claim.value / 100 if claim.percent and claim.value > 1 else claim.value


def _row(name: str, strip: Strip, claim: Finding | None, axis: Axis) -> MetricRow:
    value = metric(strip.value or 0.0)
    claimed = "" if claim is None else _claimed_words(claimed_share(claim))
    contradicted = claim is not None and claim.verdict is ClaimVerdict.CONTRADICTED
    unchecked = claim is not None and _unchecked(claim)
    reference = "" if strip.band is None else _band_words(strip.band)
    words = [f"yours {value}"]
    if strip.low is not None and strip.high is not None:
        words.append(f"95 % interval {metric(strip.low)} to {metric(strip.high)}")
    if claimed:
        words.append(
            f"claimed {claimed}" + (", contradicted" if contradicted else ", not checkable" if unchecked else "")
        )
    if reference:
        words.append(f"reference {reference}")
    if strip.chance is not None:
        words.append(f"constant answer {metric(strip.chance)}")
    if strip.full is not None:
        words.append(f"full marks from {metric(strip.full)}")
    return MetricRow(
        name=_NAMES[name],
        claimed=claimed,
        contradicted=contradicted,
        unchecked=unchecked,
        value=value,
        strip=metric_strip.draw(strip, axis, f"{_NAMES[name]}: {', '.join(words)}.", "strip"),
        reference=reference,
    )


def _claimed_words(value: float) -> str:
    """A share like the measured ones; what cannot be a share, as it is."""
    return metric(value) if 0 <= value <= 1 else quantity(value)


def _bands(case: Case | None) -> list[Band]:
    return [] if case is None or case.reference is None else list(case.reference.bands.values())


def _band_words(band: Band) -> str:
    return f"{metric(band.mean)} ± {metric(band.sd)}" if band.seeds > 1 else metric(band.mean)


def _warning(measured: Classification) -> str:
    if not measured.trained_on_test:
        return ""
    rows = count(measured.trained_on_test, "test row")
    of = f"{rows} of {whole(measured.n)}"
    return f"This model was trained on {of}, so these numbers are void: they say nothing about new data."


def _note(case: Case) -> str:
    models = [match.model.id for match in case.roles.values() if match.model is not None]
    measured = next((m for model in models if (m := case.measurements.by_model.get(model)) is not None), None)
    parts: list[str] = []
    if measured is not None:
        parts.append(f"n = {whole(measured.n)} test rows{_split(measured)}.")
        majority = measured.metrics.get("majority")
        if majority is not None:
            parts.append(f"A constant answer is right in {share(majority.value)}.")
    if any(data.sealed for data in case.evidence.served):
        parts.append(
            "Sealed: the test rows your notebook was given carried decoy labels; these numbers are against the "
            "true ones, which never went in. What your notebook prints about its test rows is therefore near chance."
        )
    parts.append("Whiskers: 95 % interval of your value.")
    seeds = sorted({band.seeds for band in _bands(case)})
    if seeds and seeds[-1] > 1:
        parts.append(f"Reference: in numbers mean ± 1 s.d. of {count(seeds[-1], 'seed')}, in the drawing mean ± 2 s.d.")
    elif seeds:
        parts.append("Reference: one run, so its spread is not known.")
    return " ".join(parts)


def _split(measured: Classification) -> str:
    """Rows by class, and which class the numbers are about."""
    rows = [sum(row) for row in measured.confusion]
    named = [f"{whole(n)} {clean(name, 24)}" for n, name in zip(rows, measured.classes, strict=True)]
    split = f", {ordinal_list(named)}" if len(named) <= _LISTED else f" of {count(len(named), 'class', 'classes')}"
    if len(named) > 2:
        return f"{split}; macro F1 is the mean of every class's F1"
    return f"{split}; precision, recall and F1 are for “{clean(measured.positive, 24)}”"
