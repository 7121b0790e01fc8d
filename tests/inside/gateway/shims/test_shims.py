"""Every old spelling that notebooks use works beside the libraries of today, and each is said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells
from tests.inside.gateway.shims.spellings import CASES, FRAME


@pytest.mark.slow
@pytest.mark.parametrize("library", CASES)
def test_old_spellings_work_and_are_said(library: str, tmp_path: Path) -> None:
    begin, rows = CASES[library]
    run = run_cells(
        tmp_path, [begin, *(f"print(repr(({row[0]})))" for row in rows)], files={"own.csv": "a b\n1 2\n3 4\n"}
    )
    assert run.cell(1)["status"] == "ok", run.cell(1)["failure"]
    for position, (expression, wanted, _) in enumerate(rows, start=2):
        assert run.cell(position)["status"] == "ok", (expression, run.cell(position)["failure"])
        assert run.text(position).splitlines()[-1] == repr(wanted), expression
    said = asked(run)
    assert {row[2] for row in rows if row[2]} <= set(said)
    assert len(said) == len(set(said))


@pytest.mark.slow
def test_values_are_set_as_pandas_did_before_3(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            FRAME,
            "a = df.copy(); a['label'][a.label == 'ham'] = 0; a.label[a.label == 'spam'] = 1; print(a.label.tolist())",
            "b = df.copy(); b.label.replace({'ham': 0, 'spam': 1}, inplace=True); print(list(b.label), b.label.dtype)",
            "c = df.copy(); c.loc[c.label == 'ham', 'label'] = 0; print(c.label.tolist())",
            "d = df.copy(); s = d['n']; s.replace(1.0, 9.0, inplace=True); print(list(d.n))",
            "e = df.label.replace({'ham': 0, 'spam': 1}); print(e.dtype)",
        ],
    )  # fmt: skip
    printed = [run.text(position).strip() for position in range(2, 7)]
    assert printed == ["[0, 1, 0]", "[0, 1, 0] int64", "[0, 'spam', 0]", "[1.0, 2.0, 6.0]", "int64"]
    assert "frame[column][rows] = …" in asked(run)


@pytest.mark.slow
def test_what_was_refused_in_its_day_is_refused_as_ever(tmp_path: Path) -> None:
    cells = {
        "plt.figure().add_subplot(2, 7 / 2, 1)": "Number of columns must be a positive integer, not 3.5",
        "plt.subplots(4 / 2, 2)": "Number of rows must be a positive integer, not 2.0",
        "'%d' % np.array([1, 2])": "%d format: a real number is required, not numpy.ndarray",
        "'%d of %d' % np.array([1])": "%d format: a real number is required, not numpy.ndarray",
        "'%x' % np.array([1])": "%x format: an integer is required, not numpy.ndarray",
        "'%d' % np.array(['1'])": "%d format: a real number is required, not numpy.ndarray",
        "'%d' % (np.array([1]), 2)": "%d format: a real number is required, not numpy.ndarray",
        "'{:d}'.format(np.array([1]))": "unsupported format string passed to numpy.ndarray.__format__",
        "SMOTE(kind='other')": "SMOTE.__init__() got an unexpected keyword argument 'kind'",
        "SMOTE(sampling_strategy=0.5).fit_resample(np.zeros((9, 1)), [0, 1, 1] * 3)": "The specified ratio required to "
        "remove samples from the minority class while trying to generate new samples. Please increase the ratio.",
        "ADASYN(out_step=1)": "ADASYN.__init__() got an unexpected keyword argument 'out_step'",
    }
    begin = "import numpy as np, matplotlib.pyplot as plt; from imblearn.over_sampling import ADASYN, SMOTE"
    run = run_cells(tmp_path, [begin, *cells])
    failures = [run.cell(position)["failure"]["message"] for position in range(2, len(cells) + 2)]
    assert failures == list(cells.values())
    assert asked(run) == []


@pytest.mark.slow
def test_a_library_that_feels_for_an_old_name_is_not_answered(tmp_path: Path) -> None:
    """Code outside the notebook that has a branch for old versions must take the branch for the installed one."""
    run = run_cells(
        tmp_path,
        [
            "import sys, pathlib, tempfile; folder = tempfile.mkdtemp(); sys.path.append(folder)\n"
            "pathlib.Path(folder, 'elsewhere.py').write_text('import numpy\\nold = hasattr(numpy, \"int\")')\n"
            "import elsewhere; print(elsewhere.old)",
        ],
    )
    assert run.text(1).strip() == "False"
    assert asked(run) == []


def asked(run: Run) -> list[str]:
    return [data["asked"] for data in run.of("substitution") if data["how"] == "shim"]
