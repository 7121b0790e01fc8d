"""What a notebook shows: figures as numbers and pictures, data frames as strings."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from IPython.core.formatters import DisplayFormatter

from grader.evidence.wire.records import Figure, Table
from grader.inside.probe.figures import png_of_figure
from grader.inside.probe.names import bindings
from tests.inside.probe.builders import Notebook

PLOTS = """
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
"""


def test_a_figure_with_two_lines_and_a_legend() -> None:
    notebook = Notebook().cell(PLOTS)
    notebook.cell("""
        plt.figure(figsize=(30, 10))
        plt.plot([0.9, 0.5, 0.2], label="train")
        plt.plot([1, 2, 3], [0.8, 0.6, 0.5], label="validation")
        plt.title("Loss"); plt.xlabel("epoch"); plt.ylabel("loss"); plt.legend()
        plt.show()
        left_open = plt.get_fignums()
    """)

    (figure,) = notebook.all(Figure)
    (axes,) = figure.axes
    assert (axes.title, axes.xlabel, axes.ylabel, axes.legend) == ("Loss", "epoch", "loss", ("train", "validation"))
    assert [(series.label, series.kind, series.points) for series in axes.series] == [
        ("train", "line", 3), ("validation", "line", 3)]  # fmt: skip
    assert axes.series[1].x == (1.0, 2.0, 3.0)
    assert axes.series[1].y == (0.8, 0.6, 0.5)
    assert notebook.variables["left_open"] == []
    (output,) = notebook.shown
    assert output.image == figure.image
    png = notebook.evidence.images[figure.image or ""]
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") <= 1050


def test_figures_left_open_are_shown_at_the_end_of_the_cell_once() -> None:
    notebook = Notebook().cell(PLOTS)
    notebook.cell("""
        fig, axs = plt.subplots(1, 3)
        fig.suptitle("All")
        axs[0].scatter(np.arange(2000), np.arange(2000), label="points")
        axs[1].bar(["a", "b"], [3, 4])
        axs[2].hist([1, 2, 2, 3, 3, 3], bins=3)
        plt.figure(); plt.imshow(np.zeros((4, 5)))
    """).cell("x = 1")

    first, second = notebook.all(Figure)
    assert first.title == "All"
    assert [axes.series[0].kind for axes in first.axes] == ["scatter", "bar", "hist"]
    assert (first.axes[0].series[0].points, len(first.axes[0].series[0].x)) == (2000, 500)
    assert first.axes[1].series[0].y == (3.0, 4.0)
    assert second.axes[0].series[0].kind == "image"
    assert len(notebook.shown) == 2


def test_a_figure_that_is_returned_is_recorded_once() -> None:
    notebook = Notebook()
    formatter = DisplayFormatter()
    formatter.formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", png_of_figure)
    notebook.variables["display"] = formatter.format
    notebook.cell(PLOTS + "fig, ax = plt.subplots()\nax.plot([1, 2])\nbundle, _ = display(fig)")

    assert len(notebook.all(Figure)) == 1
    assert notebook.variables["bundle"]["image/png"].startswith(b"\x89PNG")
    assert notebook.shown == []


def test_a_displayed_frame_is_a_table_and_still_displays() -> None:
    formatter = DisplayFormatter()
    notebook = Notebook(display=formatter.format)
    notebook.context.shell.display_formatter = formatter
    from grader.inside import probe

    probe.install(notebook.context)
    notebook.cell("""
        import pandas as pd
        frame = pd.DataFrame({"model": ["RNN", "LSTM"], "accuracy": [0.9839357429718876, 0.98]}, index=["a", "b"])
        bundle, _ = display(frame)
        print(frame)
    """)

    (table,) = notebook.all(Table)
    assert (table.columns, table.index) == (("model", "accuracy"), ("a", "b"))
    assert table.rows == (("RNN", "0.9839357429718876"), ("LSTM", "0.98"))
    assert "<table" in notebook.variables["bundle"]["text/html"]


@pytest.mark.parametrize(
    ("make", "names"),
    [
        pytest.param(lambda m: {"model": m, "same": m}, ["model", "same"], id="variables, in order"),
        pytest.param(lambda m: {"models": {"rnn": m}}, ["models['rnn']"], id="a dictionary"),
        pytest.param(lambda m: {"nets": [None, m]}, ["nets[1]"], id="a list"),
        pytest.param(lambda m: {"all": [{"x": m}]}, ["all[0]['x']"], id="two levels"),
        pytest.param(lambda m: {"gan": SimpleNamespace(generator=m)}, ["gan.generator"], id="an attribute"),
        pytest.param(lambda m: {"deep": [[[m]]]}, [], id="three levels are not searched"),
    ],
)
def test_names_read_as_python_would(make: object, names: list[str]) -> None:
    model = object()
    assert callable(make)
    assert [name for name, _ in bindings(make(model), lambda value: value is model)] == names
