"""Whole sets of invented facts: every kind of report there can be. `CASES` maps a name to its facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grader.assessment import ProblemAssessment
from grader.evidence.ending import Ending, EndingKind
from grader.measure.measurements import Measurements
from grader.report import preview_parts as parts
from grader.report.facts import ReportFacts
from grader.report.preview_good import criteria, full_marks, good, models
from grader.report.preview_hostile import hostile
from grader.report.preview_shown import pictures, texts
from grader.report.preview_weak import weak


def unreadable() -> ReportFacts:
    """No notebook: nothing ran, nothing is lost."""
    waiting = tuple(
        parts.judged(
            c.number,
            c.title,
            int(c.possible),
            None,
            "Nothing could be run: the file is not a notebook. No points are taken.",
        )
        for c in criteria()
    )
    submission = parts.submission(
        "s-063",
        "Third Student",
        None,
        problem="The file `a2.ipynb` is not a notebook: it begins with <!DOCTYPE html>, as a saved web page does.",
        fix="Download the notebook with File > Download > .ipynb and hand that file in.",
    )
    return parts.facts_of(submission, parts.assessment(parts.problem(*waiting), attempt=None), None, cases={})


def closed() -> ReportFacts:
    """The user that runs the grader may not read the folder: the staff has to act, and nobody else."""
    facts = unreadable()
    said, fix = "This folder could not be read by the grader (Permission denied).", "let the user that runs it read it"
    return replace(facts, submission=replace(facts.submission, problem=said, fix=fix, staff_acts=True))


def timed_out() -> ReportFacts:
    """Stopped in the first training; no curves, no LSTM."""
    facts = good()
    rnn, _ = models()
    detail = "The run reached its limit of 30 min while cell 10 was running."
    seen = parts.evidence(
        (rnn,),
        (replace(parts.fit("f1", "m1", 10, 3, parts.history(3, 0.95), seconds=1712.0), epochs_asked=4000),),
        ending=Ending(kind=EndingKind.TIMED_OUT, detail=detail),
        cells=(*(parts.cell_run(p) for p in (2, 3, 4, 6, 7, 9)), parts.cell_run(10, "failed", 1712.0)),
        wall=1800.0,
    )
    open_ = ("1.5", "1.6", "1.7", "1.8", "1.9", "1.10")
    rows = tuple(
        parts.judged(
            c.number,
            c.title,
            int(c.possible),
            "0" if c.number in open_ else None,
            "The run stopped before this was reached.",
        )
        if c.number in open_ or c.number == "1.11"
        else c
        for c in criteria()
    )
    measurements = Measurements(unmeasured={"m1": "the run stopped before it answered the test rows"})
    found = {"spam": parts.case(seen, measurements, parts.roles(rnn, None), parts.reference_case())}
    return replace(facts, evidence=seen, cases=found, findings=(), assessment=parts.assessment(parts.problem(*rows)))


def no_models() -> ReportFacts:
    """The notebook ran and built nothing; the reference is not at hand either."""
    seen = parts.evidence((), ())
    rows = tuple(
        parts.judged(c.number, c.title, int(c.possible), "0", "No model of yours fits this role.") for c in criteria()
    )
    found = {"spam": parts.case(seen, Measurements(), parts.roles(None, None), None)}
    return replace(good(), evidence=seen, cases=found, findings=(), assessment=parts.assessment(parts.problem(*rows)))


def no_reference() -> ReportFacts:
    facts = good()
    return replace(
        facts, cases={name: replace(case, reference=None) for name, case in facts.cases.items()}, full_marks={}
    )


def many_criteria() -> ReportFacts:
    """24 criteria with small and odd points, in two problems."""
    earned = ("1", "0", "0.5", None, "2", "1.5")
    rows = []
    for i in range(1, 25):
        points, got = 1 + i % 4, earned[i % 6]
        shown = None if got is None else str(min(Fraction(got), Fraction(points)))
        title, said = f"Criterion number {i} of many", f"Seen in {i} of 24 rows."
        rows.append(parts.judged(f"2.{i}", title, points, shown, said, (i % 17 + 1,)))
    facts = good()
    second = replace(parts.problem(*rows, title="Text generation at character level"), id="text")
    return replace(facts, assessment=parts.assessment(facts.assessment.problems[0], second))


def deep_model() -> ReportFacts:
    """A backbone of 178 layers, fine-tuned where the reference is frozen."""
    from grader.report.preview_deep import deep_models

    facts = good()
    yours, reference = deep_models()
    case = facts.cases["spam"]
    if case.reference is None:
        raise ValueError("the good case has a reference")
    found = parts.roles(yours, None)
    there = replace(case.reference, roles=parts.roles(reference, None))
    return replace(facts, cases={"spam": replace(case, roles=found, reference=there)})


def _counted(problem: ProblemAssessment, id_: str, number: int) -> ProblemAssessment:
    """The problem as one of several, its criteria numbered accordingly."""
    criteria = tuple(replace(c, number=f"{number}.{i}") for i, c in enumerate(problem.criteria, start=1))
    return replace(problem, id=id_, criteria=criteria)


def several() -> ReportFacts:
    """Three problems over two data sets, each with something to look at."""
    facts, shown, written = good(), pictures(), texts()
    second, third = (one.assessment.problems[0] for one in (shown, written))
    problems = (*facts.assessment.problems, _counted(second, second.id, 2), _counted(third, "t", 3))
    return replace(
        facts,
        assessment=parts.assessment(*problems),
        cases={**facts.cases, **shown.cases, "t": written.cases["spam"]},
        labels={**shown.labels, **written.labels},
        sweeps={"t": written.sweeps["spam"]},
        full_marks={**facts.full_marks, **shown.full_marks},
    )


def _named(student: str) -> ReportFacts:
    facts = good()
    return replace(facts, submission=replace(facts.submission, student=student))


CASES: Final[Mapping[str, Callable[[], ReportFacts]]] = {
    "good": good,
    "weak": weak,
    "full-marks": full_marks,
    "hostile": hostile,
    "unreadable": unreadable,
    "closed": closed,
    "timed-out": timed_out,
    "no-models": no_models,
    "no-reference": no_reference,
    "many-criteria": many_criteria,
    "deep-model": deep_model,
    "pictures": pictures,
    "texts": texts,
    "several": several,
    "chinese-name": lambda: _named("欧阳雪梅"),
    "arabic-name": lambda: _named("فاطمة الزهراء بنت يوسف"),
}
