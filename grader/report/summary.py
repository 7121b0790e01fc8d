"""Page 1: who, what, when; the total; and three sentences, what works first and then what costs most."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.assessment import Assessment, Judged, Verdict
from grader.audit.finding import ClaimVerdict
from grader.evidence.ending import EndingKind
from grader.intake.submission import Submission
from grader.report import numbers
from grader.report.facts import ReportFacts
from grader.report.fixes import by_cause
from grader.report.numbers import NBSP, count
from grader.report.text import NAME_LIMIT, Prose, clean, clean_words, prose, sentence
from grader.report.words import ENDINGS, role_name

_LINKS = 4  # criteria named beside the total
_BECAUSE, _FIRST_WITHIN = 180, 600  # characters of a reason, and those in which its first sentence ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    label: str
    value: str
    note: str
    name: bool = False  # a person's name: isolated from the direction of the text around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What happened, what was looked for, what to do; only where nothing or not everything could be run."""

    title: str
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    metas: tuple[Meta, ...]
    total: str
    of: str  # "of 100 points, provisional"
    waits_before: str  # "98 points are assessed. "
    waits: tuple[str, ...]  # criteria that wait for a person
    waits_after: str
    sentences: tuple[Prose, ...]
    alerts: tuple[Alert, ...]


def build_summary(facts: ReportFacts) -> SummaryView:
    assessment = facts.assessment
    nothing = assessment.waiting == assessment.possible
    before, waits, after = _waiting(assessment)
    return SummaryView(
        metas=_metas(facts),
        total=numbers.points(None if nothing else assessment.earned),
        of=f"of {numbers.possible(assessment.possible)} points"
        + ("" if not assessment.provisional else ", not assessed" if nothing else ", provisional"),
        waits_before=before,
        waits=waits,
        waits_after=after,
        sentences=tuple(prose(s) for s in _sentences(facts)),
        alerts=_alerts(facts),
    )


def _metas(facts: ReportFacts) -> tuple[Meta, ...]:
    submission = facts.submission
    notebook = submission.notebook
    file = clean(notebook.name if notebook else submission.path.name, 34)
    cells = f", {count(len(notebook.cells), 'cell')}" if notebook else ""
    handed_in, handed_in_at = numbers.moment(submission.submitted_at)
    graded, graded_at = numbers.moment(facts.graded_at)
    words = "all rows and epochs" if facts.profile == "full" else "fewer rows, epochs"
    return (
        Meta(
            label="Student", value=clean(submission.student, NAME_LIMIT) or "no name", note=f"{file}{cells}", name=True
        ),
        Meta(label="Submitted", value=handed_in, note=handed_in_at or "no time in the file"),
        Meta(label="Graded", value=graded, note=graded_at),
        Meta(label="Profile", value=clean(facts.profile, 20), note=words),
        Meta(label="Device", value=clean(facts.device, 40) or "none", note=clean(facts.memory, 30)),
    )


def _waiting(assessment: Assessment) -> tuple[str, tuple[str, ...], str]:
    """Which criteria wait for a person, and between what the final score lies."""
    if not assessment.provisional:
        return "", (), ""
    open_ = [c for c in assessment.judged() if c.earned is None]
    assessed = assessment.possible - assessment.waiting
    low, high = numbers.points(assessment.earned), numbers.points(assessment.earned + assessment.waiting)
    if assessed == 0:
        return "No points are taken: a person decides, and the final score is still open.", (), ""
    before = f"{numbers.possible(assessed)} points are assessed. {'Criterion' if len(open_) == 1 else 'Criteria'}"
    listed = tuple(c.number for c in open_[:_LINKS])
    others = f"and {len(open_) - _LINKS} more " if len(open_) > _LINKS else ""
    verb = "waits" if len(open_) == 1 else "wait"
    after = (
        f"{others}({numbers.possible(assessment.waiting)} {'point' if assessment.waiting == 1 else 'points'}) {verb} "
        f"for a person; the final score lies between {low} and {high}."
    )
    return before, listed, after


def _alerts(facts: ReportFacts) -> tuple[Alert, ...]:
    alerts: list[Alert] = []
    submission, evidence = facts.submission, facts.evidence
    if submission.notebook is None and submission.staff_acts:
        alerts += _staff_alerts(submission)
    elif submission.notebook is None:
        problem = clean(submission.problem or "Nothing that could be run was found.", 400)
        fix = clean(
            submission.fix
            or "Hand in one Jupyter notebook (.ipynb) or one Python script (.py) that opens on your machine.",
            400,
        )
        alerts.append(Alert(title="What happened", text=prose(sentence(problem))))
        alerts.append(
            Alert(
                title="What was looked for",
                text=prose(
                    "One notebook (.ipynb) or one Python script (.py) that can be read: alone, in a folder or in a zip."
                ),
            )
        )
        alerts.append(
            Alert(
                title="What it costs",
                text=prose("No points are taken. A member of the course staff decides what counts."),
            )
        )
        alerts.append(Alert(title="What to do", text=prose(sentence(fix))))
    elif evidence is None:
        happened = "The notebook was read, but there is no run of it to judge. No points are taken."
        alerts.append(Alert(title="What happened", text=prose(happened)))
        alerts.append(Alert(title="What to do", text=prose("Nothing for you to do: the course staff runs it.")))
    elif evidence.ending.kind not in (EndingKind.FINISHED, EndingKind.CELL_FAILED):
        detail = sentence(clean(evidence.ending.detail, 300))
        text = f"{detail} What was seen until then counts; see “How the notebook ran”."
        alerts.append(Alert(title=f"The run {ENDINGS[evidence.ending.kind]}", text=prose(text)))
    if facts.isolation is not None and facts.isolation.level == "none":
        alerts.append(
            Alert(
                title="Run without isolation",
                text=prose("This is a check on a machine of one’s own; grading by the course runs in a sandbox."),
            )
        )
    return tuple(alerts)


def _staff_alerts(submission: Submission) -> list[Alert]:
    """The grader may not read the files: nothing was wrong with what was handed in, as far as anyone can tell."""
    problem = sentence(clean(submission.problem or "What was handed in could not be read by the grader.", 400))
    fix = clean(submission.fix or "let the user that runs the grader read it", 400)
    return [
        Alert(title="What happened", text=prose(f"{problem} That is no fault of yours.")),
        Alert(title="What it costs", text=prose("No points are taken. It is graded as soon as it can be read.")),
        Alert(title="What to do", text=prose(f"Nothing for you to do. The course staff: {sentence(fix)}")),
    ]


def _sentences(facts: ReportFacts) -> list[str]:
    """At most three: what works, what costs most, what else to know. Every word follows from the outcomes."""
    assessment = facts.assessment
    if facts.submission.notebook is None and facts.submission.staff_acts:
        return [
            "What you handed in could not be opened on the grading machine, so nothing was run and nothing was judged."
        ]
    if facts.submission.notebook is None:
        return ["Your submission could not be read, so nothing was run and nothing was judged."]
    if assessment.waiting == assessment.possible:
        return ["Nothing could be judged by the grader: every criterion waits for a person, and no points are taken."]
    return [s for s in (_works(facts), _costs(assessment), _else(facts)) if s]


def _works(facts: ReportFacts) -> str:
    judged = [c for c in facts.assessment.judged() if c.earned is not None]
    met = sum(c.verdict is Verdict.MET for c in judged)
    measured = _measured(facts)
    if met == len(judged):
        marks = "your work earns full marks on every criterion"
        if facts.assessment.provisional:
            marks = f"all {count(len(judged), 'criterion', 'criteria')} that could be assessed earn full marks"
    elif met:
        verb = "earns" if met == 1 else "earn"
        marks = f"{met} of {count(len(judged), 'criterion', 'criteria')} {verb} full marks"
    else:
        marks = ""
    text = f"{measured}, and {marks}" if measured and marks else measured or marks
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _measured(facts: ReportFacts) -> str:
    """'your RNN and LSTM call 98.4 % and 98.5 % of 1,115 test rows right' for models that beat a constant answer."""
    good: list[tuple[str, float, int]] = []
    for case in facts.cases.values():
        for role, match in case.roles.items():
            seen = case.measurements.by_model.get(match.model.id) if match.model is not None else None
            if seen is None or "accuracy" not in seen.metrics or seen.trained_on_test:
                continue
            accuracy, majority = seen.metrics["accuracy"], seen.metrics.get("majority")
            if majority is None or accuracy.low > majority.value:
                good.append((role_name(role), accuracy.value, accuracy.n))
    if not good or len({n for _, _, n in good}) != 1:
        return ""
    names = numbers.ordinal_list([name for name, _, _ in good[:3]])
    shares = numbers.ordinal_list([numbers.share(value) for _, value, _ in good[:3]])
    verb = "calls" if len(good) == 1 else "call"
    return f"your {names} {verb} {shares} of {numbers.whole(good[0][2])} test rows right"


def _costs(assessment: Assessment) -> str:
    """What one cause costs, as the list of fixes beneath counts it."""
    groups = by_cause(assessment)
    if not groups:
        return ""
    worst = groups[0]
    named = _named(worst[0]) if len(worst) == 1 else _numbers(worst)
    if len(groups) == 1:
        return f"All {_lost(assessment)} lost stand in {named}: {_because(worst[0])}"
    lost = numbers.points(sum((c.lost for c in worst), Fraction(0)))
    return f"Most is lost in {named}, {lost} of {_lost(assessment)}: {_because(worst[0])}"


def _numbers(criteria: list[Judged]) -> str:
    """'1.6, 1.7 and 1.8, for one cause'; a long list is cut."""
    shown = [c.number for c in criteria[:_LINKS]]
    if len(criteria) > _LINKS:
        shown.append(f"{len(criteria) - _LINKS} more")
    return f"{numbers.ordinal_list(shown)}, for one cause"


def _lost(assessment: Assessment) -> str:
    lost = sum((c.lost for c in assessment.judged()), assessment.possible * 0)
    return f"{numbers.points(lost)}{NBSP}{'point' if lost == 1 else 'points'}"


def _named(criterion: Judged) -> str:
    return f"{criterion.number} “{clean(criterion.title, 60)}”"


def _because(criterion: Judged) -> str:
    """The first sentence of the outcome, cut where it is long."""
    first = clean(criterion.outcome.because, _FIRST_WITHIN).partition(". ")[0]
    return sentence(clean_words(first, _BECAUSE))


def _else(facts: ReportFacts) -> str:
    """What is left to say: a run that ended early, claims that do not hold, or that all hold."""
    evidence = facts.evidence
    if evidence is not None and evidence.ending.kind not in (EndingKind.FINISHED, EndingKind.CELL_FAILED):
        return f"The run {ENDINGS[evidence.ending.kind]}, so later cells were not seen."
    failed = sum(cell.status == "failed" for cell in evidence.cells) if evidence is not None else 0
    total = len(facts.findings)
    wrong = sum(f.verdict is ClaimVerdict.CONTRADICTED for f in facts.findings)
    parts: list[str] = []
    if failed:
        parts.append(f"{count(failed, 'cell fails', 'cells fail')} on a run from top to bottom")
    if wrong:
        verb = "is" if wrong == 1 else "are"
        parts.append(
            f"{wrong} of the {count(total, 'figure')} you wrote {verb} contradicted by what your own code does"
        )
    return f"{', and '.join(parts)}." if parts else ""
