"""Our metrics are those of scikit-learn, for any labels and answers; points in the CSV cannot become formulas."""

from __future__ import annotations

import csv
import tempfile
import unicodedata
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from grader.checks.base import Awarded
from grader.gradebook.book import Gradebook
from grader.gradebook.exact import exact_text
from grader.gradebook.export import safe_cell, write_csv
from grader.gradebook.standing import Standing
from grader.measure.confusion import count_confusion, metrics_of
from grader.measure.measurements import Provenance
from tests.gradebook.builders import ASSIGNMENT, WHEN, assessment, submission

RULES = settings(derandomize=True, deadline=None, max_examples=150)
FORMULA_STARTS = tuple("=+-@|%\t\r\n")


@RULES
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=60))
def test_two_classes_as_scikit_learn_has_them(pairs: list[tuple[int, int]]) -> None:
    true, called = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    ours = metrics_of(count_confusion(true, called, 2), 1, Provenance.OBSERVED)
    expected = {
        "accuracy": sklearn_metrics.accuracy_score(true, called),
        "precision": sklearn_metrics.precision_score(true, called, zero_division=0),
        "recall": sklearn_metrics.recall_score(true, called, zero_division=0),
        "f1": sklearn_metrics.f1_score(true, called, zero_division=0),
        "majority": max(np.mean(true), 1 - np.mean(true)),
    }
    for name, value in expected.items():
        assert ours[name].value == pytest.approx(value, abs=1e-12)
        assert 0 <= ours[name].low <= ours[name].value <= ours[name].high <= 1
        assert ours[name].name == name


@RULES
@given(
    st.integers(2, 6).flatmap(lambda k: st.lists(st.tuples(st.integers(0, k - 1), st.integers(0, k - 1)), min_size=1))
)
def test_more_classes_as_scikit_learn_has_them(pairs: list[tuple[int, int]]) -> None:
    true, called = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    confusion = count_confusion(true, called, 6)
    assert np.array_equal(confusion, sklearn_metrics.confusion_matrix(true, called, labels=range(6)))
    ours = metrics_of(confusion, 1, Provenance.OBSERVED)
    precision, recall, f1, _ = sklearn_metrics.precision_recall_fscore_support(
        true, called, labels=[1], average=None, zero_division=0
    )
    assert ours["accuracy"].value == pytest.approx(sklearn_metrics.accuracy_score(true, called))
    assert (ours["precision"].value, ours["recall"].value, ours["f1"].value) == pytest.approx(
        (precision[0], recall[0], f1[0])
    )


points = st.fractions(min_value=0, max_value=1000, max_denominator=1000)


@settings(RULES, max_examples=25)
@given(st.lists(points, min_size=1, max_size=8))
def test_fractions_survive_the_gradebook(values: list[Fraction]) -> None:
    given_points = {f"c{place}": Awarded(value, "seen") for place, value in enumerate(values)}
    with tempfile.TemporaryDirectory() as folder, Gradebook(Path(folder) / "grader.sqlite") as book:
        book.record_submission(ASSIGNMENT, submission(), recorded_at=WHEN)
        book.record_assessment("ada", assessment(given_points), recorded_at=WHEN)
        (standing,) = book.latest(ASSIGNMENT)
    assert [outcome.points for outcome in standing.outcomes] == values
    assert standing.earned == sum(values, Fraction(0))


@RULES
@given(points)
def test_printed_points_are_exact(value: Fraction) -> None:
    whole, _, part = exact_text(value).partition(" ")
    assert Fraction(whole) + (Fraction(part) if part else 0) == value


@RULES
@given(
    st.text(max_size=30)
    | st.builds(str.__add__, st.sampled_from([*"=+-@＝＋－＠'\"\t \u200b\x00\x1b"]), st.text(max_size=20))
)
def test_no_cell_is_ever_a_formula(text: str) -> None:
    """Law: behind quotes and white space no text cell begins with what starts a formula, in any width."""
    cell = safe_cell(text)
    if not cell.startswith("'"):
        bare = unicodedata.normalize("NFKC", cell).strip().lstrip("\"'` ")
        assert not bare.startswith(FORMULA_STARTS)
    assert "\n" not in cell
    assert "\r" not in cell


@settings(RULES, max_examples=40)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_rows_stay_rows(names: list[str]) -> None:
    """Commas, quotes and line breaks of any kind in a name move nothing to another cell or row."""
    rows = [Standing(submission=f"s{n}", student=name, ending="finished", outcomes=()) for n, name in enumerate(names)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.csv"
        write_csv(path, rows)
        read = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert [len(row) for row in read] == [8] * (len(names) + 1)
    assert [row[1] for row in read[1:]] == [safe_cell(name) for name in names]
