"""Cell references."""

from __future__ import annotations

import pytest

from grader.report import preview_parts as parts
from grader.report.cells import CellBook

BOOK = parts.notebook(parts.SOURCES, first_prompt=5)


@pytest.mark.parametrize(
    ("cells", "labels"),
    [
        pytest.param([], [], id="none"),
        pytest.param([0], [], id="outside any cell"),
        pytest.param([9, 2, 9], ["cell 2", "cell 9"], id="sorted, once"),
        pytest.param([3, 4], ["cell 3", "cell 4"], id="two neighbours"),
        pytest.param([9, 10, 11, 14], ["cells 9 to 11", "cell 14"], id="a run"),
        pytest.param(
            [2, 4, 6, 8, 10, 12, 14, 16], ["cell 2", "cell 4", "cell 6", "cell 8", "cell 10", "cell 12"], id="many"
        ),
    ],
)
def test_chips(cells: list[int], labels: list[str]) -> None:
    assert [chip.label.replace("\u00a0", " ") for chip in CellBook(BOOK).chips(cells)] == labels


def test_the_index_gives_prompt_and_first_line() -> None:
    book = CellBook(BOOK)
    book.chips([1, 2])
    book.chip(3, 1)
    rows = [(row.number, row.prompt.replace("\u00a0", " "), row.begins) for row in book.index()]
    assert rows == [
        ("1", "text", "Assignment 2: spam or ham"),
        ("2", "In [5]", "import pandas as pd"),
        ("3", "In [6]", "df = pd.read_csv('/content/drive/MyDr…"),
    ]


def test_a_long_run_is_listed_by_its_ends() -> None:
    book = CellBook(BOOK)
    (chip,) = book.chips(range(1, 19))
    assert chip.label == "cells\u00a01 to\u00a018"
    assert [row.number for row in book.index()] == ["1", "18"]


def test_a_cell_that_is_not_there_has_no_link() -> None:
    book = CellBook(BOOK)
    assert book.chip(999).target is None
    assert CellBook(None).chip(1).target is None
    assert book.index() == CellBook(None).index() == ()
