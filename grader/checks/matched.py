"""The first step of every check on a role: its model, or the outcome when there is none."""

from __future__ import annotations

import re

from grader.checks.base import Awarded, Case, CheckSpec, Criterion, NotAssessed
from grader.checks.lacking import without_package
from grader.checks.points import award
from grader.checks.words import sentence
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import CellRun, Model


def model_of(criterion: Criterion[CheckSpec], role: str, case: Case) -> Model | Awarded | NotAssessed:
    """The model a role was matched with; no points, with what was looked for, when nothing in the notebook fits."""
    match = case.roles.get(role)
    if match is None:
        return NotAssessed(f"The role '{role}' was not looked for; the course staff should look at the rubric.")
    if match.model is None:
        lacking = without_package(case.evidence)
        if lacking is not None:
            return lacking
        return award(criterion, 0, f"{sentence(match.rule)}{_stopped(case.evidence)}", cause=f"no {role}")
    return match.model


def leak_cause(role: str) -> str:
    """What criteria share that lost points because a role's model was trained on test rows."""
    return f"{role} saw test rows"


def model_words(model: Model) -> str:
    """How an outcome names a model: by its last variable and its cell."""
    name = f"`{model.names[-1]}`" if model.names else f"the {model.class_name} model"
    return f"{name} (cell {model.cell})" if model.cell else name


def failed_user(evidence: Evidence, model: Model) -> CellRun | None:
    """The first cell at or after the model's that names it and failed or never ran; None when there is none."""
    words = [re.escape(name) for name in model.names]
    if not words:
        return None
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(words)})(?!\w)")
    sources = {cell.position: cell.source for cell in evidence.submitted if cell.kind == "code"}
    for cell in sorted(evidence.cells, key=lambda cell: cell.position):
        if cell.position >= model.cell and cell.status != "ok" and pattern.search(sources.get(cell.position, "")):
            return cell
    return None


def failure_words(cell: CellRun) -> str:
    """ "cell 9 failed (ValueError)" or "cell 9 was not reached"."""
    if cell.status == "not_run":
        return f"cell {cell.position} was not reached"
    name = f" ({cell.failure.name})" if cell.failure else ""
    return f"cell {cell.position} failed{name}"


def _stopped(evidence: Evidence) -> str:
    """One more sentence where a failed cell may be why nothing was found."""
    failed = [cell for cell in evidence.cells if cell.status == "failed"]
    if not failed:
        return ""
    first = min(failed, key=lambda cell: cell.position)
    return f" {sentence(failure_words(first))}"
