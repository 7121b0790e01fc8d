"""What to mend first: at most three things, by points lost; the text is the rubric's hint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from grader.assessment import Assessment, Judged
from grader.checks.base import Awarded
from grader.report import numbers
from grader.report.cells import CellBook, Chip
from grader.report.text import Prose, clean, clean_line, prose

MOST = 3
_NAMED = 8  # criteria of one fix
_CAUSE = 200  # characters: two to three printed lines
_DIFF_LINES, _DIFF_WIDTH = 5, 40
_WORDS = ("Nothing", "One thing", "Two things", "Three things")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    sign: str  # "-", "+"
    text: str
    css: str  # "del", "ins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    number: int
    title: str
    cause: Prose
    lost: str
    criteria: tuple[str, ...]
    more: str  # "and 4 more" criteria
    chips: tuple[Chip, ...]
    prompt: str
    diff: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixesView:
    heading: str  # "Three things to fix first"
    account: str  # "They account for 38.5 of the 40.5 points lost."
    fixes: tuple[Fix, ...]
    nothing: str  # what is said when there is nothing to mend


def build_fixes(assessment: Assessment, cells: CellBook) -> FixesView:
    groups = by_cause(assessment)
    shown = groups[:MOST]
    lost = sum((c.lost for c in assessment.judged()), Fraction(0))
    account = ""
    if shown:
        told = sum((c.lost for group in shown for c in group), Fraction(0))
        subject = "It accounts" if len(shown) == 1 else "They account"
        points = "point" if lost == 1 else "points"
        account = (
            f"{subject} for all of the {numbers.points(lost)} {points} lost."
            if told == lost
            else f"{subject} for {numbers.points(told)} of the {numbers.points(lost)} {points} lost."
        )
    return FixesView(
        heading=_heading(assessment, len(shown), len(groups)),
        account=account,
        fixes=tuple(_fix(i, group, cells) for i, group in enumerate(shown, start=1)),
        nothing="" if shown else _nothing(assessment),
    )


def _heading(assessment: Assessment, shown: int, found: int) -> str:
    if not shown and assessment.waiting == assessment.possible:
        return "Nothing judged yet"
    return f"{_WORDS[shown]} to fix{' first' if found > 1 else ''}"


def by_cause(assessment: Assessment) -> list[list[Judged]]:
    """Criteria that lost points, those with one cause together; most points first, then rubric order."""
    losing = [criterion for criterion in assessment.judged() if criterion.lost > 0]
    reasons = Counter(criterion.outcome.because for criterion in losing)
    groups: dict[str, list[Judged]] = {}
    for criterion in losing:
        cause = criterion.outcome.cause if isinstance(criterion.outcome, Awarded) else ""
        if cause:
            key = f"cause: {cause}"
        # What was seen tells one cause from another better than a hint: a missing model fails all that ask for it.
        elif reasons[criterion.outcome.because] > 1 or criterion.hint is None:
            key = f"seen: {criterion.outcome.because}"
        else:
            key = f"hint: {criterion.hint.title}"
        groups.setdefault(key, []).append(criterion)
    return sorted(groups.values(), key=lambda group: -sum((c.lost for c in group), Fraction(0)))


def _fix(number: int, group: list[Judged], cells: CellBook) -> Fix:
    # The first of the rubric's criteria is the root: later ones build on it.
    root = next((criterion for criterion in group if criterion.hint), group[0])
    shared = len(group) > 1 and len({criterion.outcome.because for criterion in group}) == 1
    hint = root.hint
    seen = [position for criterion in group for position in criterion.outcome.cells]
    lost = sum((c.lost for c in group), Fraction(0))
    return Fix(
        number=number,
        title=_title(group, root),
        cause=prose(hint.text if hint and hint.text and not shared else root.outcome.because, _CAUSE),
        lost=f"{numbers.points(lost)} {'point' if lost == 1 else 'points'} lost",
        criteria=tuple(c.number for c in group[:_NAMED]),
        more=f"and {len(group) - _NAMED} more" if len(group) > _NAMED else "",
        chips=cells.chips(seen)[:3],
        prompt=cells.prompt(seen[0]) if len(set(seen)) == 1 else "",
        diff=_diff(hint.remove, hint.add) if hint else (),
    )


def _title(group: list[Judged], root: Judged) -> str:
    if root.hint:
        return clean(root.hint.title, 90)
    others = f" and {numbers.count(len(group) - 1, 'more criterion', 'more criteria')}" if len(group) > 1 else ""
    return f"Look again at “{clean(root.title, 70)}”{others}"


def _diff(remove: tuple[str, ...], add: tuple[str, ...]) -> tuple[DiffLine, ...]:
    lines = [DiffLine(sign="-", text=clean_line(t, _DIFF_WIDTH), css="del") for t in remove]
    lines += [DiffLine(sign="+", text=clean_line(t, _DIFF_WIDTH), css="ins") for t in add]
    return tuple(lines[:_DIFF_LINES])


def _nothing(assessment: Assessment) -> str:
    if assessment.attempt_key is None:
        return "Nothing of the notebook itself was judged; “What to do” above is the next step."
    if assessment.waiting == assessment.possible:
        return "Nothing has been judged yet: every criterion waits for a person."
    if assessment.provisional:
        return "Everything that could be assessed earned full marks."
    return "Every criterion earned full marks."
