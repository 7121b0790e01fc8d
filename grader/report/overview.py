"""The class on one page, for course staff: scores, what was hard, who needs a person, what stood out, everyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

from markupsafe import Markup

from grader.assessment import Assessment, Verdict
from grader.report import numbers, spread
from grader.report.charts import bars, histogram, run_times
from grader.report.facts import OverviewFacts, OverviewRow
from grader.report.html import page_style, policy, shipped
from grader.report.numbers import count, duration, fixed, share, whole
from grader.report.summary import Meta
from grader.report.templates import Templates
from grader.report.text import NAME_LIMIT, clean, clean_words, sentence

REVIEW_OPEN, NOTES_OPEN = 10, 10  # rows of a list that are not folded away
_FEWEST_FOR_R = 8
_CHECK_BELOW, _CHECK_SHARE = 0.10, 0.10  # r under the first though at least the second did not meet it


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardRow:
    number: str
    title: str
    bar: Markup
    met: str
    won: str
    r: str
    check: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    who: str
    target: str
    why: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    who: str
    target: str
    seconds: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    who: str
    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryRow:
    who: str
    target: str
    student: str
    score: str
    state: str  # "final", "provisional", "not scored"
    ending: str
    claims: str
    seconds: str
    html: str | None
    pdf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    language: str
    title: str
    document_title: str
    run_words: str
    metas: tuple[Meta, ...]
    warnings: tuple[str, ...]
    histogram: Markup | None
    histogram_words: str
    no_scores: str
    figures: tuple[Figure, ...]
    scored_words: str  # "n = 82"
    has_provisional: bool
    possible: str
    hard: tuple[HardRow, ...]
    hard_note: str
    review: tuple[ReviewRow, ...]
    review_folded: tuple[ReviewRow, ...]
    review_folded_words: str
    review_words: str
    times: Markup | None
    times_words: str
    outliers: tuple[TimeRow, ...]
    no_outliers: str
    notes: tuple[NoteRow, ...]
    notes_folded: tuple[NoteRow, ...]
    notes_folded_words: str
    every: tuple[EveryRow, ...]
    every_words: str
    foot: str


def build_overview(facts: OverviewFacts) -> OverviewView:
    """Pure: same facts, same bytes. Submissions are named by id; names stand in the last table alone."""
    scored = [row for row in facts.rows if _is_scored(row)]
    date, at = numbers.moment(facts.graded_at)
    title = clean(facts.title, 90)
    review = _review(facts.rows)
    times, times_words, outliers = _times(facts)
    notes = tuple(
        NoteRow(who=_who(row), target=_target(row), text=sentence(clean_words(note, 300)))
        for row in facts.rows
        for note in row.notes
    )
    return OverviewView(
        language="en",
        title=title,
        document_title=f"Class overview · {title}",
        run_words=f"grader {clean(facts.version, 30)} · run of {date}, {at}",
        metas=_metas(facts, scored),
        warnings=tuple(sentence(clean_words(warning, 400)) for warning in facts.warnings),
        histogram=_histogram(facts, scored),
        histogram_words=_histogram_words(facts, len(scored)),
        no_scores="" if scored else "No submission has a score yet, so there is no distribution to draw.",
        figures=_figures(scored),
        scored_words=f"n = {len(scored)}",
        has_provisional=any(row.assessment is not None and row.assessment.provisional for row in scored),
        possible=numbers.possible(facts.possible),
        hard=_hard(scored),
        hard_note=_hard_note(scored),
        review=review[:REVIEW_OPEN],
        review_folded=review[REVIEW_OPEN:],
        review_folded_words=f"{len(review) - REVIEW_OPEN} more" if len(review) > REVIEW_OPEN else "",
        review_words=f"most points first, {count(len(review), 'submission')}" if review else "",
        times=times,
        times_words=times_words,
        outliers=outliers,
        no_outliers="" if outliers else "No run time lies far from the others.",
        notes=notes[:NOTES_OPEN],
        notes_folded=notes[NOTES_OPEN:],
        notes_folded_words=f"{len(notes) - NOTES_OPEN} more" if len(notes) > NOTES_OPEN else "",
        every=tuple(_every(row) for row in facts.rows),
        every_words=f"{count(len(facts.rows), 'submission')}, by id",
        foot=f"{clean(facts.assignment, 60)} · {clean(facts.profile, 20)} profile",
    )


def render_overview(view: OverviewView, *, templates: Templates | None = None) -> str:
    """The overview as one HTML file under the same rules as the reports; links lead to the reports beside it."""
    source = templates or shipped()
    style = page_style(source, "overview.css")
    return source.render("report/overview.html.j2", view=view, medium="screen", style=style, policy=policy(style))


def _is_scored(row: OverviewRow) -> bool:
    return row.ran and row.assessment is not None and row.assessment.waiting < row.assessment.possible


def _assessed(rows: Sequence[OverviewRow]) -> list[Assessment]:
    return [row.assessment for row in rows if row.assessment is not None]


def _metas(facts: OverviewFacts, scored: Sequence[OverviewRow]) -> tuple[Meta, ...]:
    rows = facts.rows
    provisional = sum(a.provisional for a in _assessed(scored))
    claims = sum(row.claims.total for row in rows)
    wrong = sum(row.claims.contradicted for row in rows)
    with_wrong = sum(row.claims.contradicted > 0 for row in rows)
    seconds = [row.run_seconds for row in rows if row.run_seconds is not None]
    median = f"median {duration(spread.quartiles(seconds)[1])}" if seconds else "nothing was run"
    waiting = sum(a.provisional for a in _assessed(rows)) + sum(row.assessment is None for row in rows)
    return (
        Meta(label="Submissions", value=whole(len(rows)), note=f"{clean(facts.profile, 20)} profile"),
        Meta(label="Graded", value=whole(len(scored)), note="at least in part"),
        Meta(label="Could not run", value=whole(sum(not row.ran for row in rows)), note="not scored"),
        Meta(label="Wait for a person", value=whole(waiting), note=f"{provisional} provisional"),
        Meta(
            label="Claims contradicted",
            value=f"{whole(wrong)} of {whole(claims)}",
            note=f"in {count(with_wrong, 'submission')}",
        ),
        Meta(label="Machine time", value=duration(sum(seconds)), note=median),
    )


def _histogram(facts: OverviewFacts, scored: Sequence[OverviewRow]) -> Markup | None:
    if not scored or facts.possible <= 0:
        return None
    final = [a.earned for a in _assessed(scored) if not a.provisional]
    open_ = [a.earned for a in _assessed(scored) if a.provisional]
    low, middle, high = spread.quartiles([float(a.earned) for a in _assessed(scored)])
    title = (
        f"Total scores of {count(len(scored), 'submission')}: median {fixed(middle, 1)}, middle half {fixed(low, 1)} "
        f"to {fixed(high, 1)} of {numbers.possible(facts.possible)} points; {len(open_)} provisional."
    )
    return histogram.draw(
        final, open_, facts.possible, median=middle, quartiles=(low, high), title=title, css="histogram"
    )


def _histogram_words(facts: OverviewFacts, scored: int) -> str:
    width = facts.possible / histogram.BINS
    return f"{count(scored, 'submission')}, bins of {numbers.setting(float(width))} points, lower edge included"


def _figures(scored: Sequence[OverviewRow]) -> tuple[Figure, ...]:
    assessments = _assessed(scored)
    if not assessments:
        return ()
    totals = [float(a.earned) for a in assessments]
    low, middle, high = spread.quartiles(totals)
    sd = spread.deviation(totals)
    mean = fixed(sum(totals) / len(totals), 1)
    figures = [
        Figure(
            name="Mean ± s.d." if sd is not None else "Mean", value=mean if sd is None else f"{mean} ± {fixed(sd, 1)}"
        ),
        Figure(name="Median", value=fixed(middle, 1)),
        Figure(name="Quartiles", value=f"{fixed(low, 1)} to {fixed(high, 1)}"),
        Figure(name="Lowest, highest", value=f"{fixed(min(totals), 1)}, {fixed(max(totals), 1)}"),
    ]
    for i, problem in enumerate(assessments[0].problems):
        earned = [float(a.problems[i].earned) for a in assessments if i < len(a.problems)]
        name = f"Problem {i + 1}, mean of {numbers.possible(problem.possible)}"
        figures.append(Figure(name=name, value=fixed(sum(earned) / len(earned), 1)))
    open_ = sum(a.provisional for a in assessments)
    figures.append(Figure(name="Provisional", value=f"{open_} of {len(assessments)}"))
    return tuple(figures)


def _hard(scored: Sequence[OverviewRow]) -> tuple[HardRow, ...]:
    """Criteria by share met, the hardest first; only submissions in which the criterion was assessed count."""
    assessments = _assessed(scored)
    titles = {c.number: clean(c.title, 70) for a in assessments for c in a.judged()}
    found: list[tuple[float, float, HardRow]] = []
    for number, title in titles.items():
        judged = [(a, c) for a in assessments for c in a.judged() if c.number == number and c.earned is not None]
        if not judged:
            continue
        n = len(judged)
        met = sum(c.verdict is Verdict.MET for _, c in judged)
        partly = sum(c.verdict is Verdict.PARTLY for _, c in judged)
        won = [float((c.earned or Fraction(0)) / c.possible) for _, c in judged]
        rest = [float(a.earned - (c.earned or Fraction(0))) for a, c in judged]
        r = spread.correlation(won, rest, _FEWEST_FOR_R)
        check = r is not None and r < _CHECK_BELOW and (n - met) / n >= _CHECK_SHARE
        words = f"{number}: met in {met}, partly in {partly}, not met in {n - met - partly} of {n}."
        row = HardRow(
            number=number,
            title=title,
            bar=bars.outcomes(met, partly, n - met - partly, words, "outcomes"),
            met=share(met / n, 0),
            won=share(sum(won) / n, 0),
            r=numbers.DASH if r is None else fixed(r, 2),
            check=check,
        )
        found.append((met / n, sum(won) / n, row))
    return tuple(row for _, _, row in sorted(found, key=lambda f: f[:2]))


def _hard_note(scored: Sequence[OverviewRow]) -> str:
    words = "r: correlation with the rest of the score"
    found = Counter(c.number for a in _assessed(scored) for c in a.judged() if c.earned is not None)
    fewer = [f"{number}: {n}" for number, n in found.items() if n < len(scored)]
    but = f" ({', '.join(fewer)})" if fewer else ""
    n = f"n = {len(scored)}{but}."
    if len(scored) < _FEWEST_FOR_R:
        return f"{words}; it needs {_FEWEST_FOR_R} submissions. {n}"
    check = "“Check”: r under 0.10 though a tenth or more did not meet it; the criterion may be at fault."
    return f"{words}. {check} {n}"


def _review(rows: Sequence[OverviewRow]) -> tuple[ReviewRow, ...]:
    """Who waits for a person and for how many points, most first."""
    found: list[tuple[Fraction, ReviewRow]] = []
    for row in rows:
        if row.assessment is not None and not row.assessment.provisional:
            continue
        if row.assessment is None:
            found.append(
                (
                    Fraction(10**9),
                    ReviewRow(who=_who(row), target=_target(row), why=clean(row.ending, 90), points=numbers.DASH),
                )
            )
            continue
        waiting = [c for c in row.assessment.judged() if c.earned is None]
        if not row.ran:
            why = f"Could not run: {clean(row.ending, 90)}"
        else:
            others = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
            why = f"{waiting[0].number}{others}: {clean(waiting[0].outcome.because, 80)}"
        points = row.assessment.waiting
        found.append((points, ReviewRow(who=_who(row), target=_target(row), why=why, points=numbers.points(points))))
    return tuple(row for _, row in sorted(found, key=lambda f: -f[0]))


def _times(facts: OverviewFacts) -> tuple[Markup | None, str, tuple[TimeRow, ...]]:
    ran = [(row, row.run_seconds) for row in facts.rows if row.run_seconds is not None and row.run_seconds > 0]
    if not ran:
        return None, "nothing was run", ()
    seconds = [value for _, value in ran]
    usual = spread.usual_range(seconds)
    outlier = [not usual[0] <= value <= usual[1] for value in seconds]
    middle = spread.quartiles(seconds)[1]
    title = (
        f"Run times of {count(len(ran), 'submission')}: {duration(min(seconds))} to {duration(max(seconds))}, "
        f"median {duration(middle)}; {count(sum(outlier), 'outlier')}."
    )
    drawing = run_times.draw(seconds, outlier, usual, facts.wall_limit_seconds, title, "run-times")
    out = sorted((pair for pair, is_out in zip(ran, outlier, strict=True) if is_out), key=lambda p: -p[1])
    rows = tuple(
        TimeRow(who=_who(row), target=_target(row), seconds=duration(value), why=clean(row.ending, 70))
        for row, value in out[:10]
    )
    return drawing, f"log scale, {count(len(ran), 'run')}; shaded: usual", rows


def _every(row: OverviewRow) -> EveryRow:
    scored = _is_scored(row)
    assessment = row.assessment
    claims = f"{row.claims.contradicted} of {row.claims.total}" if row.claims.total else numbers.DASH
    state = "not scored"
    if scored and assessment is not None:
        state = "provisional" if assessment.provisional else "final"
    return EveryRow(
        who=_who(row),
        target=_target(row),
        student=clean(row.student, NAME_LIMIT) or "no name",
        score=numbers.points(assessment.earned) if scored and assessment is not None else numbers.DASH,
        state=state,
        ending=clean(row.ending, 120),
        claims=claims,
        seconds=duration(row.run_seconds) if row.run_seconds is not None else numbers.DASH,
        html=_file(row.html),
        pdf=_file(row.pdf),
    )


def _who(row: OverviewRow) -> str:
    return clean(row.id, 60)


def _target(row: OverviewRow) -> str:
    kept = "".join(sign if sign.isalnum() and sign.isascii() else f"-{ord(sign):x}-" for sign in row.id)
    return f"submission-{kept}"


def _file(name: str | None) -> str | None:
    """A plain relative path, percent-encoded: what a student is called must not make a link lead elsewhere."""
    if not name:
        return None
    path = quote(name.replace("\\", "/").lstrip("/"), safe="/")
    return None if ".." in path.split("/") else path
