"""Judging stored evidence and printing reports: seconds per submission, and the size of what comes out."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from grader.clock import FixedClock
from grader.events import ignore
from grader.judging import judge
from grader.measure.measuring import measure
from grader.pipeline import grade_folder
from grader.publishing import DATABASE, Publisher
from grader.report.html import render_html
from grader.report.pdf import render_pdf
from grader.report.preview_weak import weak
from grader.report.view import build_report
from grader.rescoring import open_stored, rescore
from grader.rubric.parse import read_rubric
from grader.task import open_task
from tests.evidence.builders import good_evidence, labels
from tests.replay import ASSIGNMENT, ReplayExecutor, make_bench, make_course

RUNS = 5
CLASS = 200
RUBRIC = Path(__file__).parent.parent / "rubrics" / "aml-a2-sequences.yaml"


def _cpu(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median processor seconds; the first run warms up and does not count."""
    work()
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def score_class() -> float:
    """Processor seconds of `grader score --no-pdf` for a class under a rubric that changed; nothing is executed."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder), tuple(f"student-{number:03d}" for number in range(CLASS)))
        submissions, clock = course.root / "submissions" / ASSIGNMENT, FixedClock("2026-11-20T08:12:00Z")
        task = open_task(course, ASSIGNMENT, data=None, profile="quick")
        with Publisher(task, clock, ignore, press=None) as publisher:
            for graded in grade_folder(task, submissions, make_bench(course, ReplayExecutor()), jobs=1):
                publisher.publish(graded)
        rubric = course.rubric(ASSIGNMENT)
        rubric.write_text(rubric.read_text().replace("title: SMS spam", "title: Messages", 1))
        started = time.process_time()
        stored = open_stored(course, ASSIGNMENT, data=None, listener=ignore, database=course.store / DATABASE)
        with Publisher(stored.task, clock, ignore, press=None) as publisher:
            for graded in rescore(stored, submissions):
                publisher.publish(graded)
            publisher.finish()
        return time.process_time() - started


def rows() -> list[tuple[str, str, str]]:
    """(what, measured, budget) for the table."""
    truth = {"sms-spam": labels()}
    rubric = read_rubric(RUBRIC)
    with tempfile.TemporaryDirectory() as folder:
        evidence = good_evidence(Path(folder))
    view = build_report(weak())
    judging = _cpu(lambda: judge(rubric, None, evidence, truth, {}, full_profile=False), 20)
    html, pdf = render_html(view), render_pdf(view)
    return [
        (
            f"`grader score` of {CLASS} stored attempts under a changed rubric, without PDF",
            f"{score_class():.1f} s",
            "5 s",
        ),
        ("measure one attempt of 60 rows", f"{_cpu(lambda: measure(evidence, truth), 20) * 1000:.1f} ms", ""),
        ("judge one attempt of 60 rows: measure, score, audit", f"{judging * 1000:.1f} ms", ""),
        ("HTML report", f"{_cpu(lambda: render_html(view)) * 1000:.0f} ms, {len(html) / 1e6:.2f} MB", "1.5 MB"),
        ("PDF report", f"{_cpu(lambda: render_pdf(view)):.1f} s, {len(pdf) / 1e6:.2f} MB", "4 s, 1 MB"),
    ]
