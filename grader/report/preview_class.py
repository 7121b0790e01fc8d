"""An invented class, for the overview: the same one every time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from grader.assessment import Assessment, Judged
from grader.checks.base import Awarded, NotAssessed
from grader.report.facts import ClaimCounts, OverviewFacts, OverviewRow
from grader.report.preview_cases import unreadable
from grader.report.preview_good import good
from grader.report.preview_parts import VERSION

_ENDINGS = ("not a valid notebook", "the folder holds no notebook")


def class_of(size: int, seed: int = 7) -> OverviewFacts:
    """`size` submissions of varying quality; two of them could not be run, two reached the time limit."""
    random = Random(seed)
    model = good().assessment
    rows = [_row(i, random, model) for i in range(1, size + 1)]
    for i, ending in zip((min(21, size - 1), min(62, size - 1)), _ENDINGS, strict=True):
        judged = unreadable().assessment
        rows[i] = replace(rows[i], assessment=judged, ran=False, run_seconds=None, ending=ending, claims=ClaimCounts())
    for i in range(3, size, 41):
        rows[i] = replace(rows[i], run_seconds=1800.0, ending="stopped at the time limit")
    note = "Of 2 candidates a2.ipynb was run, since it has the most code cells; not run: old/a2.ipynb."
    rows[1] = replace(rows[1], notes=(note, "Left out: leak.txt (a link); links and special files are not taken."))
    return OverviewFacts(
        assignment=model.assignment,
        title=model.title,
        possible=model.possible,
        rows=tuple(rows),
        profile="full",
        graded_at="2026-11-20T08:40:00Z",
        version=VERSION,
        wall_limit_seconds=1800,
    )


def _row(number: int, random: Random, model: Assessment) -> OverviewRow:
    skill = min(1.0, max(0.1, random.gauss(0.72, 0.2)))
    criteria = tuple(_judged(c, skill, random) for c in model.problems[0].criteria)
    assessment = replace(model, problems=(replace(model.problems[0], criteria=criteria),))
    wrong = sum(random.random() > skill for _ in range(5))
    return OverviewRow(
        id=f"S-{number:03d}",
        student=f"Student number {number}",
        assessment=assessment,
        ending="finished",
        ran=True,
        run_seconds=round(random.lognormvariate(4.6, 0.35), 1),
        claims=ClaimCounts(contradicted=wrong, within_noise=1, not_checkable=1, confirmed=8 - wrong),
        html=f"S-{number:03d}.html",
        pdf=f"S-{number:03d}.pdf",
    )


def _judged(criterion: Judged, skill: float, random: Random) -> Judged:
    if criterion.check == "manual":
        if random.random() < 0.15:
            return replace(criterion, outcome=NotAssessed("Free text: a member of staff reads it."))
        return replace(criterion, outcome=Awarded(Fraction(round(2 * skill * float(criterion.possible)), 2), "Read."))
    # One criterion goes against the rest, so that the overview has something to flag.
    level = 1.2 - skill if criterion.number == "1.10" else skill
    luck = random.random() + level - 0.55
    share = Fraction(1) if luck > 0.4 else Fraction(0) if luck < 0.05 else Fraction(1, 2)
    return replace(criterion, outcome=Awarded(criterion.possible * share, "Measured."))
