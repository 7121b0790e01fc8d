from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.html_tables import MAX_COLUMNS, MAX_ROWS, MAX_TABLES, tables_of


@pytest.mark.parametrize(
    ("html", "tables"),
    [
        pytest.param(
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1</td><td>2</td></tr></table>",
            [[("a", "b"), ("1", "2")]],
            id="plain",
        ),
        pytest.param("<table><tr><td>a<td>b<tr><td>c</table>", [[("a", "b"), ("c",)]], id="closing tags left out"),
        pytest.param("<table><tr><td>a", [[("a",)]], id="cut off"),
        pytest.param(
            "<style>td {}</style><table><tr><td>a &amp; b<br>c</td></tr></table>", [[("a & b c",)]], id="entities"
        ),
        pytest.param("<table><tr><td>x<table><tr><td>y</td></tr></table></td></tr></table>", [[("xy",)]], id="nested"),
        pytest.param("<table></table><p>text</p>", [], id="nothing in it"),
        pytest.param("<table><tr><td>a\u202eb\x07</td></tr></table>", [[("ab",)]], id="controls"),
        pytest.param("<table><tr><td><script>steal()</script>a</td></tr></table>", [[("a",)]], id="script"),
    ],
)
def test_tables(html: str, tables: list[list[tuple[str, ...]]]) -> None:
    assert [list(table) for table in tables_of(html)] == tables


PIECES = st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td>", "</td>", "<!--", "<![", "&#", "x", "<", "</", "<style>"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=80).map("".join))
def test_any_markup_is_read_within_the_caps(html: str) -> None:
    tables = tables_of(html)
    assert len(tables) <= MAX_TABLES
    assert all(len(table) <= MAX_ROWS and all(0 < len(row) <= MAX_COLUMNS for row in table) for table in tables)


@pytest.mark.parametrize("unit", ["<!--", "<", "<![", "</", "<a b=", "<table>", "<td>", "&#", "<script>"])
def test_markup_made_to_be_slow_is_not(unit: str) -> None:
    """A parser that looked at the rest again for every piece would take minutes here."""
    assert len(tables_of("<table><tr><td>1</td></tr>" + unit * (200_000 // len(unit)))) <= MAX_TABLES
