"""What was written, held against what was measured on our rerun. Pure: no file, clock or process."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from grader.assessment import Assessment
from grader.audit.collect import positive_names, rerun_claims, saved_claims, tie_all
from grader.audit.finding import ClaimVerdict, Finding
from grader.audit.link import criterion_for
from grader.audit.neighbours import with_neighbours
from grader.audit.shares import judge_share
from grader.audit.sizes import judge_epochs, judge_parameters
from grader.audit.tie import Tier
from grader.audit.tied import Tied, Verdict, not_checkable
from grader.checks.base import Case
from grader.intake.submission import Notebook

MAX_FINDINGS: Final = 300
ORDER: Final = (
    ClaimVerdict.CONTRADICTED, ClaimVerdict.WITHIN_NOISE, ClaimVerdict.NOT_CHECKABLE, ClaimVerdict.CONFIRMED,
)  # fmt: skip


def audit(notebook: Notebook | None, case: Case, assessment: Assessment) -> tuple[Finding, ...]:
    """Every claim once, judged against the submission's own rerun, never against the reference.

    A saved number is contradicted only by the same data; where the rerun was reduced, it is contradicted only when
    the rerun itself prints a number that the model's answers do not bear out. What the rerun prints is a claim of
    its own when it is contradicted so, or when the notebook came without saved outputs.
    Returns: contradicted first, by points lost; then within noise, not checkable, confirmed; each in cell order.
    """
    positive = positive_names(case)
    tier = Tier(case)
    rerun = with_neighbours(tie_all(rerun_claims(case, positive), tier), case)
    saved = tie_all(saved_claims(notebook, positive), tier, rerun)
    reduced = is_reduced(case)
    findings = [_finding(tied, case, assessment, reduced=reduced) for tied in _once(saved)]
    printed = [_finding(tied, case, assessment, reduced=reduced) for tied in _once(rerun)]
    covered = {_key(tied) for tied in saved} | {_key(tied.rerun) for tied in saved if tied.rerun}
    for tied, finding in zip(_once(rerun), printed, strict=True):
        if _key(tied) not in covered and (not saved or finding.verdict is ClaimVerdict.CONTRADICTED):
            findings.append(finding)
    findings.sort(key=lambda f: (ORDER.index(f.verdict), -f.points, f.claim.cell))
    return tuple(findings[:MAX_FINDINGS])


def is_reduced(case: Case) -> bool:
    """Whether the rerun had fewer rows or epochs than the course asked, or synthetic data."""
    return not case.full_profile or any(data.source != "real" for data in case.evidence.served)


def _finding(tied: Tied, case: Case, assessment: Assessment, *, reduced: bool) -> Finding:
    verdict = _judge(tied, case, reduced=reduced)
    criterion = criterion_for(tied, verdict, case, assessment)
    return Finding(
        claim=tied.claim(case.roles),
        measured=verdict.measured,
        verdict=verdict.kind,
        value=verdict.value,
        criterion=criterion.number if criterion else None,
        points=criterion.lost if criterion else Fraction(0),
    )


def _judge(tied: Tied, case: Case, *, reduced: bool) -> Verdict:
    if not case.evidence.models:
        return not_checkable("Our rerun saw no model, so there is nothing to compare this with.")
    if tied.model is None:
        return not_checkable("We could not tell which model this speaks of.")
    match tied.found.quantity:
        case "parameters" | "trainable_parameters":
            return judge_parameters(tied, case.evidence.model(tied.model), reduced=reduced)
        case "epochs":
            return judge_epochs(tied, case, reduced=reduced)
        case _:
            return judge_share(tied, case, reduced=reduced)


def _once(claims: Sequence[Tied]) -> list[Tied]:
    """One row per quantity, model, split and value; the first of them, but rather one whose split is known."""
    first: dict[tuple[object, ...], Tied] = {}
    for tied in claims:
        kept = first.get(_key(tied))
        if kept is None or (kept.rerun is None and tied.rerun is not None):
            first[_key(tied)] = tied
    tests = {_key(t)[:-1] for t in first.values() if t.split == "test"}
    return [t for t in first.values() if t.split != "unknown" or _key(t)[:-1] not in tests]


def _key(tied: Tied) -> tuple[object, ...]:
    found = tied.found
    value = round(found.share, 9) if found.percent else round(found.value, 9)
    # Claims without a model are told apart by where they stand.
    return (found.quantity, tied.model or found.cell, value, tied.split)
