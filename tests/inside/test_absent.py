"""Packages that are not there: their imports are spared at the top of a cell, and whatever uses them fails."""

from __future__ import annotations

import pickle
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
        lambda package: package.__version__,
        lambda package: isinstance(1, package),
        lambda package: package | None,
        lambda package: package.__enter__(),
        lambda package: __build_class__(lambda: None, "Model", package),
    ],
)
def test_whatever_is_done_with_it_fails_as_its_import_would(use: object) -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named 'stanza'") as raised:
        use(Absent("stanza"))  # type: ignore[operator]
    assert raised.value.name == "stanza"


def test_who_only_looks_at_values_finds_an_ordinary_one() -> None:
    absent = Absent("stanza")
    assert not hasattr(absent, "__array__")
    assert not hasattr(absent, "_repr_html_")
    assert repr(pickle.loads(pickle.dumps(absent))) == repr(absent)
    assert "stanza" in repr(absent)


CELLS = [
    "import os\nimport stanza, json\nfrom eli5 import Explainer as Why, plots\nprint(json.dumps(1), os.sep)",
    "stanza.blank('en')",
    "class Own(Why): pass",
    "try:\n    import stanza\nexcept ImportError:\n    print('none of it')",
    "import no_package_at_all",
    "from os import no_such_name",
    "def later():\n    import stanza\nlater()",
    "from flair import *",
    "import pattern",
    "try:\n    stanza.load('en')\nexcept Exception:\n    print('passed over')",
    "import datasets\nimport datasets.utils.no_such_part",
    "print(datasets.load_dataset.__name__)",
    "nothing = Why\nprint([name for name in dir() if 'absent' in name])",
]


@pytest.mark.slow
def test_imports_are_spared_and_uses_fail(tmp_path: Path) -> None:
    run = run_cells(tmp_path, CELLS, files={"pattern.py": "import flair\n"})
    failed = {cell["position"]: cell["failure"]["name"] for cell in run.of("cell") if cell["status"] != "ok"}
    missing = "ModuleNotFoundError"
    assert failed == {
        2: missing,
        3: missing,
        5: missing,
        6: "ImportError",
        7: missing,
        8: missing,
        9: missing,
        11: missing,
    }
    assert (run.text(1), run.text(4), run.text(13)) == ("1 /\n", "none of it\n", "[]\n")
    assert (run.text(10), run.text(12)) == ("passed over\n", "load_dataset\n")
    told = [(one["cell"], one["asked"]) for one in run.of("substitution") if one["how"] == "package"]
    assert told == [(1, "the package stanza"), (1, "the package eli5")]
    notes = [(one["cell"], one["about"]) for one in run.of("note")]
    use, lack = "package used", "package"
    assert notes[:7] == [(2, use), (3, use), (5, "module"), (7, lack), (8, lack), (9, lack), (10, use)]
