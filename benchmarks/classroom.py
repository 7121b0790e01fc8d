"""A class of Keras notebooks, from files to PDFs and gradebook, beside `jupyter execute` of the same files."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ruamel.yaml import YAML

from grader.datasets.catalogue import open_dataset

STUDENTS = 20
ASSIGNMENT, PROBLEM = "aml-a2-sequences", "spam"
GRADER = (sys.executable, "-m", "grader.cli.main")
ROOT = Path(__file__).parent.parent
CELLS = (
    "import pandas as pd\nimport keras\nfrom keras import layers\nimport matplotlib.pyplot as plt\n"
    "from sklearn.feature_extraction.text import CountVectorizer\n"
    "from sklearn.model_selection import train_test_split",
    "messages = pd.read_csv('spam.csv', encoding='latin-1')[['v1', 'v2']]\n"
    "labels = (messages.v1 == 'spam').astype('float32').to_numpy()",
    "words = CountVectorizer(max_features=2000).fit_transform(messages.v2).toarray()\n"
    "train, test, train_labels, test_labels = train_test_split(words, labels, test_size=0.2, random_state={seed})",
    "model = keras.Sequential([keras.Input((words.shape[1],)), layers.Dense(64, activation='relu'),\n"
    "                          layers.Dropout(0.25), layers.Dense(1, activation='sigmoid')])\n"
    "model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])\n"
    "history = model.fit(train, train_labels, epochs=5, validation_split=0.1, verbose=0)",
    "print('test accuracy', model.evaluate(test, test_labels, verbose=0)[1])",
    "plt.plot(history.history['loss'], label='loss')\nplt.legend()\nplt.show()",
)


def _one_problem(course: Path) -> None:
    """The shipped rubric and reference cut to the problem that the notebooks answer."""
    yaml = YAML()
    rubric = yaml.load(ROOT / "rubrics" / f"{ASSIGNMENT}.yaml")
    rubric["problems"] = [problem for problem in rubric["problems"] if problem["id"] == PROBLEM]
    rubric["points"] = rubric["problems"][0]["points"]
    reference = Path("reference") / ASSIGNMENT / f"{PROBLEM}.py"
    (course / "rubrics").mkdir()
    (course / reference.parent).mkdir(parents=True)
    yaml.dump(rubric, course / "rubrics" / f"{ASSIGNMENT}.yaml")
    shutil.copy(ROOT / reference, course / reference)


def _class(folder: Path) -> list[Path]:
    """A course with one problem of the shipped rubric and its reference, and one notebook for each student."""
    _one_problem(folder)
    notebooks = []
    for number in range(STUDENTS):
        home = folder / "submissions" / ASSIGNMENT / f"student-{number:02d}"
        home.mkdir(parents=True)
        cells = [
            {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [],
             "source": source.replace("{seed}", str(number))}
            for source in CELLS
        ]  # fmt: skip
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": kernel, "cells": cells}
        notebooks.append(home / "a2.ipynb")
        notebooks[-1].write_text(json.dumps(notebook))
    return notebooks


def _time(command: list[str], cwd: Path, **environment: str) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 6):  # 6: a criterion waits for a person to read
        raise RuntimeError(f"{command[:3]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return time.perf_counter() - started


def rows() -> list[tuple[str, str, str]]:
    """(what, measured, budget) for the table.

    Jupyter has the data beside each notebook and runs one after the other, as the command does, its frameworks using
    all cores; it writes nothing. The grader runs as many side by side as there are cores, judges, prints and records;
    a virtual machine gives two busy cores what it has left, so it is timed three times, before and after Jupyter.
    """
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3"}
    with tempfile.TemporaryDirectory(prefix="bench-class-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        notebooks = _class(folder)
        served = folder / "served"
        served.mkdir()
        open_dataset("sms-spam", data=None, profile="quick").serve(served)
        # The reference's attempt is made before: a class has one, and it is not one of the notebooks compared.
        _time([*GRADER, "validate", ASSIGNMENT], folder)
        ours = [_assessed(folder, "before")]
        copies = []
        for notebook in notebooks:
            place = folder / "jupyter" / notebook.parent.name
            place.mkdir(parents=True)
            shutil.copy(served / "sms-spam" / "spam.csv", place)
            copies.append(shutil.copy(notebook, place))
        execute = [str(Path(sys.executable).with_name("jupyter")), "execute"]
        one_by_one = _time([*execute, *map(str, copies)], folder / "jupyter", **quiet)
        ours += [_assessed(folder, name) for name in ("after", "again")]
        made = len(list((folder / "again" / "reports" / ASSIGNMENT).glob("*.pdf")))
    usual, between = statistics.median(ours), f"{min(ours):.0f} to {max(ours):.0f}"
    return [
        (
            f"`grader assess`, {STUDENTS} Keras notebooks to {made} PDFs and the gradebook",
            f"{usual:.0f} s ({between})",
            "",
        ),
        (f"`jupyter execute`, the same {STUDENTS} notebooks", f"{one_by_one:.0f} s", ""),
        ("ratio", f"{one_by_one / usual:.1f}", "at least 5"),
    ]


def _assessed(course: Path, name: str) -> float:
    """Seconds that the command takes in a copy of the course, called so, in which only the reference has been run."""
    copy = course / name
    for part in ("rubrics", "reference", "submissions", ".grader"):
        shutil.copytree(course / part, copy / part)
    return _time([*GRADER, "assess", "submissions/"], copy)
