"""Cells that end the interpreter so that it is started anew."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.inside.restarts import is_restart
from tests.inside.builders import run_cells


@pytest.mark.parametrize(
    ("source", "restart"),
    [
        pytest.param("import os\nos.kill(os.getpid(), 9)", True, id="killed"),
        pytest.param("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", True, id="by name"),
        pytest.param("from os import getpid\nos.kill(getpid(), 9)", True, id="imported"),
        pytest.param("get_ipython().system('pip install keras')\nimport os\nos._exit(00)", True, id="installed"),
        pytest.param("import IPython\nIPython.Application.instance().kernel.do_shutdown(True)", True, id="shut down"),
        pytest.param("print('again')\nos._exit(0)", True, id="with a word"),
        pytest.param("scores = train()\nos._exit(0)", False, id="beside work"),
        pytest.param("if broken:\n    os.kill(os.getpid(), 9)", False, id="on a condition"),
        pytest.param("os.kill(helper.pid, 9)", False, id="another process"),
        pytest.param("os.kill(os.getpid(), signal.SIGSTOP)", False, id="stopped"),
        pytest.param("import os\nos._exit(9)", False, id="with a status"),
        pytest.param("import os", False, id="no end"),
        pytest.param("", False, id="empty"),
    ],
)
def test_is_restart(source: str, restart: bool) -> None:
    assert is_restart(ast.parse(source)) == restart


def test_what_follows_is_run_and_the_last_cell_is_let_go(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["x = 1", "import os\nos.kill(os.getpid(), 9)", "print(x)", "import os\nos._exit(3)"])
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 3
    assert run.text(3).strip() == "1"
    assert [data["asked"] for data in run.of("substitution")] == ["an interpreter started anew"]
