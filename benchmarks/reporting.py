"""Judging stored evidence and printing reports: seconds per submission, and the size of what comes out."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from grader.judging import judge
from grader.measure.classification import measure
from grader.report.html import render_html
from grader.report.pdf import render_pdf
from grader.report.preview_cases import weak
from grader.report.view import build_report
from grader.rubric.parse import read_rubric
from tests.evidence.builders import good_evidence, labels

RUNS = 5
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
        ("measure one attempt of 60 rows", f"{_cpu(lambda: measure(evidence, truth), 20) * 1000:.1f} ms", ""),
        ("judge one attempt of 60 rows: measure, score, audit", f"{judging * 1000:.1f} ms", ""),
        ("HTML report", f"{_cpu(lambda: render_html(view)) * 1000:.0f} ms, {len(html) / 1e6:.2f} MB", "1.5 MB"),
        ("PDF report", f"{_cpu(lambda: render_pdf(view)):.1f} s, {len(pdf) / 1e6:.2f} MB", "4 s, 1 MB"),
    ]
