from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from grader.clock import FixedClock
from grader.course import Course
from grader.events import Event, ReportWritten, Warned
from grader.pipeline import Graded, grade_folder, open_task
from grader.publishing import ClassReport, Publisher
from grader.report.facts import ReportFacts
from grader.report.view import ReportView, build_report
from tests.replay import ASSIGNMENT, ReplayExecutor, hand_in, make_bench, make_course

CLOCK = FixedClock("2026-11-20T08:12:00Z")


def publish(course: Course, events: list[Event], clock: FixedClock = CLOCK, *, pdf: bool = False) -> ClassReport:
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    bench = make_bench(course, ReplayExecutor(), events.append)
    with Publisher(task, clock, events.append, pdf=pdf) as publisher:
        graded: list[Graded] = list(grade_folder(task, course.root / "submissions" / ASSIGNMENT, bench, jobs=1))
        for one in graded:
            publisher.publish(one)
        return publisher.finish()


def test_every_submission_has_a_report_a_row_and_a_line(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (course.root / "submissions" / ASSIGNMENT / "zoe").mkdir()
    events: list[Event] = []
    report = publish(course, events)
    assert [row.submission for row in report.rows] == ["ada", "ben", "cleo", "zoe"]
    assert sum(isinstance(event, ReportWritten) for event in events) == 4
    for name in ("ada", "ben", "cleo", "zoe"):
        assert (course.reports / ASSIGNMENT / f"{name}.html").is_file()
    with (course.reports / "gradebook.csv").open(encoding="utf-8-sig") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["ada", "ben", "cleo", "zoe"]
    overview = (course.reports / "index.html").read_text(encoding="utf-8")
    assert f"{ASSIGNMENT}/zoe.html" in overview
    assert "could not run: could not run" not in overview.lower()


def test_the_same_assessment_gives_the_same_report_whenever_it_is_written(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada",))
    publish(course, [])
    first = (course.reports / ASSIGNMENT / "ada.html").read_bytes()
    publish(course, [], FixedClock("2027-01-01T00:00:00Z"))
    assert (course.reports / ASSIGNMENT / "ada.html").read_bytes() == first


def test_a_pdf_is_printed_again_only_when_its_page_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course, printed = make_course(tmp_path, ("ada", "ben")), list[ReportView]()

    def count(view: ReportView) -> bytes:
        printed.append(view)
        return b"%PDF-"

    monkeypatch.setattr("grader.publishing.render_pdf", count)
    publish(course, [], pdf=True)
    assert len(printed) == 2
    publish(course, [], pdf=True)
    assert len(printed) == 2
    hand_in(tmp_path, "ben", first="# ben, once more")
    publish(course, [], pdf=True)
    assert [view.student for view in printed[2:]] == ["ben"]


def test_without_pdf_none_is_left_that_contradicts_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.publishing.render_pdf", lambda view: b"%PDF-")
    course = make_course(tmp_path, ("ada",))
    pdf = course.reports / ASSIGNMENT / "ada.pdf"
    publish(course, [], pdf=True)
    assert publish(course, [], pdf=False).rows[0].pdf == pdf
    hand_in(tmp_path, "ada", first="# ada, once more")
    assert publish(course, [], pdf=False).rows[0].pdf is None
    assert not pdf.exists()


def test_points_that_moved_are_named(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada", "ben"))
    assert publish(course, []).changes == ()
    rubric = course.rubric(ASSIGNMENT)
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(text.replace("check: runs", "check: manual\n        ask: Does it run?", 1), encoding="utf-8")
    changes = publish(course, []).changes
    assert [change.partition(":")[0] for change in changes] == ["ada", "ben"]
    assert "now" in changes[0]


def test_what_was_taken_away_is_in_neither_overview_nor_gradebook(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada", "ben"))
    publish(course, [])
    shutil.rmtree(course.root / "submissions" / ASSIGNMENT / "ben")
    publish(course, [])
    with (course.reports / "gradebook.csv").open(encoding="utf-8-sig") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["ada"]


def test_a_missing_reference_is_said(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada",))
    course.reference(ASSIGNMENT, "spam").unlink()
    (warning,) = publish(course, []).warnings
    assert "spam" in warning


def test_a_report_that_cannot_be_made_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(facts: ReportFacts) -> ReportView:
        if facts.submission.id == "ben" and facts.evidence is not None:
            raise ZeroDivisionError
        return build_report(facts)

    monkeypatch.setattr("grader.publishing.build_report", stumble)
    course, events = make_course(tmp_path), list[Event]()
    report = publish(course, events)
    assert [row.submission for row in report.rows] == ["ada", "ben", "cleo"]
    assert (course.reports / ASSIGNMENT / "ben.html").is_file()
    assert [event.where for event in events if isinstance(event, Warned)] == ["ben"]
