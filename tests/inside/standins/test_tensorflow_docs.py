"""The stand-in for TensorFlow's tutorials: files in the page, plots of histories, dots for epochs."""

from __future__ import annotations

import base64
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest

from grader.inside.standins.tensorflow_docs.plots import HistoryPlotter
from grader.inside.standins.tensorflow_docs.vis.embed import embed_data, embed_file
from tests.inside.builders import run_cells

HISTORY = SimpleNamespace(epoch=[0, 1, 2], history={"mae": [4.0, 1.0, 1.0], "val_mae": [3.0, 3.0, 3.0]})


@pytest.mark.parametrize(
    ("name", "tag", "kind"),
    [("a.gif", "<img", "image/gif"), ("b.png", "<img", "image/png"), ("c.mp4", "<video", "video/mp4")],
)
def test_a_file_is_part_of_the_page(name: str, tag: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"moving")
    page = embed_file(tmp_path / name).data
    assert page.startswith(tag)
    assert f'src="data:{kind};base64,{base64.b64encode(b"moving").decode()}"' in page


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="text/plain: only images and videos"):
        embed_data("text/plain", b"")
    with pytest.raises(FileNotFoundError):
        embed_file(str(tmp_path / "never.gif"))


def test_a_name_keeps_its_colour_from_plot_to_plot() -> None:
    plotter = HistoryPlotter(metric="mae")
    plt.figure()
    plotter.plot({"tiny": HISTORY, "large": HISTORY})
    first = [(line.get_label(), line.get_linestyle(), line.get_color()) for line in plt.gca().lines]
    assert [label for label, _, _ in first] == ["Tiny Train", "Tiny Val", "Large Train", "Large Val"]
    assert [style for _, style, _ in first] == ["-", "--", "-", "--"]
    assert (plt.gca().get_ylabel(), plt.gca().get_xlim()) == ("Mae", (0.0, 2.0))
    plt.figure()
    plotter.plot({"large": HISTORY})
    assert {line.get_color() for line in plt.gca().lines} == {first[2][2]}
    plt.close("all")


def test_smoothing_takes_from_neighbours_and_leaves_what_is_level() -> None:
    plt.figure()
    HistoryPlotter("mae", smoothing_std=1).plot({"tiny": HISTORY})
    trained, validated = (list(line.get_ydata()) for line in plt.gca().lines)
    assert 4.0 > trained[0] > trained[1] > trained[2] > 1.0
    assert validated == pytest.approx([3.0] * 3)
    plt.close("all")


@pytest.mark.slow
def test_a_tutorials_cells_run(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "!pip install -q git+https://github.com/tensorflow/docs\n"
            "import tensorflow_docs as tfdocs, tensorflow_docs.modeling, tensorflow_docs.plots\n"
            "from tensorflow import keras; import numpy as np",
            "model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]); model.compile('sgd', 'mse')\n"
            "rows = np.zeros((8, 2)), np.zeros(8)\n"
            "kept = model.fit(*rows, epochs=3, verbose=0, validation_data=rows,\n"
            "                 callbacks=[tfdocs.modeling.EpochDots(report_every=2)])",
            "tfdocs.plots.HistoryPlotter(metric='loss').plot({'Small': kept})",
            "import tensorflow_docs.vis.embed as embed; import PIL.Image\n"
            "PIL.Image.new('L', (2, 2)).save('made.gif')\n"
            "page = embed.embed_file('made.gif'); print(page.data[:24]); page",
        ],
    )
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 4, [cell["failure"] for cell in run.of("cell")]
    zero = "loss:0.0000,  val_loss:0.0000"
    assert run.text(2).split() == f"Epoch: 0, {zero}, .. Epoch: 2, {zero}, .".split()
    assert '<img src="data:image/gif' in run.text(4)
    said = [data for data in run.of("substitution") if data["how"] == "stand-in"]
    assert [data["asked"] for data in said] == ["import tensorflow_docs"]
    assert not [data for data in run.of("note") if data["about"].startswith("package")]
