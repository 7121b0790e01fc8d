"""What a notebook is told that asks for something."""

from __future__ import annotations

import pytest

from grader.inside.questions import answer_to
from tests.inside.builders import run_cells


@pytest.mark.parametrize(
    ("prompt", "line", "answer"),
    [
        pytest.param("Your name: ", "name = input('Your name: ')", "", id="nothing to say"),
        pytest.param("Text (type 'exit' to quit): ", "t = input(...)", "exit", id="the word that ends the asking"),
        pytest.param('Enter "a" or "b", "q" to stop', "t = input(...)", "q", id="the last word in quotes"),
        pytest.param("Say 'cheese': ", "t = input(...)", "", id="a quote that ends nothing"),
        pytest.param("How many? ", "n = int(input('How many? '))", "1", id="a number"),
        pytest.param("", "x = float( input() )", "1", id="a number, asked without words"),
        pytest.param("Enter Message", "m = input('Enter Message')", "this was a good day for all of us", id="a text"),
        pytest.param("Another message? (yes/no)", "m = input(...).lower()", "no", id="yes or no"),
        pytest.param("Again [Y/n] ", "m = input(...)", "n", id="yes or no, in letters"),
    ],
)
def test_answers(prompt: str, line: str, answer: str) -> None:
    assert answer_to(prompt, line) == answer


def test_a_cell_that_asks_for_ever_is_refused_and_nothing_is_waited_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    run = run_cells(
        tmp_path,
        [
            "import getpass, time\nn = int(input('How many? '))\nkey = getpass.getpass('Key: ')\n"
            "time.sleep(100_000)\nprint(n, repr(key))",
            "while True:\n    input('More?')",
            "print(repr(input('Another? ')))",
        ],
        datasets=(),
    )
    assert run.text(1) == "How many? 1\nKey: \n1 ''\n"
    assert run.cell(2)["failure"]["name"] == "EOFError"
    assert "More?" in run.cell(2)["failure"]["message"]
    assert run.text(3) == "Another? \n''\n"
    assert [(s["asked"], s["how"]) for s in run.of("substitution")] == [
        ("How many?", "input"), ("Key:", "input"), ("sleep", "sleep"), ("More?", "input"), ("Another?", "input"),
    ]  # fmt: skip
