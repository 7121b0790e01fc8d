"""Which warm interpreter a notebook gets is read off its imports, and only names from our own table leave it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.warm.runtime import _LOADED_FOR, Runtime, imported, warmth_for
from tests.sandbox.builders import job

TABLE = {module for modules in _LOADED_FOR.values() for module in modules}


@pytest.mark.parametrize(
    ("source", "runtime", "modules"),
    [
        pytest.param("x = 1", Runtime.LIGHT, (), id="nothing"),
        pytest.param("import pandas as pd", Runtime.LIGHT, ("pandas",), id="light"),
        pytest.param("from nltk.corpus import stopwords", Runtime.LIGHT, ("nltk",), id="a part of a package"),
        pytest.param("import keras", Runtime.KERAS3, ("tensorflow", "keras"), id="keras"),
        pytest.param("from tensorflow.keras import layers", Runtime.KERAS3, ("tensorflow", "keras"), id="tf.keras"),
        pytest.param("if True:\n    import torch", Runtime.KERAS3, ("torch", "torch.utils.data"), id="indented"),
        pytest.param("import os, torch", Runtime.KERAS3, ("torch", "torch.utils.data"), id="one of several"),
        pytest.param("import tf_keras", Runtime.KERAS3, ("tensorflow", "tf_keras"), id="tf-keras by its own name"),
        pytest.param("# import torch is not needed", Runtime.LIGHT, (), id="a comment"),
        pytest.param("%matplotlib inline\n!pip install torch\nimport (", Runtime.LIGHT, (), id="not quite Python"),
        pytest.param("import my_secret_helper", Runtime.LIGHT, (), id="a module of the student's"),
    ],
)
def test_the_imports_decide(source: str, runtime: Runtime, modules: tuple[str, ...]) -> None:
    warmth = warmth_for(job(source))
    assert (warmth.runtime, warmth.modules) == (runtime, modules)


def test_where_keras_is_tf_keras_keras_3_is_not_loaded() -> None:
    warmth = warmth_for(job("import keras, pandas\nimport tensorflow", keras="keras2"))
    assert (warmth.runtime, warmth.modules) == (Runtime.KERAS2, ("pandas", "tensorflow", "tf_keras"))
    assert warmth_for(job("import pandas", keras="keras2")).runtime is Runtime.LIGHT


def test_the_order_is_the_tables_and_not_the_notebooks() -> None:
    first, second = (
        job("import torch\nimport keras\nimport pandas"),
        job("import pandas", "import keras", "import torch"),
    )
    assert warmth_for(first) == warmth_for(second)


@given(st.lists(st.text(max_size=60)))
def test_no_text_tells_the_parent_a_name_that_is_not_in_the_table(sources: list[str]) -> None:
    """Whatever a notebook says, what is sent to a process that outlives it comes from a list of ours."""
    assert set(warmth_for(job(*sources)).modules) <= TABLE


@given(st.text(alphabet="import from,.ax_\n\t", max_size=80))
def test_reading_imports_never_fails(source: str) -> None:
    for name in imported([source]):
        assert " " not in name
