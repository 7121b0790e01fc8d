"""The report as people read it, kept whole: a change is a diff to review. `pytest --update-golden` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.report.overview import build_overview, render_overview
from grader.report.preview_class import class_of
from tests.report.pages import html_of

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
SCRUBS = (  # style sheets, fonts and pictures are long and are looked at elsewhere
    (re.compile(r"<style>.*?</style>", re.S), "<style>SHEET</style>"),
    (re.compile(r"sha256-[A-Za-z0-9+/]+=*(&#39;)?"), r"sha256-SHEET\1"),
    (re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+"), "data:PICTURE"),
    (re.compile(r'd="M[^"]{1500,}"'), 'd="POINTS"'),
)


def scrubbed(html: str) -> str:
    for pattern, instead in SCRUBS:
        html = pattern.sub(instead, html)
    return html


@pytest.mark.parametrize(
    "case",
    ["good", "weak", "hostile", "unreadable", "closed", "timed-out", "no-reference", "deep-model", "pictures", "texts"],
)
def test_the_report_reads_as_agreed(case: str, update_golden: bool) -> None:
    check(scrubbed(html_of(case)), GOLDEN / f"{case}.html", update_golden)


def test_the_overview_reads_as_agreed(update_golden: bool) -> None:
    html = render_overview(build_overview(class_of(24)))
    check(scrubbed(html), GOLDEN / "overview.html", update_golden)


def check(html: str, golden: Path, update: bool) -> None:
    if update:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(html, encoding="utf-8")
    assert golden.is_file(), f"{golden} is missing; look at the report, then run pytest --update-golden"
    # Compared by lines: a diff of the first ones is readable, that of one long string is not.
    assert html.splitlines() == golden.read_text(encoding="utf-8").splitlines()
