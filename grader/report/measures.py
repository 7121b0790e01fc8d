"""What a model that does not classify is measured by: one row and one axis a metric, yours beside the reference's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.audit.finding import ClaimVerdict, Finding
from grader.checks.base import Band, Case
from grader.measure.measurements import Measured, Provenance
from grader.measure.metric_table import METRICS, MISSING, Metric
from grader.report import sides
from grader.report.charts import metric_strip
from grader.report.charts.metric_strip import Strip
from grader.report.facts import ReportFacts
from grader.report.numbers import NBSP, count, fixed, ordinal_list
from grader.report.text import clean, sentence
from grader.report.words import role_name

_DIRECTIONS = {"higher": "higher is better", "lower": "lower is better", "neither": "for information"}
_BASELINES = {
    "majority": "constant answer",
    "chance": "chance",
    "mean_image": "the mean image",
    "unigram": "letters by frequency alone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    name: str
    of: str  # "Encoder and decoder": the roles it is a number of
    counted: str  # "n = 256 images; lower is better"
    value: str  # with its unit; a dash where there is none
    provenance: str  # "observed"; "" where there is no value
    claimed: str
    contradicted: bool
    missing: str  # why there is no value
    strip: Markup | None
    reference: str
    notes: tuple[str, ...]  # "full marks: 0.028 or less", "the mean image: 0.0623"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresView:
    rows: tuple[MeasureRow, ...]
    has_spread: bool
    note: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """One number of one or several roles; `measured` None: the reference has it and the student's model does not."""

    metric: Metric
    roles: tuple[str, ...]
    model: str
    measured: Measured | None


def build_measures(facts: ReportFacts, problem: str) -> MeasuresView:
    """Every metric but those of answers, in the table's order; a number of several roles is one row."""
    case = facts.cases.get(problem)
    if case is None:
        return MeasuresView(rows=(), has_spread=False, note="")
    entries = _entries(case)
    rows = tuple(_row(facts, problem, case, entry) for entry in entries)
    seeds = max((band.seeds for entry in entries if (band := _band(case, entry)) is not None), default=0)
    note = ""
    if seeds > 1:
        note = f"Reference: mean ± 1 s.d. of {count(seeds, 'seed')}; the band is mean ± 2 s.d."
    elif seeds == 1:
        note = "Reference: one run, so its spread is not known."
    return MeasuresView(rows=rows, has_spread=seeds > 1, note=note)


def _entries(case: Case) -> list[_Entry]:
    here, there = sides.yours(case), sides.reference(case)
    found: list[_Entry] = []
    for metric in METRICS.values():
        if metric.family == "answers":
            continue
        by_number: dict[tuple[float, int] | None, _Entry] = {}
        for role in case.roles:
            model = here.model(role)
            if model is None or (metric.family == "codes" and model in here.measurements.by_model):
                continue  # the features of a classifier are no latent space
            measured = here.measurements.of(model, metric.name)
            other = there.model(role) if there is not None else None
            if measured is None and (
                there is None or other is None or there.measurements.of(other, metric.name) is None
            ):
                continue
            key = None if measured is None else (measured.value, measured.n)
            before = by_number.get(key)
            by_number[key] = _Entry(metric, (*(before.roles if before else ()), role), model, measured)
        # A number that one role of a pair has is not missing from the other one: both made the pictures.
        known = {key: entry for key, entry in by_number.items() if key is not None}
        found += (known or by_number).values()
    return found


def _row(facts: ReportFacts, problem: str, case: Case, entry: _Entry) -> MeasureRow:
    metric, measured = entry.metric, entry.measured
    band = _band(case, entry)
    full = next((f for r in entry.roles if (f := facts.full_marks.get((problem, r, metric.name))) is not None), None)
    baselines = [
        (name, value)
        for name in metric.baselines
        if (value := case.measurements.baseline(entry.model, name, metric.name)) is not None
    ]
    claim = _claim(facts.findings, entry)
    return MeasureRow(
        name=metric.words[:1].upper() + metric.words[1:],
        of=ordinal_list([role_name(role) for role in entry.roles]),
        counted=_counted(metric, measured),
        value=_words(metric, measured.value) if measured is not None else "–",
        provenance=str(measured.provenance) if measured is not None else "",
        claimed=_words(metric, claim.claim.value) if claim is not None else "",
        contradicted=claim is not None and claim.verdict is ClaimVerdict.CONTRADICTED,
        missing="" if measured is not None else _missing(case, entry),
        strip=_strip(metric, measured, claim, band, full, baselines),
        reference=_band_words(metric, band) if band is not None else "",
        notes=_notes(metric, full, baselines),
    )


def _counted(metric: Metric, measured: Measured | None) -> str:
    direction = _DIRECTIONS[metric.better]
    return direction if measured is None else f"n = {count(measured.n, metric.counted)}; {direction}"


def _missing(case: Case, entry: _Entry) -> str:
    why = case.measurements.reasons.get((entry.model, entry.metric.name))
    return clean(sentence(why or MISSING[entry.metric.family].format(words=entry.metric.words)), 200)


def _band(case: Case, entry: _Entry) -> Band | None:
    if case.reference is None:
        return None
    bands = (case.reference.bands.get((role, entry.metric.name)) for role in entry.roles)
    return next((band for band in bands if band is not None), None)


def _claim(findings: Sequence[Finding], entry: _Entry) -> Finding | None:
    """What the notebook said of this number; contradicted first."""
    found = [f for f in findings if f.claim.model == entry.model and f.claim.quantity == entry.metric.name]
    return min(found, key=lambda f: f.verdict is not ClaimVerdict.CONTRADICTED, default=None)


def _strip(
    metric: Metric,
    measured: Measured | None,
    claim: Finding | None,
    band: Band | None,
    full: float | None,
    baselines: Sequence[tuple[str, float]],
) -> Markup | None:
    if measured is None and band is None:
        return None
    scale = 100.0 if metric.share else 1.0
    plain = baselines[0][1] if baselines else None
    strip = Strip(
        value=_scaled(measured.value if measured is not None else None, scale),
        low=_scaled(measured.low if measured is not None else None, scale),
        high=_scaled(measured.high if measured is not None else None, scale),
        provenance=measured.provenance if measured is not None else Provenance.OBSERVED,
        claimed=_scaled(claim.claim.value if claim is not None else None, scale),
        band=None if band is None else Band(
            mean=band.mean * scale, sd=band.sd * scale, seeds=band.seeds, values=tuple(v * scale for v in band.values)
        ),
        chance=_scaled(plain, scale),
        full=_scaled(full, scale),
    )  # fmt: skip
    words = [] if measured is None else [f"yours {_words(metric, measured.value)}"]
    if measured is not None and measured.low < measured.high:
        words.append(f"95 % interval {_words(metric, measured.low)} to {_words(metric, measured.high)}")
    words += [f"reference {_band_words(metric, band)}"] if band is not None else []
    words += _notes(metric, full, baselines)
    bounds = (
        -math.inf if metric.low is None else metric.low * scale,
        math.inf if metric.high is None else metric.high * scale,
    )
    name = metric.words[:1].upper() + metric.words[1:]
    return metric_strip.draw_alone(strip, f"{name}: {', '.join(words)}.", "strip-alone", bounds)


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def _words(metric: Metric, value: float) -> str:
    if metric.share:
        return f"{fixed(value * 100, 1)}{NBSP}%"
    unit = f"{NBSP}{metric.unit}" if metric.unit else ""
    return f"{fixed(value, metric.decimals)}{unit}"


def _band_words(metric: Metric, band: Band) -> str:
    if band.seeds <= 1:
        return _words(metric, band.mean)
    if metric.share:
        return f"{fixed(band.mean * 100, 1)} ± {_words(metric, band.sd)}"
    return f"{fixed(band.mean, metric.decimals)} ± {_words(metric, band.sd)}"


def _notes(metric: Metric, full: float | None, baselines: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    notes = [f"{_BASELINES.get(name, name)}: {_words(metric, value)}" for name, value in baselines]
    if full is not None:
        side = "or less" if metric.better == "lower" else "or more"
        notes.insert(0, f"full marks: {_words(metric, full)} {side}")
    return tuple(notes)
