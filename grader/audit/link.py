"""Which criterion a claim bears on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.assessment import Assessment, Judged
from grader.audit.finding import ClaimVerdict
from grader.audit.found import METRICS
from grader.audit.tied import Tied, Verdict, agrees
from grader.checks.base import Case

_WORD = re.compile(r"[a-z]+\d*")


def criterion_for(tied: Tied, verdict: Verdict, case: Case, assessment: Assessment) -> Judged | None:
    """The metric criterion of the role for a metric, `parameters` for a size, `training` for epochs and fit figures.

    A contradicted metric bears on the criterion that asks for it to be reported, where that one lost points through
    it: the model itself may be as good as it should be. A criterion that names no role is nobody's: it bears on a
    claim only when it is the one of its kind.
    """
    role = next((m.role for m in case.roles.values() if m.model is not None and m.model.id == tied.model), None)
    if role is None:
        return None
    kind = _check_for(tied)
    of_kind = [j for j in assessment.judged() if j.check == kind]
    named = [j for j in of_kind if j.of == role]
    if kind == "metric":
        reported = _reporting(tied, verdict, role, assessment)
        if reported is not None:
            return reported
        named = [j for j in named if j.metric == tied.found.quantity]
    if tied.found.quantity == "epochs":
        named = _preferring(named, "epochs")
    if named:
        return named[0]
    return of_kind[0] if len(of_kind) == 1 and kind != "metric" else None


def _reporting(tied: Tied, verdict: Verdict, role: str, assessment: Assessment) -> Judged | None:
    """The `table` criterion that lost points through a contradicted metric of a role."""
    if verdict.kind is not ClaimVerdict.CONTRADICTED:
        return None
    printed = tied if tied.reprinted else tied.rerun
    if printed is not None and verdict.value is not None and agrees(printed.found, verdict.value):
        return None  # only the saved number is wrong; what our rerun printed, which tables are judged by, is right
    for judged in assessment.judged():
        asked = judged.check == "table" and role in judged.compares and tied.found.quantity in judged.metrics
        if asked and judged.lost:
            return judged
    return None


def _check_for(tied: Tied) -> str:
    if tied.found.quantity in METRICS:
        return "metric" if tied.split in ("test", "unknown") else "training"
    return "training" if tied.found.quantity == "epochs" else "parameters"


def _preferring(judged: Sequence[Judged], word: str) -> list[Judged]:
    return [j for j in judged if word in _words(f"{j.id} {j.title}")] or list(judged)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
