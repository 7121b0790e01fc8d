"""Records are added once, kept for ever, exact to the fraction, and safe beside other processes."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.checks.base import Awarded
from grader.evidence.ending import Ending, EndingKind
from grader.faults import MachineError
from grader.gradebook.book import NOT_RUN, Gradebook
from grader.gradebook.standing import Mark
from tests.gradebook.builders import ASSIGNMENT, LATER, OUTCOMES, WHEN, assessment, submission

ENDING = Ending(kind=EndingKind.CELL_FAILED, detail="1 of 9 code cells failed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".grader" / "grader.sqlite"


def count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def fill(book: Gradebook, name: str = "ada") -> None:
    book.record_submission(ASSIGNMENT, submission(name), recorded_at=WHEN)
    book.record_attempt(ASSIGNMENT, name, key="a" * 64, profile="quick", ending=ENDING, recorded_at=WHEN)
    book.record_assessment(name, assessment(), recorded_at=WHEN)


def test_an_assessment_comes_back_exact(path: Path) -> None:
    with Gradebook(path) as book:
        fill(book)
    with Gradebook(path) as book:
        stored = book.latest_assessment(ASSIGNMENT, "ada")
    assert stored is not None
    assert [outcome.points for outcome in stored.outcomes] == [Fraction(6), Fraction(11, 2), None]
    assert [outcome.criterion for outcome in stored.outcomes] == list(OUTCOMES)
    assert (stored.outcomes[1].because, stored.outcomes[1].cells) == ("96.8 % of 1,115 test rows.", (3, 4))
    assert stored.recorded_at == WHEN


def test_fractions_are_kept_as_written(path: Path) -> None:
    with Gradebook(path) as book:
        fill(book)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT points FROM outcomes ORDER BY place").fetchall() == [
            ("6",),
            ("11/2",),
            (None,),
        ]
        assert connection.execute("SELECT earned, possible, waiting FROM assessments").fetchall() == [
            ("23/2", "18", "4")
        ]


def test_the_same_again_adds_nothing(path: Path) -> None:
    with Gradebook(path) as book:
        fill(book)
        assert not book.record_submission(ASSIGNMENT, submission(), recorded_at=LATER)
        assert not book.record_attempt(
            ASSIGNMENT, "ada", key="a" * 64, profile="quick", ending=ENDING, recorded_at=LATER
        )
        added, before = book.record_assessment("ada", assessment(), recorded_at=LATER)
        assert not added
        stored = book.latest_assessment(ASSIGNMENT, "ada")
    assert stored is not None
    assert stored == before
    assert stored.recorded_at == WHEN
    assert [count(path, name) for name in ("submissions", "attempts", "assessments", "outcomes")] == [1, 1, 1, 3]


def test_a_new_rubric_or_outcome_is_a_further_row_and_the_latest(path: Path) -> None:
    better = {**OUTCOMES, "rnn-accuracy": Awarded(Fraction(8), "98.4 %.")}
    with Gradebook(path) as book:
        fill(book)
        assert book.record_assessment("ada", assessment(rubric="s" * 64), recorded_at=LATER)[0]
        assert book.record_assessment("ada", assessment(better, rubric="s" * 64), recorded_at=LATER)[0]
        assert book.record_assessment("ada", assessment(), recorded_at=LATER)[0], "back to an earlier one is news"
        stored = book.latest_assessment(ASSIGNMENT, "ada")
    assert count(path, "assessments") == 4
    assert stored is not None
    assert (stored.rubric_digest, stored.recorded_at) == ("r" * 64, LATER)


def test_marks_of_people_stand_over_everything(path: Path) -> None:
    mark = Mark(
        assignment=ASSIGNMENT, submission="ada", problem="spam", criterion="discussion", points=Fraction(7, 2), by="B"
    )  # fmt: skip
    with Gradebook(path) as book:
        fill(book)
        assert book.record_mark(replace(mark, points=Fraction(1)), recorded_at=WHEN)
        assert book.record_mark(mark, recorded_at=LATER)
        assert not book.record_mark(mark, recorded_at=LATER)
        assert book.latest_marks(ASSIGNMENT, "ada") == (mark,)
        (standing,) = book.latest(ASSIGNMENT)
    assert (standing.earned, standing.waiting, standing.provisional) == (Fraction(15), Fraction(0), False)
    assert standing.needs_person == ""
    assert count(path, "marks") == 2


def test_a_mark_above_what_is_possible_counts_as_what_is_possible(path: Path) -> None:
    mark = Mark(
        assignment=ASSIGNMENT, submission="ada", problem="spam", criterion="discussion", points=Fraction(9), by="Dr. B"
    )  # fmt: skip
    with Gradebook(path) as book:
        fill(book)
        book.record_mark(mark, recorded_at=WHEN)
        assert book.latest(ASSIGNMENT)[0].outcomes[2].points == Fraction(4)


def test_where_submissions_stand(path: Path) -> None:
    unreadable = submission("zoe", problem="no notebook in this folder")
    with Gradebook(path) as book:
        fill(book, "ada")
        book.record_submission(ASSIGNMENT, unreadable, recorded_at=WHEN)
        book.record_submission("other", submission("eve"), recorded_at=WHEN)
        ada, zoe = book.latest(ASSIGNMENT)
    assert (ada.submission, ada.student, ada.ending) == ("ada", "Ada", "cell_failed")
    assert (ada.earned, ada.possible, ada.waiting, ada.provisional) == (Fraction(23, 2), 18, 4, True)
    assert ada.needs_person == "1.3: a person reads this"
    assert (zoe.ending, zoe.outcomes, zoe.provisional) == (NOT_RUN, (), True)
    assert zoe.needs_person == "no notebook in this folder"


def test_attempts_are_counted_by_their_keys(path: Path) -> None:
    with Gradebook(path) as book:
        assert book.attempt_number(ASSIGNMENT, "ada", "a" * 64) == 1
        fill(book)
        assert book.attempt_number(ASSIGNMENT, "ada", "a" * 64) == 1
        assert book.attempt_number(ASSIGNMENT, "ada", "b" * 64) == 2
        again = replace(ENDING, kind=EndingKind.TIMED_OUT)
        assert book.record_attempt(ASSIGNMENT, "ada", key="a" * 64, profile="quick", ending=again, recorded_at=LATER)
        assert book.attempt_number(ASSIGNMENT, "ada", "b" * 64) == 2
        assert book.latest(ASSIGNMENT)[0].ending == "timed_out"


@pytest.mark.parametrize("table", ["submissions", "attempts", "assessments", "outcomes"])
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(path: Path, table: str, change: str) -> None:
    with Gradebook(path) as book:
        fill(book)
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change.format(table))


def test_readers_see_whole_records_while_one_writes(path: Path) -> None:
    """Eight writers and four readers side by side: nothing is lost, doubled or seen in part."""
    go = threading.Barrier(12)

    def write(number: int) -> None:
        with Gradebook(path) as book:
            go.wait()
            for name in ("shared", f"own-{number}"):
                fill(book, name)

    def read() -> None:
        with Gradebook(path) as book:
            go.wait()
            for _ in range(20):
                assert all(len(standing.outcomes) in (0, 3) for standing in book.latest(ASSIGNMENT))

    with ThreadPoolExecutor(12) as pool:
        done = [pool.submit(write, number) for number in range(8)] + [pool.submit(read) for _ in range(4)]
    for future in done:
        future.result()
    assert [count(path, name) for name in ("submissions", "attempts", "assessments", "outcomes")] == [9, 9, 9, 27]


def _half_done(book: Gradebook, name: str) -> None:
    fill(book, name)
    Mark(assignment=ASSIGNMENT, submission=name, problem="spam", criterion="discussion", points=Fraction(-1), by="B")


def test_what_is_recorded_together_is_there_at_once_or_not_at_all(path: Path) -> None:
    with Gradebook(path) as book, Gradebook(path) as other:
        with book.together():
            fill(book)
            assert book.latest_assessment(ASSIGNMENT, "ada") is not None
            assert other.latest(ASSIGNMENT) == ()
        assert [standing.submission for standing in other.latest(ASSIGNMENT)] == ["ada"]
        with pytest.raises(ValueError, match="a mark of -1 points"), book.together():
            _half_done(book, "ben")
        assert [standing.submission for standing in other.latest(ASSIGNMENT)] == ["ada"]
        assert book.record_submission(ASSIGNMENT, submission("ben"), recorded_at=LATER), "and it goes on as before"


def test_it_writes_ahead(path: Path) -> None:
    Gradebook(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_is_no_gradebook_is_the_machines_fault(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is not a database, it only lies where one is expected" * 50)
    with pytest.raises(MachineError, match="not a database") as raised:
        Gradebook(path)
    assert "grader score" in str(raised.value)


def test_a_later_version_is_left_alone(path: Path) -> None:
    Gradebook(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(MachineError, match="of version 7, this grader knows up to 1"):
        Gradebook(path)


@pytest.mark.parametrize("changes", [{"points": Fraction(-1)}, {"by": "  "}])
def test_a_mark_needs_a_name_and_is_never_negative(changes: dict[str, object]) -> None:
    facts = {"points": Fraction(1), "by": "Dr. B", **changes}
    with pytest.raises(ValueError, match="mark"):
        Mark(assignment="a", submission="s", problem="p", criterion="c", **facts)  # type: ignore[arg-type]
