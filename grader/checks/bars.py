"""What a metric is held against: the bar from which everything is earned, the floor from which nothing is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from grader.checks.base import Case, NotAssessed
from grader.checks.words import MINUS, NBSP, percent, percents, plural
from grader.evidence.wire.records import Model
from grader.measure.intervals import Z_TWO_SIDED
from grader.measure.measurements import Classification, Measured
from grader.measure.metric_table import Metric
from grader.measure.noise import Z_ONE_SIDED, lower_limit

_MOST_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """From `limit` on everything is earned; `words` says what the limit stands for."""

    limit: float
    words: str


@dataclass(frozen=True, slots=True)
class Floor:
    """At `limit` and on the wrong side of it nothing is earned."""

    limit: float
    words: str


def shown(metric: Metric, *values: float) -> tuple[str, ...]:
    """Values in the metric's unit, in the fewest decimals that keep different ones apart."""
    if metric.share:
        return percents(*values)
    unit = f"{NBSP}{metric.unit}" if metric.unit else ""
    texts: tuple[str, ...] = ()
    for digits in range(metric.decimals, _MOST_DECIMALS + 1):
        texts = tuple(f"{value:.{digits}f}{unit}".replace("-", MINUS) for value in values)
        if len(set(texts)) == len(set(values)):
            break
    return texts


def bar_of(metric: Metric, role: str, full: str | float, case: Case, value: Measured) -> Bar | NotAssessed:
    """Args: `full` is `band`, `reference` or the course's own number; `value` what the submission measures."""
    if not isinstance(full, str):
        return Bar(float(full), "the course's own limit")
    if case.reference is None:
        return NotAssessed(
            "The reference solution could not be had on this machine, so there is nothing to compare with."
        )
    single = reference_value(case, role, metric.name)
    lacking = NotAssessed(f"The reference solution has no measured {_noun(metric)} for '{role}' to compare with.")
    if full == "band":
        band = case.reference.bands.get((role, metric.name))
        if band is None:
            return lacking
        mean, sd, seeds = band.mean, band.sd, band.seeds
        spread = f"± {_spread(metric, sd)} over {plural(seeds, 'seed')}" if seeds > 1 else "in one run"
        reached = f"the reference reaches {_plain(metric, mean)} {spread}"
    else:
        if single is None:
            return lacking
        mean, sd, seeds = single.value, 0.0, 1
        reached = f"the reference reaches {_plain(metric, mean)}"
    away = "plus" if metric.better == "lower" else "less"
    noun = metric.counted.removeprefix("test ")
    words = f"{reached}, {away} the noise of {plural(value.n, noun)}"
    return Bar(_limit(metric, mean, sd, seeds, value, single), words)


def reference_value(case: Case, role: str, metric: str) -> Measured | None:
    """What the reference's one run at hand measures for a role."""
    if case.reference is None:
        return None
    match = case.reference.roles.get(role)
    return case.reference.measurements.of(match.model.id, metric) if match and match.model else None


def _limit(metric: Metric, mean: float, sd: float, seeds: int, value: Measured, single: Measured | None) -> float:
    """One-sided 95 % limit on the metric's worse side; a value cannot pass the metric's bounds."""
    if metric.noise == "binomial":
        if metric.better == "higher":
            return lower_limit(mean, sd, seeds, value.n)
        return 1.0 - lower_limit(1.0 - mean, sd, seeds, value.n)
    spread = math.sqrt(sd * sd * (1 + 1 / seeds) + _own_sd(value, single) ** 2)
    limit = mean - metric.sign * Z_ONE_SIDED * spread
    limit = limit if metric.low is None else max(limit, metric.low)
    return limit if metric.high is None else min(limit, metric.high)


def _own_sd(value: Measured, single: Measured | None) -> float:
    """The measurement's own standard deviation, from the reference's interval carried over to the submission's n.

    The submission's own interval serves where the reference has none: a model that is all over the place would
    otherwise be excused by that.
    """
    if single is None or not single.n or not value.n:
        return (value.high - value.low) / (2 * Z_TWO_SIDED)
    return (single.high - single.low) / (2 * Z_TWO_SIDED) * math.sqrt(single.n / value.n)


def floor_of(metric: Metric, none: str | float, case: Case, model: Model) -> Floor | None:
    """Args: `none` is a baseline's name or the course's own number. Returns: None where the baseline is not known."""
    if not isinstance(none, str):
        return Floor(float(none), "the course's own limit")
    seen = case.measurements.by_model.get(model.id)
    if metric.family == "answers" and seen is not None:
        positive = _positive_share(seen)
        if none == "majority":
            known = seen.metrics.get("majority") if metric.name == "accuracy" else None
            return Floor(known.value if known else _constant(metric.name, seen, positive), "a constant answer")
        return Floor(_guess(metric.name, seen, positive), "guessing")
    value = case.measurements.baseline(model.id, none, metric.name)
    return None if value is None else Floor(value, _BASELINES[none])


_BASELINES: Final = {
    "majority": "a constant answer",
    "chance": "guessing",
    "mean_image": "the mean of all training images",
    "unigram": "how often each character stands in the training text",
}


def _positive_share(seen: Classification) -> float:
    rows = dict(zip(seen.classes, (sum(row) for row in seen.confusion), strict=True))
    total = sum(rows.values())
    return rows.get(seen.positive, 0) / total if total else 0.0


def _constant(metric: str, seen: Classification, positive: float) -> float:
    """What always answering the most frequent class earns; for precision, recall and F1 of the positive class."""
    counts = [sum(row) for row in seen.confusion]
    total = sum(counts)
    largest = max(counts) / total if total else 0.0
    if metric == "accuracy":
        return largest
    if metric == "roc_auc":
        return 0.5
    if metric == "macro_f1":
        return 2 * largest / (1 + largest) / len(counts)
    if not total or positive < largest:
        return 0.0
    return {"precision": positive, "recall": 1.0, "f1": 2 * positive / (1 + positive)}[metric]


def _guess(metric: str, seen: Classification, positive: float) -> float:
    """What guessing every class equally often earns."""
    chance = 1 / max(len(seen.classes), 1)
    if metric in ("accuracy", "recall"):
        return chance
    if metric == "precision":
        return positive
    if metric == "roc_auc":
        return 0.5
    if metric == "macro_f1":
        total = sum(map(sum, seen.confusion)) or 1
        shares = [sum(row) / total for row in seen.confusion]
        return sum(_harmonic(share, chance) for share in shares) / len(shares)
    return _harmonic(positive, chance)


def _harmonic(share: float, chance: float) -> float:
    return 2 * share * chance / (share + chance) if share else 0.0


def _noun(metric: Metric) -> str:
    return metric.name if metric.family == "answers" and metric.share else metric.words


def _plain(metric: Metric, value: float) -> str:
    return percent(value) if metric.share else shown(metric, value)[0]


def _spread(metric: Metric, sd: float) -> str:
    return percent(sd) if metric.share else shown(metric, sd)[0]
