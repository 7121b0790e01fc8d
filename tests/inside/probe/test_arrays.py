"""What of a notebook's values is an array of rows."""

from __future__ import annotations

import pytest
import torch

from grader.inside.probe.arrays import as_array


@pytest.mark.slow
def test_tensors_in_a_list_are_rows_where_they_are_of_one_shape() -> None:
    rows = as_array([torch.zeros(3), torch.ones(3)])
    assert rows is not None
    assert rows.tolist() == [[0, 0, 0], [1, 1, 1]]
    assert as_array([torch.zeros(64, 3), torch.zeros(40, 3)]) is None


def test_a_variable_of_a_graph_has_no_values() -> None:
    def refuse(self: object, *_: object, **__: object) -> None:
        raise NotImplementedError("numpy() is only available when eager execution is enabled.")

    kind = type("ResourceVariable", (), {"__module__": "tensorflow.some", "shape": (60, 2), "__array__": refuse})
    assert as_array(kind()) is None
