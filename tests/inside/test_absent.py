"""Packages that are not there: their imports are spared at the top of a cell, and whatever uses them fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.absent import Absent
from tests.inside.builders import run_cells


@pytest.mark.parametrize(
    "use",
    [
        lambda package: package.load("en"),
        lambda package: package("en"),
        lambda package: package["en"],
        lambda package: list(package),
        lambda package: package.__enter__(),
        lambda package: __build_class__(lambda: None, "Model", package),
    ],
)
def test_whatever_is_done_with_it_fails_as_its_import_would(use: object) -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named 'spacy'") as raised:
        use(Absent("spacy"))  # type: ignore[operator]
    assert raised.value.name == "spacy"


def test_who_only_looks_at_values_finds_an_ordinary_one() -> None:
    absent = Absent("spacy")
    assert not hasattr(absent, "__array__")
    assert "spacy" in repr(absent)


CELLS = [
    "import os\nimport spacy, json\nfrom shap import Explainer as Why, plots\n"
    "from flair import *\nprint(json.dumps(1), os.sep)",
    "spacy.blank('en')",
    "class Own(Why): pass",
    "try:\n    import spacy\nexcept ImportError:\n    print('none of it')",
    "import no_package_at_all",
    "from os import no_such_name",
    "def later():\n    import spacy\nlater()",
    "nothing = Why\nprint([name for name in dir() if 'absent' in name])",
]


@pytest.mark.slow
def test_imports_are_spared_and_uses_fail(tmp_path: Path) -> None:
    run = run_cells(tmp_path, CELLS)
    failed = {cell["position"]: cell["failure"]["name"] for cell in run.of("cell") if cell["status"] != "ok"}
    missing = "ModuleNotFoundError"
    assert failed == {2: missing, 3: missing, 5: missing, 6: "ImportError", 7: missing}
    assert (run.text(1), run.text(4), run.text(8)) == ("1 /\n", "none of it\n", "[]\n")
    told = [(one["cell"], one["asked"]) for one in run.of("substitution") if one["how"] == "package"]
    assert told == [(1, "the package spacy"), (1, "the package shap"), (1, "the package flair")]
    notes = [(one["cell"], one["about"]) for one in run.of("note")]
    assert notes == [(2, "package"), (3, "package"), (5, "module"), (7, "package")]
