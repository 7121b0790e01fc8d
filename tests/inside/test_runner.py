"""Cells run as IPython runs them; what they print, show and raise is recorded, and nothing they do stops the run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

# (what it shows, source, expected: status, streams, results, failure)
CASES = [
    ("print and result", "print('hi')\n6 * 7", "ok", "hi\n", "42"),
    ("a semicolon hides the result", "6 * 7;", "ok", "", ""),
    ("an empty cell", "", "ok", "", ""),
    ("only a comment", "# nothing", "ok", "", ""),
    ("standard error too", "import sys\nprint('e', file=sys.stderr)", "ok", "e\n", ""),
    ("bytes to the stream", "import sys\n_ = sys.stdout.buffer.write('é\\n'.encode())", "ok", "é\n", ""),
    ("a progress bar as it last stood", "print('a\\rbb\\rc', end='')\nprint('\\rDONE')", "ok", "DONE\n", ""),
    ("colours are left out", "print('\\x1b[1mbold\\x1b[0m')", "ok", "bold\n", ""),
    ("a shell line", "!echo from the shell", "ok", "from the shell\n", ""),
    ("a shell line into a variable", "out = !echo one; echo two\nlist(out)", "ok", "", "['one', 'two']"),
    ("a shell line with a value", "n = 5\n!echo {n} $n", "ok", "5 5\n", ""),
    ("a failing shell line", "!ls /content/drive\nprint(_exit_code != 0)", "ok", None, ""),
    ("await at the top level", "import asyncio\nawait asyncio.sleep(0)\nprint('waited')", "ok", "waited\n", ""),
    ("asyncio.run", "import asyncio\nasync def f(): return 3\nasyncio.run(f())", "ok", "", "3"),
    (
        "a magic that front ends know",
        "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'",
        "ok",
        "",
        "",
    ),
    ("timing", "%%time\nx = 1", "ok", None, ""),
    ("going to a mount", "%cd /content/drive/MyDrive\nimport os\nos.chdir('/content/drive')", "ok", None, ""),
    ("write a module", "%%writefile own.py\nANSWER = 42\ndef fail(): raise KeyError('k')", "ok", None, ""),
    ("import it", "import own\nown.ANSWER", "ok", "", "42"),
    (
        "display",
        "from IPython.display import display, HTML\ndisplay('x', 2)\ndisplay(HTML('<b>bold</b> &amp; more'))",
        "ok",
        "",
        "",
    ),
    ("a shell of one's own", "get_ipython().__class__.__name__", "ok", "", "'NotebookShell'"),
    ("an error", "x = 1\nraise ValueError('no')", "failed", "", ""),
    ("the next cell still runs", "x", "ok", "", "1"),
    ("an error in a function of another cell", "def deep():\n    return 1 / 0", "ok", "", ""),
    ("called here", "print('before')\n\ndeep()", "failed", "before\n", ""),
    ("an error in a companion module", "own.fail()", "failed", "", ""),
    ("a syntax error", "x = 1\ndef f(:\n    pass", "failed", "", ""),
    ("an error under a magic", "%%time\ny = 1\nint('q')", "failed", None, ""),
    ("input", "input('name? ')", "ok", "name? \n", "''"),
    ("exit()", "exit()\nprint('never')", "ok", "", ""),
    ("quit()", "quit()", "ok", "", ""),
    ("sys.exit() is an end, not a failure", "import sys\nsys.exit()", "ok", "", ""),
    ("sys.exit with a message", "sys.exit('no data')", "failed", "", ""),
    ("an interrupt", "raise KeyboardInterrupt", "failed", "", ""),
    (
        "a signal",
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(10**8): pass",
        "failed",
        "",
        "",
    ),
    ("endless recursion", "def f(): return f()\nf()", "failed", "", ""),
    (
        "an exception that cannot print itself",
        "class E(Exception):\n    def __str__(self): 1/0\nraise E",
        "failed",
        "",
        "",
    ),
    ("pip", "!pip install -q numpy no-such-thing==1.0", "ok", None, ""),
    ("percent pip", "%pip install tensorflow==2.4", "ok", None, ""),
    (
        "downloads",
        "!wget http://example.org/x.zip\n!unzip x.zip\n!gdown --id 1\n!git clone http://e.org/a",
        "ok",
        None,
        "",
    ),
    (
        "pip by subprocess",
        "import subprocess\nsubprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])",
        "ok",
        "",
        "0",
    ),
    (
        "a forked child writes nothing",
        "import os\nif os.fork() == 0:\n    print('child')\n    os._exit(0)\n_ = os.wait()",
        "ok",
        "",
        "",
    ),
    ("closing every descriptor one can think of", "import os\nos.closerange(3, 60)", "ok", "", ""),
    ("a raw write to the terminal", "import os\n_ = os.write(1, b'raw')", "ok", "", ""),
    (
        "clear_output",
        "from IPython.display import clear_output\nprint('old')\nclear_output(wait=True)\nprint('new')",
        "ok",
        "new\n",
        "",
    ),
    ("an updated display", "h = display('one', display_id=True)\nh.update('two')", "ok", "", ""),
    (
        "seeds",
        "import random, numpy as np\nprint(random.random(), np.random.rand(), np.random.default_rng().random())",
        "ok",
        None,
        "",
    ),
    ("a package that is not there", "import autokeras\nautokeras.Tuner", "failed", "", ""),
]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("runner"), [source for _, source, *_ in CASES])


def position(name: str) -> int:
    return [case[0] for case in CASES].index(name) + 1


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_cells(notebook: Run, case: tuple[str, str, str, str | None, str]) -> None:
    name, _, status, stream, result = case
    cell = notebook.cell(position(name))
    assert cell["status"] == status, cell
    if stream is not None:
        assert notebook.text(position(name)) == stream
    assert notebook.text(position(name), "result") == result


def test_the_run_came_to_its_own_end(notebook: Run) -> None:
    assert notebook.status == 0, notebook.log
    failed = sum(case[2] == "failed" for case in CASES)
    assert notebook.records[-1] == ("done", {"cells_run": len(CASES), "cells_failed": failed})
    assert notebook.records[0][0] == "environment"
    started = [data["number"] for data in notebook.of("cell_started")]
    assert started == list(range(1, len(CASES) + 1))


@pytest.mark.parametrize(
    ("name", "error", "line", "traceback"),
    [
        ("an error", "ValueError", 2, "cell 22, line 2\n    raise ValueError('no')\nValueError: no"),
        (
            "called here",
            "ZeroDivisionError",
            3,
            "cell 25, line 3\n    deep()\ncell 24, line 2, in deep\n    return 1 / 0\n"
            "ZeroDivisionError: division by zero",
        ),
        (
            "an error in a companion module",
            "KeyError",
            1,
            "cell 26, line 1\n    own.fail()\nown.py, line 2, in fail\n"
            "    def fail(): raise KeyError('k')\nKeyError: 'k'",
        ),
        ("a syntax error", "SyntaxError", 2, "cell 27, line 2\n    def f(:\nSyntaxError: invalid syntax"),
        ("an error under a magic", "ValueError", 3, None),
        ("sys.exit with a message", "SystemExit", 1, None),
        ("an interrupt", "KeyboardInterrupt", 1, None),
        ("endless recursion", "RecursionError", 1, None),
        ("an exception that cannot print itself", "E", 3, None),
    ],
)
def test_a_failure_speaks_of_the_notebooks_own_lines(
    notebook: Run, name: str, error: str, line: int, traceback: str | None
) -> None:
    failure = notebook.cell(position(name))["failure"]
    assert (failure["name"], failure["line"]) == (error, line)
    assert traceback is None or failure["traceback"] == traceback
    assert "site-packages" not in failure["traceback"]
    assert "grader" not in failure["traceback"].replace("graded", "")


def test_what_was_shown_keeps_its_order_and_kind(notebook: Run) -> None:
    outputs = notebook.cell(position("display"))["outputs"]
    assert [(output["kind"], output["text"]) for output in outputs] == [
        ("display", "'x'"),
        ("display", "2"),
        ("display", "bold & more"),
    ]
    assert notebook.text(position("an updated display"), "display") == "'two'"


def test_installs_are_skipped_and_downloads_refused_and_both_said(notebook: Run) -> None:
    pip = next(s for s in notebook.of("substitution") if s["cell"] == position("pip"))
    assert pip["how"] == "pip"
    assert "numpy " in pip["served"]
    assert "no-such-thing is not there" in pip["served"]
    asked = " ".join(n["text"] for n in notebook.of("note") if n["about"] == "network")
    assert all(f"{host} was asked for" in asked for host in ("example.org", "drive.google.com", "e.org"))
    assert "no network" in notebook.text(position("downloads"))


def test_what_bypasses_the_notebook_is_left_to_the_log(notebook: Run) -> None:
    assert "raw" in notebook.log
    assert "child" in notebook.log


def test_two_runs_draw_the_same_chances(notebook: Run, tmp_path: Path) -> None:
    again = run_cells(tmp_path, [CASES[position("seeds") - 1][1]])
    assert again.text(1) == notebook.text(position("seeds"))


def test_output_over_the_cap_is_counted_and_not_kept(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "for _ in range(100): print('x' * 99)",
            "for i in range(5000): print(f'\\r{i:9}', end='')",
            "print('y' * 3_000_000)",
            "'z' * 9000",
        ],
        cell_output_bytes=5_000,
    )
    assert len(run.text(1)) == 5_000
    assert run.cell(1)["dropped_bytes"] == 5_000
    assert run.text(2).strip() == "4999"
    assert run.cell(2)["dropped_bytes"] == 0
    assert run.cell(3)["dropped_bytes"] == 3_000_001 - 5_000
    assert len(run.text(4, "result")) == 5_000


def test_after_a_failure_the_rest_is_not_run_where_the_job_says_so(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["x = 1", "raise RuntimeError", "y = 1"], continue_after_failure=False)
    assert [cell["status"] for cell in run.of("cell")] == ["ok", "failed", "not_run"]
    assert run.records[-1] == ("done", {"cells_run": 2, "cells_failed": 1})


def test_pictures_travel_as_frames_of_their_own(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            f"from IPython.display import Image\nImage(data=__import__('base64').b64decode({PNG!r}))",
            "from PIL import Image as P\nP.new('RGB', (2, 2))",
        ],
    )
    for position_ in (1, 2):
        (output,) = run.cell(position_)["outputs"]
        assert run.images[output["image"]].startswith(b"\x89PNG")
    assert [image["cell"] for image in run.of("image")] == [1, 2]


def test_ending_the_process_keeps_what_was_written(tmp_path: Path) -> None:
    run = run_cells(tmp_path, ["print(1)", "import os\nos._exit(9)", "print(3)"])
    assert run.status == 9
    assert [cell["position"] for cell in run.of("cell")] == [1]
    assert not run.of("done")


def test_the_environment_comes_first(notebook: Run) -> None:
    environment = notebook.of("environment")[0]
    assert environment["device"] == "cpu"
    assert environment["device_name"] == "CPU, 2 cores"
    assert environment["libraries"]["numpy"]
    assert json.dumps(environment)
