"""The gradebook as a CSV file for spreadsheets: exact points, safe cells, the same bytes for the same standings."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from grader.evidence.clean import clean_line
from grader.files import write_atomically
from grader.gradebook.exact import exact_text
from grader.gradebook.standing import Standing, StoredOutcome
from grader.words import ending_words

FIRST: Final = ("id", "student", "earned", "possible", "waiting", "provisional", "ending")
LAST: Final = "needs a person"
MAX_CELL: Final = 2_000  # characters
# What spreadsheets take for the beginning of a formula or of an external call, once forms of other widths are folded.
_STARTS: Final = frozenset("=+-@|%\t\r\n")
# Skipped before looking for it: some importers strip quotes and blanks first.
_SKIPPED: Final = frozenset("\"'`´‘’‚“”„«»‹›＂＇")


def write_csv(path: Path, standings: Iterable[Standing]) -> None:
    """One row per submission in order of their ids, replacing the file in one step.

    Columns: id, student, earned (empty while nothing was judged), possible, waiting, provisional (yes or no), ending
    in words, one for each criterion
    ("1.4 rnn-accuracy": points, empty while nobody has decided), and why a person has to look. UTF-8 with a
    byte order mark, by which spreadsheets read names right; lines end in CRLF (RFC 4180).
    Raises: OSError when the folder cannot be written to.
    """
    rows = sorted(standings, key=lambda standing: standing.submission)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = _columns(rows)
    writer.writerow([*FIRST, *(safe_cell(name) for name in columns.values()), LAST])
    writer.writerows(_row(standing, columns) for standing in rows)
    write_atomically(path, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs: cleaned, on one line, with an apostrophe before what could start a formula.

    Looked for behind quotes, white space and invisible characters too, and in full-width and other folded
    forms, and behind each semicolon: where the decimal mark is a comma, spreadsheets split lines there, quoted or
    not. Points do not come through here: they are numbers and stay numbers.
    """
    parts = clean_line(text, MAX_CELL).split(";")
    line = ";".join(f"'{part}" if _looks_like_formula(part) else part for part in parts)
    return f"'{line}" if text[:1] in ("\t", "\r", "\n") and not line.startswith("'") else line


def _looks_like_formula(text: str) -> bool:
    for character in text:
        folded = unicodedata.normalize("NFKC", character).strip()
        if not folded or character in _SKIPPED or unicodedata.category(character) in ("Cf", "Mn", "Zs"):
            continue
        return folded[0] in _STARTS or character in "−﹣"
    return False


def _columns(rows: Sequence[Standing]) -> Mapping[tuple[str, str], str]:
    """Criteria of all rows by (problem, id), in order of first appearance: the rubric's, as a rule only one."""
    found: dict[tuple[str, str], str] = {}
    for standing in rows:
        for outcome in standing.outcomes:
            found.setdefault((outcome.problem, outcome.criterion), f"{outcome.number} {outcome.criterion}")
    return found


def _row(standing: Standing, columns: Mapping[tuple[str, str], str]) -> list[str]:
    points = {(outcome.problem, outcome.criterion): _points(outcome) for outcome in standing.outcomes}
    return [
        safe_cell(standing.submission),
        safe_cell(standing.student),
        exact_text(standing.earned) if standing.assessed else "",
        exact_text(standing.possible),
        exact_text(standing.waiting),
        "yes" if standing.provisional else "no",
        safe_cell(ending_words(standing.ending)),
        *(points.get(column, "") for column in columns),
        safe_cell(standing.needs_person),
    ]


def _points(outcome: StoredOutcome) -> str:
    return "" if outcome.points is None else exact_text(outcome.points)
