"""f-strings of Python 3.12 in the Python of the grader: the same strings, and nothing else is touched."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from grader.inside.newer_fstrings import respelled
from tests.inside.builders import run_cells

VALUES = {"row": {"a": 3, "it's": 4}, "lines": ["x", "y"], "n": 2.5, "w": 8}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param('f"{row["a"]}"', "3", id="its own marks"),
        pytest.param("f'{row['a']:>{w}}|{n:.1f}'", "       3|2.5", id="shown as wide as said"),
        pytest.param("f\"{'\\n'.join(lines)}\"", "x\ny", id="a line's end in a string"),
        pytest.param('f"{"\\t".join(lines)!r}"', "'x\\ty'", id="both"),
        pytest.param('f"{row["it\'s"]} {{}} {n=}"', "4 {} n=2.5", id="either mark"),
        pytest.param('f"{f"{row["a"]}"}"', "3", id="one in another"),
        pytest.param('f"""{row["a"]} "{lines["""0""" == "1"]}" """', '3 "x" ', id="three marks"),
        pytest.param('f"{\n    row["a"]  # three\n}"', "3", id="several lines"),
        pytest.param('"it" f"{row["a"]}" \'{x}\'', "it3{x}", id="beside others"),
        pytest.param("rf'\\d{row['a']}'", "\\d3", id="raw"),
        pytest.param('f"\\N{BULLET}{"ü"}"', "•ü", id="letters"),
    ],
)
def test_the_same_string(source: str, value: str) -> None:
    text = respelled(source)
    assert text is not None
    assert eval(compile(ast.parse(text.strip(), mode="eval"), "x", "eval"), dict(VALUES)) == value


@pytest.mark.parametrize(
    "source",
    [
        "x = 'a' + \"b\"  # it's",
        "print(f'{n:.2f}', r'\\d', b\"x\")",
        "def f():\n    '''f\"{'''\n    return {1: 'a'}",
        "",
    ],
)
def test_other_code_stays_as_it_is(source: str) -> None:
    assert respelled(source) == source


@pytest.mark.parametrize("source", ['f"{row["', "x = 'it", 'f"{b"\\x00"}"', "f'{'''"])
def test_what_cannot_be_read_is_left(source: str) -> None:
    assert respelled(source) is None


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them")
def test_a_cell_is_run(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["row = {'a': 3}", 'print(f"{row["a"]}")', 'print(f"{row["'], datasets=())
    assert run.text(2).splitlines()[0] == "3"
    assert run.cell(3)["failure"]["name"] == "SyntaxError"
    assert [said["asked"] for said in run.of("substitution")] == ["f-strings of Python 3.12"]
