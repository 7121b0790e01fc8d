"""The claims of a notebook that answers several problems: each is judged once, with the problem it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from grader.assessment import Assessment
from grader.audit.audit import MAX_FINDINGS, ORDER, audit
from grader.audit.finding import Finding
from grader.checks.base import Case
from grader.intake.submission import Notebook

_Key = tuple[str, int, str, str, float, int]


def audit_all(notebook: Notebook | None, cases: Mapping[str, Case], assessment: Assessment) -> tuple[Finding, ...]:
    """Findings on all claims, ordered as those of `audit`.

    Two problems may both have a role `cnn`, so that "CNN accuracy" is tied to one model in the first and to another in
    the second. A claim goes with the model that was built last before it, and then with the problem that asks for it.

    Args: `cases` by problem id.
    """
    chosen: dict[_Key, tuple[tuple[int, bool], Finding]] = {}
    for problem, case in cases.items():
        own = replace(assessment, problems=tuple(part for part in assessment.problems if part.id == problem))
        for key, finding in _numbered(audit(notebook, case, own)):
            rank = _rank(finding, case)
            if key not in chosen or rank > chosen[key][0]:
                chosen[key] = (rank, finding)
    findings = [finding for _, finding in chosen.values()]
    findings.sort(key=lambda f: (ORDER.index(f.verdict), -f.points, f.claim.cell))
    return tuple(findings[:MAX_FINDINGS])


def _numbered(findings: Iterable[Finding]) -> Iterable[tuple[_Key, Finding]]:
    """Each with what it is known by in every problem: a claim's words, and which one it is of those alike."""
    seen: Counter[tuple[str, int, str, str, float]] = Counter()
    for finding in findings:
        claim = finding.claim
        place = (claim.origin, claim.cell, claim.quantity, claim.text, claim.value)
        yield (*place, seen[place]), finding
        seen[place] += 1


def _rank(finding: Finding, case: Case) -> tuple[int, bool]:
    model = finding.claim.model
    return (case.evidence.model(model).order if model is not None else -1, finding.criterion is not None)
