from __future__ import annotations

import sys
from pathlib import Path

from grader.environment import inside_digest, library_versions


def test_versions_are_read_from_the_folders_of_an_interpreter(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name in ("torch-2.13.0+cpu", "scikit_learn-1.9.1", "numpy-2.4.6", "leftpad-1.0"):
        (packages / f"{name}.dist-info").mkdir(parents=True)
    found = library_versions(tmp_path / "bin" / "python")
    assert found == {"numpy": "2.4.6", "scikit-learn": "1.9.1", "torch": "2.13.0+cpu"}


def test_this_environment_has_what_the_runner_needs() -> None:
    assert {"ipython", "numpy"} <= set(library_versions(Path(sys.executable)))


def test_the_digest_of_the_inside_is_stable() -> None:
    assert inside_digest() == inside_digest()
    assert len(inside_digest()) == 64
