"""The CSV: exact, safe, in order, readable by spreadsheets."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.gradebook.exact import exact_text
from grader.gradebook.export import safe_cell, write_csv
from grader.gradebook.standing import Standing, StoredOutcome

GOLDEN = Path(__file__).parents[1] / "golden" / "gradebook" / "gradebook.csv"


def outcome(name: str, number: str, possible: int, points: Fraction | None, because: str = "seen") -> StoredOutcome:
    return StoredOutcome(
        problem="spam", criterion=name, number=number, title=name, possible=Fraction(possible), points=points,
        because=because,
    )  # fmt: skip


def standings() -> list[Standing]:
    return [
        Standing(
            submission="zoe", student="=HYPERLINK(\"http://evil\",\"Zoë\")", ending="could not run", outcomes=(),
            problem="no notebook in this folder",
        ),
        Standing(
            submission="ada", student="Ada Ĉapek", ending="finished",
            outcomes=(
                outcome("rnn-layers", "1.1", 6, Fraction(6)),
                outcome("rnn-accuracy", "1.2", 8, Fraction(11, 2)),
                outcome("discussion", "1.3", 4, None, "a person reads this"),
                outcome("plots", "1.4", 2, None, "a person reads this"),
            ),
        ),
        Standing(
            submission="bob", student="Bob, \"the\" Builder", ending="cell_failed",
            outcomes=(
                outcome("rnn-layers", "1.1", 6, Fraction(0)),
                outcome("rnn-accuracy", "1.2", 8, Fraction(22, 3)),
                outcome("discussion", "1.3", 4, Fraction(15, 4)),
            ),
        ),
    ]  # fmt: skip


def test_the_file_reads_as_agreed(tmp_path: Path) -> None:
    write_csv(tmp_path / "gradebook.csv", standings())
    assert (tmp_path / "gradebook.csv").read_bytes() == GOLDEN.read_bytes()


def test_order_and_bytes_do_not_depend_on_the_order_given(tmp_path: Path) -> None:
    write_csv(tmp_path / "one.csv", standings())
    write_csv(tmp_path / "two.csv", reversed(standings()))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.csv", "two.csv"], "no temporary file is left"


def test_columns_add_up(tmp_path: Path) -> None:
    write_csv(tmp_path / "g.csv", standings())
    rows = list(csv.DictReader((tmp_path / "g.csv").open(encoding="utf-8-sig", newline="")))
    ada = rows[0]
    assert (ada["earned"], ada["possible"], ada["waiting"], ada["provisional"]) == ("11.5", "20", "6", "yes")
    assert float(ada["1.1 rnn-layers"]) + float(ada["1.2 rnn-accuracy"]) == float(ada["earned"])
    assert ada["needs a person"] == "1.3, 1.4: a person reads this"


def test_what_could_not_run_earned_nothing_known_and_says_why_once(tmp_path: Path) -> None:
    barred = "Nothing could be run: No notebook in this folder."
    outcomes = tuple(outcome(name, f"1.{n}", 6, None, barred) for n, name in enumerate(("a", "b"), start=1))
    one = Standing(
        submission="eve", student="Eve", ending="could not run", outcomes=outcomes, problem="no notebook in this folder"
    )
    decided = replace(one, submission="fay", outcomes=(replace(outcomes[0], points=Fraction(0)), outcomes[1]))
    write_csv(tmp_path / "g.csv", [one, decided])
    eve, fay = csv.DictReader((tmp_path / "g.csv").open(encoding="utf-8-sig", newline=""))
    assert (eve["earned"], eve["possible"], eve["waiting"]) == ("", "12", "12")
    assert eve["needs a person"] == f"1.1, 1.2: {barred}"
    assert fay["earned"] == "0", "a person gave 0 points, which is a decision"


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("cell_failed", "finished, with failed cells"),
        ("timed_out", "stopped at the time limit"),
        ("could not run", "could not run"),
    ],
)
def test_endings_are_words(tmp_path: Path, ending: str, words: str) -> None:
    write_csv(tmp_path / "g.csv", [Standing(submission="a", student="A", ending=ending, outcomes=())])
    (row,) = csv.DictReader((tmp_path / "g.csv").open(encoding="utf-8-sig", newline=""))
    assert row["ending"] == words


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.csv"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("grader.files.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_csv(path, standings())
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["g.csv"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", '"=1"', "  \u00a0=1", "“=1”", "＝1",
        "＋1", "－1", "＠SUM", "\u200b=1", "\u2060=1", "|calc", "−1", "=cmd|' /C calc'!A0", "\x00=1", "\x1b[31m=1",
        "\u202e=1", "%0", "\u3000＝1", "﹦1", "﹢1", "'\t=1", "\ufeff=1", "-5",
    ],
)  # fmt: skip
def test_what_could_start_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Ada", "a=b", "1.5", "O'Brien", "", "finished", "Ĉapek-Smith", "'quoted'", "3 + 4"])
def test_other_text_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (Fraction(0), "0"), (Fraction(6), "6"), (Fraction(23, 2), "11.5"), (Fraction(29, 4), "7.25"),
        (Fraction(1, 8), "0.125"), (Fraction(1, 10), "0.1"), (Fraction(3, 20), "0.15"), (Fraction(1, 3), "0 1/3"),
        (Fraction(22, 3), "7 1/3"), (Fraction(-1, 2), "-0.5"), (Fraction(-22, 3), "-7 1/3"), (Fraction(100, 1), "100"),
        (Fraction(1, 2**20), "0.00000095367431640625"),
    ],
)  # fmt: skip
def test_points_are_exact(points: Fraction, text: str) -> None:
    assert exact_text(points) == text


def test_a_semicolon_does_not_begin_a_formula_elsewhere() -> None:
    """Where the decimal mark is a comma, a spreadsheet splits lines there."""
    assert safe_cell("Ann;=1+1; @x;y") == "Ann;'=1+1;' @x;y"
