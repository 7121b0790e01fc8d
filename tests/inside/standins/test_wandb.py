"""Weights & Biases without its service: what a notebook puts in it can read back, and a sweep runs once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.inside.standins import wandb
from grader.inside.standins.wandb import runs
from tests.inside.builders import run_cells


@pytest.fixture(autouse=True)
def _no_run() -> Iterator[None]:
    yield
    wandb.run, wandb.config, wandb.summary = None, wandb.Settings(), {}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param({"lr": 0.1}, {"lr": 0.1}, id="a dict"),
        pytest.param(SimpleNamespace(lr=0.1), {"lr": 0.1}, id="a namespace"),
        pytest.param(type("Settings", (), {"lr": 0.1}), {"lr": 0.1}, id="a class"),
        pytest.param("settings.yaml", {}, id="a file"),
        pytest.param(None, {}, id="nothing"),
    ],
)
def test_settings_come_back(given: object, wanted: dict[str, float]) -> None:
    run = wandb.init(project="p", config=given)
    assert wandb.config is run.config
    assert run.config == wanted
    wandb.config.epochs = 3
    wandb.config.update({"epochs": 4, "units": 8}, allow_val_change=True)
    wandb.config.setdefaults({"units": 1})
    assert (run.config["epochs"], run.config.units, run.config.get("none")) == (4, 8, None)
    with pytest.raises(AttributeError, match="no 'missing'"):
        _ = run.config.missing


def test_settings_of_before_a_run_are_its_own_and_those_of_another_run_are_not() -> None:
    wandb.config = {"lr": 0.5}
    assert wandb.init(config={"units": 2}).config == {"lr": 0.5, "units": 2}
    assert wandb.init().config == {}


def test_the_last_of_each_value_is_the_summary() -> None:
    with wandb.init(name="first") as run:
        wandb.log({"loss": 2.0}, step=1)
        run.log({"loss": 1.0, "picture": wandb.Image([1])})
        run.summary["best"] = 0.5
    assert (wandb.summary["loss"], wandb.summary["best"], run.name, run.url) == (1.0, 0.5, "first", "")


def test_a_table_holds_its_rows() -> None:
    table = wandb.Table(columns=["text", "label"], data=[["a", 0]])
    table.add_data("b", 1)
    table.add_column("length", [1, 1])
    assert (table.get_column("label"), table.columns) == ([0, 1], ["text", "label", "length"])
    assert [row for _, row in table.iterrows()] == [["a", 0, 1], ["b", 1, 1]]
    assert isinstance(table, wandb.Table)


def test_everything_else_takes_what_it_is_told() -> None:
    wandb.watch(object(), log="all", log_freq=10)
    wandb.define_metric("loss", summary="min")
    assert list(wandb.Api().runs("entity/project")) == []
    assert not wandb.plot.confusion_matrix(y_true=[1], preds=[1])
    assert wandb.login() is True


@pytest.mark.parametrize(
    ("parameter", "first"),
    [
        ({"values": [0.5, 1]}, 0.5),
        ({"value": 2}, 2),
        ({"distribution": "uniform", "min": 0.1, "max": 1}, 0.1),
        ({"distribution": "normal", "mu": 0.3, "sigma": 1}, 0.3),
        ({"parameters": {"inner": {"value": 7}}}, {"inner": 7}),
    ],
)
def test_the_first_value_of_a_parameter(parameter: dict[str, object], first: object) -> None:
    assert runs._first_values({"name": parameter}) == {"name": first}


@pytest.mark.slow
def test_a_notebook_is_told_what_it_was_given(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import sys, wandb; print('keras' in sys.modules)\nwandb.init(config={'epochs': 3})",
            "sweep = wandb.sweep({'method': 'random', 'parameters': {'lr': {'values': [0.5, 1]}, 'n': {'value': 2}}})\n"
            "wandb.agent(sweep, function=lambda: print(sorted(wandb.init(config={'lr': 9}).config.items())), count=20)",
            "import os; print(os.path.isdir(wandb.run.dir))",
            "from wandb.keras import WandbCallback\nfrom wandb.integration.keras import WandbMetricsLogger\n"
            "from tensorflow import keras; print(issubclass(WandbMetricsLogger, keras.callbacks.Callback))",
            "import transformers\n"
            "print(transformers.TrainingArguments('out', report_to=['wandb', 'tensorboard']).report_to)",
        ],
    )
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 5, [cell["failure"] for cell in run.of("cell")]
    printed = [run.text(position).strip().splitlines()[-1] for position in range(1, 6)]
    assert printed == ["False", "[('lr', 0.5), ('n', 2)]", "True", "True", "['tensorboard']"]
    said = {data["asked"]: data["served"] for data in run.of("substitution")}
    assert "nothing is sent or kept" in said["import wandb"]
    assert said["wandb.agent(…, count=20)"] == "one run, with the first value of each parameter"
    assert "report_to=['wandb', 'tensorboard']" in said


@pytest.mark.slow
def test_a_library_that_looks_for_it_does_not_find_it(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import sys, pathlib, tempfile; folder = tempfile.mkdtemp(); sys.path.append(folder)\n"
            "pathlib.Path(folder, 'elsewhere.py').write_text(\n"
            "    'import importlib.util\\nfound = importlib.util.find_spec(\"wandb\") is not None')\n"
            "import elsewhere; print(elsewhere.found)",
        ],
    )
    assert run.text(1).strip() == "False"
