"""Check `runs`: does the notebook run from top to bottom, and if not, how far?"""

from __future__ import annotations

from fractions import Fraction

from grader.checks.base import Case, CheckSpec, Criterion, Outcome
from grader.checks.lacking import without_package
from grader.checks.points import award
from grader.checks.words import listing, plural, sentence
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence

_OWN_ENDINGS = (EndingKind.FINISHED, EndingKind.CELL_FAILED)


class RunsSpec(CheckSpec):
    """The share of code cells that ran without failing; an attempt that was cut short never earns everything.

    Where the notebook has none of the models that the problem asks for, the problem was not attempted.
    """


def judge_runs(criterion: Criterion[RunsSpec], case: Case) -> Outcome:
    """Points by the share of code cells that ran without failing on our rerun, empty cells left out.

    None where the problem was not attempted: a notebook is not paid for running without it.
    """
    evidence = case.evidence
    wanted = {cell.position for cell in evidence.submitted if cell.kind == "code" and cell.source.strip()}
    if not wanted:
        return award(criterion, 0, "There is no code in what was handed in.")
    fine = {cell.position for cell in evidence.cells if cell.status == "ok" and cell.position in wanted}
    lacking = without_package(evidence) if len(fine) < len(wanted) else None
    if lacking is not None:
        return lacking
    if case.roles and all(match.model is None for match in case.roles.values()):
        text = f"the notebook has no {listing(list(case.roles), 'or')}, so there is no answer to this problem to run"
        return award(criterion, 0, sentence(text), cause=f"no {next(iter(case.roles))}")
    cut = evidence.ending.kind not in _OWN_ENDINGS
    # A cut attempt may have finished its last cell in the records: the cut itself counts as one more step missed.
    share = Fraction(len(fine), len(wanted) + cut)
    if share == 1:
        return award(criterion, 1, f"{_all(len(wanted))} ran without failing, from top to bottom.")
    failed = tuple(
        sorted(cell.position for cell in evidence.cells if cell.status == "failed" and cell.position in wanted)
    )
    text = f"{len(fine)} of {plural(len(wanted), 'code cell')} ran without failing."
    return award(criterion, share, f"{text}{_first_failure(evidence, failed)}{_ending(evidence, cut)}", failed[:5])


def _all(cells: int) -> str:
    return "The one code cell" if cells == 1 else f"All {plural(cells, 'code cell')}"


def _first_failure(evidence: Evidence, failed: tuple[int, ...]) -> str:
    if not failed:
        return ""
    failure = next(cell.failure for cell in evidence.cells if cell.position == failed[0] and cell.status == "failed")
    name = f" with {failure.name}" if failure else ""
    line = f" in line {failure.line}" if failure and failure.line else ""
    first = "The first failure" if len(failed) > 1 else "The failure"
    return f" {first} is in cell {failed[0]}{line}{name}."


def _ending(evidence: Evidence, cut: bool) -> str:
    return f" {sentence(evidence.ending.detail)}" if cut and evidence.ending.detail else ""
