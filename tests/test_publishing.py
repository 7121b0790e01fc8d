from __future__ import annotations

import csv
import shutil
from concurrent.futures import Future
from pathlib import Path

import pytest

from grader.clock import FixedClock
from grader.course import Course
from grader.events import Event, ReportWritten, SubmissionAssessed, Warned
from grader.faults import MachineError
from grader.pipeline import Graded, grade_folder
from grader.printing import PageNotPrintedError, Press
from grader.publishing import ClassReport, Publisher
from grader.report.facts import ReportFacts
from grader.report.view import ReportView, build_report
from grader.task import open_task
from tests.replay import ASSIGNMENT, ReplayExecutor, hand_in, make_bench, make_course

CLOCK = FixedClock("2026-11-20T08:12:00Z")


class StandInPress:
    """Prints nothing. `pages` are what it was given; those of `faults`, counted from 1, raise what goes with them."""

    def __init__(self, faults: dict[int, Exception] | None = None) -> None:
        self.faults = faults or {}
        self.pages: list[str] = []

    def print(self, page: str) -> Future[bytes]:
        self.pages.append(page)
        printed = Future[bytes]()
        number = len(self.pages)
        if number in self.faults:
            printed.set_exception(self.faults[number])
        else:
            printed.set_result(f"%PDF-{number}".encode())
        return printed


def publish(
    course: Course, events: list[Event], clock: FixedClock = CLOCK, *, press: Press | None = None
) -> ClassReport:
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    bench = make_bench(course, ReplayExecutor(), events.append)
    with Publisher(task, clock, events.append, press=press) as publisher:
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


def test_a_pdf_is_printed_again_only_when_its_page_changed(tmp_path: Path) -> None:
    course, press = make_course(tmp_path, ("ada", "ben")), StandInPress()
    publish(course, [], press=press)
    assert len(press.pages) == 2
    publish(course, [], press=press)
    assert len(press.pages) == 2
    hand_in(tmp_path, "ben", first="# ben, once more")
    publish(course, [], press=press)
    assert len(press.pages) == 3
    assert "ben" in press.pages[2]
    assert (course.reports / ASSIGNMENT / "ben.pdf").read_bytes() == b"%PDF-3"


def test_without_pdf_none_is_left_that_contradicts_its_page(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada",))
    pdf = course.reports / ASSIGNMENT / "ada.pdf"
    publish(course, [], press=StandInPress())
    assert publish(course, []).rows[0].pdf == pdf
    hand_in(tmp_path, "ada", first="# ada, once more")
    assert publish(course, []).rows[0].pdf is None
    assert not pdf.exists()


def test_a_page_waits_for_no_pdf_and_a_class_for_all(tmp_path: Path) -> None:
    """The old PDF of a page that changed is gone at once; the new one is there when the class is finished."""
    course, events, slow = make_course(tmp_path, ("ada",)), list[Event](), Future[bytes]()
    publish(course, [], press=StandInPress())
    hand_in(tmp_path, "ada", first="# ada, once more")
    press = StandInPress()
    press.print = lambda page: slow  # type: ignore[method-assign]
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    with Publisher(task, CLOCK, events.append, press=press) as publisher:
        for one in grade_folder(
            task, course.root / "submissions" / ASSIGNMENT, make_bench(course, ReplayExecutor()), jobs=1
        ):
            pdf = publisher.publish(one).pdf
        assert pdf is not None
        assert not pdf.exists()
        assert [type(event) for event in events] == [SubmissionAssessed]
        slow.set_result(b"%PDF-slow")
        publisher.finish()
    assert pdf.read_bytes() == b"%PDF-slow"
    assert [type(event) for event in events] == [SubmissionAssessed, ReportWritten]


def test_a_page_that_kills_its_printer_gives_way_to_one_of_the_points_alone(tmp_path: Path) -> None:
    course, events = make_course(tmp_path), list[Event]()
    press = StandInPress({1: PageNotPrintedError("its printer was killed by signal 9")})
    report = publish(course, events, press=press)
    (warning,) = [event for event in events if isinstance(event, Warned)]
    assert "signal 9" in warning.text
    assert len(press.pages) == 4
    assert len(press.pages[1]) < len(press.pages[0]) - 10_000
    assert sorted(event.submission for event in events if isinstance(event, ReportWritten)) == ["ada", "ben", "cleo"]
    assert all(row.pdf is not None and row.pdf.is_file() for row in report.rows)
    pages = [len((course.reports / ASSIGNMENT / f"{name}.html").read_bytes()) for name in ("ada", "ben", "cleo")]
    assert sum(size < max(pages) - 10_000 for size in pages) == 1


def test_when_no_page_at_all_can_be_printed_it_is_the_machines_fault(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada",))
    dead = PageNotPrintedError("its printer was killed by signal 9")
    press = StandInPress({1: dead, 2: dead})
    with pytest.raises(MachineError, match="signal 9"):
        publish(course, [], press=press)


def test_a_full_disk_stops_the_class_and_leaves_no_half_file(tmp_path: Path) -> None:
    course = make_course(tmp_path, ("ada",))
    press = StandInPress({1: MachineError("no space left on device", where="/tmp", fix="make room")})
    with pytest.raises(MachineError, match="no space"):
        publish(course, [], press=press)
    assert [path.name for path in (course.reports / ASSIGNMENT).iterdir()] == ["ada.html"]


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

    monkeypatch.setattr("grader.reports.build_report", stumble)
    course, events = make_course(tmp_path), list[Event]()
    report = publish(course, events)
    assert [row.submission for row in report.rows] == ["ada", "ben", "cleo"]
    assert (course.reports / ASSIGNMENT / "ben.html").is_file()
    assert [event.where for event in events if isinstance(event, Warned)] == ["ben"]
