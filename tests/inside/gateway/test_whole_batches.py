"""Code that counts on whole batches: only such code has the rest of a loader's rows left out."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.whole_batches import counts_on_whole

LOADER = "loader = DataLoader(rows, batch_size=SIZE, shuffle=True)\n"


@pytest.mark.parametrize(
    ("source", "counts"),
    [
        pytest.param(LOADER + "real = torch.ones(SIZE)", True, id="labels of a batch"),
        pytest.param(LOADER + "z = torch.randn((SIZE, 100))", True, id="noise of a batch"),
        pytest.param(LOADER + "out = out.view(SIZE, -1)", True, id="a shape"),
        pytest.param(LOADER + "for i in range(SIZE): labels[i]", True, id="one row after the other"),
        pytest.param("loader = data.DataLoader(rows, SIZE)\nreal = torch.ones(SIZE, 1)", True, id="by position"),
        pytest.param(LOADER + "train(model, loader, SIZE)", False, id="handed on"),
        pytest.param(LOADER + "steps = len(rows) // SIZE", False, id="counted with"),
        pytest.param(LOADER + "real = torch.ones(len(batch))", False, id="as long as the batch"),
        pytest.param("real = torch.ones(SIZE)", False, id="no loader"),
        pytest.param("rows = rows.batch(SIZE)\nz = tf.random.normal([SIZE, 100])", True, id="of tf.data"),
        pytest.param(LOADER + "z = np.random.normal(0, 1, size=(SIZE, 100))", True, id="a shape by its name"),
        pytest.param(
            "batch_size = 200\nrows = rows.batch(200)\nz = tf.random.normal((batch_size, 9))", True, id="written down"
        ),
        pytest.param("width = 100\nrows = rows.batch(100)\nz = torch.randn(n, width)", False, id="another number"),
    ],
)
def test_counts_on_whole(source: str, counts: bool) -> None:
    assert counts_on_whole([ast.parse(source)]) is counts
