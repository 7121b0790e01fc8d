"""What the parent process loads: no framework ever, and almost nothing for `grader --help`."""

from __future__ import annotations

import json
import subprocess
import sys

FRAMEWORKS = {"tensorflow", "torch", "keras", "tf_keras", "sklearn", "pandas", "matplotlib", "IPython", "nltk", "scipy"}
HEAVY = FRAMEWORKS | {
    "weasyprint",
    "sqlalchemy",
    "numpy",
    "nbformat",
    "jupytext",
    "PIL",
    "pydantic",
    "ruamel",
    "jinja2",
}


def loaded_after(code: str) -> set[str]:
    script = (
        f"import sys, json\n{code}\nprint('\\n' + json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_loads_none_of_the_heavy_libraries() -> None:
    loaded = loaded_after("from grader.cli.main import main\nassert main(['--help']) == 0")
    assert loaded & HEAVY == set()
    assert "typer" in loaded


def test_no_room_of_the_parent_imports_a_framework() -> None:
    rooms = (
        "grader.pipeline, grader.publishing, grader.report.pdf, grader.report.overview, grader.gradebook.book, "
        "grader.sandbox.select, grader.sandbox.probe, grader.cli.assess, grader.cli.check, grader.cli.validate, "
        "grader.cli.score, grader.cli.doctor"
    )
    assert loaded_after(f"import {rooms}") & FRAMEWORKS == set()
