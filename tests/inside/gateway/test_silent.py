"""Trackers, Colab's page, extensions, shell cells and missing packages, in one notebook each."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.gateway.packages import presence
from tests.inside.builders import run_cells


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("install nothing-such", "nothing-such is not there"),
        ("install -q -r requirements.txt", "no package was named"),
        ("install --upgrade 'numpy'", None),
        ("install numpy==1.16", None),
        ("install -U sklearn", None),
        ("install git+https://example.org/x.git", "no package was named"),
        ("install -e CLIP/", "no package was named"),
    ],
)
def test_an_install_line_is_answered_with_what_is_there(line: str, said: str | None) -> None:
    from importlib.metadata import version

    answers = {
        "install --upgrade 'numpy'": f"numpy {version('numpy')} is there",
        "install numpy==1.16": f"numpy {version('numpy')} is there, not 1.16",
        "install -U sklearn": f"scikit-learn {version('scikit-learn')} is there",
    }
    assert presence([word.strip("'") for word in line.split()]) == answers.get(line, said)


@pytest.mark.slow
def test_services_keep_nothing(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import mlflow\nwith mlflow.start_run() as active:\n    mlflow.log_metric('a', 1.0)\nprint(bool(active))",
            "from kaggle_secrets import UserSecretsClient; print(repr(UserSecretsClient().get_secret('KEY')))",
            "from google.colab import userdata, output, runtime; print(repr(userdata.get('KEY'))); output.eval_js('1')",
            "import cv2, numpy as np; from google.colab.patches import cv2_imshow\n"
            "cv2_imshow(cv2.cvtColor(np.zeros((4, 4, 3), 'uint8'), cv2.COLOR_RGB2BGR))",
        ],
    )
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 4, [cell["failure"] for cell in run.of("cell")]
    assert [run.text(n).strip() for n in range(1, 4)] == ["False", "''", "''"]
    said = {data["asked"] for data in run.of("substitution")}
    assert said >= {"import mlflow", "import kaggle_secrets", "userdata.get('KEY')"}


@pytest.mark.slow
def test_cells_of_shell_and_extensions_without_a_page(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "%load_ext autotime\nprint('went on')",
            "%load_ext no_such_extension",
            "%%bash\npip install numpy==1.0\necho done",
            "%pylab inline\n%tensorflow_version 2.x\n%matplotlib widget\nprint(len(arange(3)))",
            "%%capture kept\nprint('hidden')",
            "%%writefile helper.py\nanswer = 42",
            "from helper import answer; print(answer, kept.stdout.strip())",
            "!nvidia-smi",
            "this is prose, not code.",
            "print('after prose')",
        ],
    )
    failed = [cell["position"] for cell in run.of("cell") if cell["status"] != "ok"]
    assert failed == [2, 9]
    assert run.text(1).splitlines()[-1] == "went on"
    assert "done" in run.text(3)
    assert "not 1.0" in run.text(3)
    assert [run.text(n).strip().splitlines()[-1] for n in (4, 7, 10)] == ["3", "42 hidden", "after prose"]


@pytest.mark.slow
def test_a_missing_package_is_told_from_a_missing_file(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import stanza\nstanza.load('en')",
            "import my_helper",
            "!pip install my_pack\nmy_pack = __import__('my_pack')",
            "import os",
        ],
    )
    notes = {data["cell"]: (data["about"], data["text"]) for data in run.of("note")}
    assert notes[1] == (
        "package used",
        "stanza is not installed on the grader, and nothing stands in for it: the machine's lack, not the code's",
    )
    assert notes[2][0] == "module"
    assert notes[3][0] == "package"
    assert set(notes) == {1, 2, 3}
