"""Small packages that are older than what they lean on, or that lean on what is not here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells


@pytest.mark.slow
def test_they_do_what_they_are_asked(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import graphviz; drawing = graphviz.Digraph(); drawing.edge('a', 'b')\n"
            "print(open(drawing.render('drawn', format='png')).read().split()[:1])",
            "import textstat; print(textstat.syllable_count('grading notebooks'))",
            "import keras, visualkeras\n"
            "net = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(4, 3), keras.layers.Flatten()])\n"
            "print(visualkeras.layered_view(net).size > (9, 9), hasattr(keras.layers.Layer, 'output_shape'))",
            "import numpy as np; from sklearn.linear_model import LogisticRegression\n"
            "from yellowbrick.classifier import ConfusionMatrix\n"
            "X, y = np.arange(20.0)[:, None], np.arange(20) > 9; drawn = ConfusionMatrix(LogisticRegression())\n"
            "drawn.fit(X, y); print(drawn.score(X, y)); drawn.show()",
            "import albumentations as A; print(A.Normalize()(image=np.zeros((8, 8, 3), 'uint8'))['image'].shape)",
            "print(A.Cutout(2, 3, 3, p=1.0)(image=np.full((9, 9, 3), 7, 'uint8'))['image'].min(),\n"
            "      A.RandomResizedCrop(4, 5)(image=np.zeros((9, 9, 3), 'uint8'))['image'].shape,\n"
            "      A.RandomResizedCrop(height=4, width=5)(image=np.zeros((9, 9, 3), 'uint8'))['image'].shape)",
            "import pydot; graph = pydot.Dot(); graph.add_node(pydot.Node('a', label='Dense <4>'))\n"
            "print(graph.create(prog='dot', format='svg').decode().count('Dense &lt;4&gt;'))",
            "import imageio, os\nwith imageio.get_writer('moves.gif', mode='I') as writer:\n"
            "    writer.append_data(np.zeros((8, 8, 3), 'uint8')); there = os.path.exists('moves.gif')\n"
            "print(there, open('moves.gif', 'rb').read(3))",
            "import pandas as pd, pandas_path; names = pd.Series(['a.txt', 'b/c.png'])\n"
            "print(names.path.suffix.tolist(), names.path.name.tolist())",
            "import scikitplot, matplotlib.pyplot as plt\n"
            "print(type(scikitplot.metrics.plot_confusion_matrix([0, 1], [0, 1])).__name__)",
            "from sklearn_pandas import DataFrameMapper; from sklearn.preprocessing import StandardScaler\n"
            "mapper = DataFrameMapper([(['a'], StandardScaler())])\n"
            "print(mapper.fit_transform(pd.DataFrame({'a': [1.0, 3.0]})).tolist())",
            "from plotnine import aes, geom_point, ggplot\n"
            "print(type((ggplot(pd.DataFrame({'a': [1, 2]}), aes('a', 'a')) + geom_point()).draw()).__name__)",
            "from torcheval.metrics.functional import binary_accuracy; import torch\n"
            "print(binary_accuracy(torch.tensor([0.9, 0.2]), torch.tensor([1, 0])).item())",
            "import timm; print(timm.create_model('resnet18', pretrained=True, num_classes=10).fc.out_features)",
            "from scikeras.wrappers import KerasClassifier, KerasRegressor\n"
            "from sklearn.base import is_classifier, is_regressor; from sklearn.ensemble import VotingClassifier\n"
            "def build():\n"
            "    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation='sigmoid')])\n"
            "    model.compile('adam', 'binary_crossentropy')\n"
            "    return model\n"
            "vote = VotingClassifier([('net', KerasClassifier(build, verbose=0)), ('line', LogisticRegression())])\n"
            "print(vote.fit(X, y).predict(X).shape, is_classifier(KerasClassifier()), is_regressor(KerasRegressor()))",
        ],
    )
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 15, [cell["failure"] for cell in run.of("cell")]
    last = [run.text(position).strip().splitlines()[-1] for position in (1, 2, 3, *range(5, 16))]
    assert last == [
        "['digraph']", "4", "True False", "(8, 8, 3)", "0 (4, 5, 3) (4, 5, 3)", "1", "True b'GIF'",
        "['.txt', '.png'] ['a.txt', 'c.png']", "Axes", "[[-1.0], [1.0]]", "Figure", "1.0", "10",
        "(20,) True True",
    ]  # fmt: skip
    assert run.text(4).splitlines() == ["1.0"]
    assert "network" not in {data["about"] for data in run.of("note")}
    said = {data["asked"] for data in run.of("substitution")}
    assert said >= {"albumentations.Cutout", "RandomResizedCrop(height, width)"}
    assert said >= {"render() of graphviz", "syllables by NLTK's cmudict", "resnet18 of timm with pretrained weights"}
