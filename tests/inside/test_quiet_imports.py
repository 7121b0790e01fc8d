"""A library's import leaves `random` and numpy as they were; a module of the notebook's own does as it pleases."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.inside import quiet_imports

DRAWS = "import random\nimport numpy\nrandom.random()\nnumpy.random.random()\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that counts as installed; another beside it, `own`, that does not."""
    installed, own = tmp_path / "prefix", tmp_path / "own"
    for folder in (installed, own):
        folder.mkdir()
        monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "prefix", str(installed))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    quiet_imports.install()
    random.seed(5)
    np.random.seed(5)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("quiet_")]:
        del sys.modules[name]


def drawn() -> tuple[float, float]:
    return random.random(), float(np.random.random())


def fresh(seed: int) -> tuple[float, float]:
    return random.Random(seed).random(), float(np.random.RandomState(seed).random())


@pytest.mark.parametrize(
    ("files", "name"),
    [
        pytest.param({"quiet_plain.py": DRAWS}, "quiet_plain", id="a module"),
        pytest.param(
            {"quiet_p/__init__.py": DRAWS, "quiet_p/part.py": DRAWS}, "quiet_p.part", id="a part of a package"
        ),
        pytest.param({"quiet_a.py": "import quiet_b\n", "quiet_b.py": DRAWS}, "quiet_a", id="what it imports itself"),
        pytest.param({"quiet_seeds.py": "import random\nrandom.seed(1)\n"}, "quiet_seeds", id="one that sets a seed"),
    ],
)
def test_a_library_takes_nothing(library: Path, files: dict[str, str], name: str) -> None:
    for place, text in files.items():
        path = library / "prefix" / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    importlib.import_module(name)
    assert drawn() == fresh(5)


def test_one_that_fails_takes_nothing_either(library: Path) -> None:
    (library / "prefix" / "quiet_broken.py").write_text(DRAWS + "raise RuntimeError('broken')\n")
    with pytest.raises(RuntimeError, match="broken"):
        importlib.import_module("quiet_broken")
    assert drawn() == fresh(5)


def test_a_module_of_the_notebooks_own_may_set_a_seed(library: Path) -> None:
    (library / "own" / "quiet_own.py").write_text("import random, numpy\nrandom.seed(8)\nnumpy.random.seed(8)\n")
    importlib.import_module("quiet_own")
    assert drawn() == fresh(8)


def test_what_is_not_there_is_still_not_there(library: Path) -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("quiet_nowhere")
