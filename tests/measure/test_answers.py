"""Answers of every form become classes of the data set."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.measure.answers import UnreadableAnswersError, called_classes
from tests.evidence.builders import prediction

TWO = ("ham", "spam")
THREE = ("cat", "dog", "owl")


@pytest.mark.parametrize(
    ("output", "values", "notebook", "called"),
    [
        pytest.param("probability", [0.2, 0.5, 0.51], TWO, [0, 0, 1], id="half is not above half"),
        pytest.param("probability", [[0.2], [0.9]], TWO, [0, 1], id="one column"),
        pytest.param("probability", [[0.9, 0.1], [0.3, 0.7]], TWO, [0, 1], id="two columns: the larger"),
        pytest.param("logit", [-0.1, 0.0, 0.1], TWO, [0, 0, 1], id="logits from 0"),
        pytest.param("logit", [[-5, -9], [-9, -5]], TWO, [0, 1], id="log probabilities: the larger"),
        pytest.param("score", [-3.0, 0.6, 7.0], TWO, [0, 1, 1], id="a regression on 0 and 1"),
        pytest.param("class", [0, 1, 1], TWO, [0, 1, 1], id="codes"),
        pytest.param("class", [-1, 1, 1], TWO, [0, 1, 1], id="codes -1 and 1"),
        pytest.param("probability", [0.2, 0.9], ("spam", "ham"), [1, 0], id="turned: 1 means ham"),
        pytest.param("class", [0, 1], ("spam", "ham"), [1, 0], id="turned codes"),
        pytest.param("probability", [[0.9, 0.1]], ("Spam ", "HAM"), [1], id="names in other spellings"),
        pytest.param("probability", [0.9], None, [1], id="not known: the data set's order"),
        pytest.param("class", [0, 1], ("0", "1"), [0, 1], id="named by their numbers"),
    ],
)
def test_two_classes(output: str, values: Any, notebook: tuple[str, ...] | None, called: list[int]) -> None:
    answer = prediction("p", "m", 1, "a", output=output, classes=notebook)
    assert called_classes(answer, np.array(values, dtype=np.float64), TWO).tolist() == called


def test_three_classes() -> None:
    answer = prediction("p", "m", 1, "a", classes=("owl", "cat", "dog"))
    values = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    assert called_classes(answer, values, THREE).tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("output", "values", "notebook", "classes", "why"),
    [
        pytest.param("probability", [np.nan, 0.3], TWO, TWO, "1 of its 2 answers are not numbers", id="NaN"),
        pytest.param("logit", [np.inf, 0.3], TWO, TWO, "not numbers", id="infinite"),
        pytest.param("probability", [[0.1, 0.2, 0.7]], TWO, TWO, "3 columns for 2 classes", id="too wide"),
        pytest.param("probability", [0.3], THREE, THREE, "one number for 3 classes", id="too narrow"),
        pytest.param("class", [0, 2], TWO, TWO, "not class numbers from 0 to 1", id="no such class"),
        pytest.param("class", [0.5, 1], TWO, TWO, "not class numbers", id="half a class"),
        pytest.param("probability", [0.3], ("cat", "dog"), TWO, "the classes cat, dog, not ham, spam", id="others"),
        pytest.param("probability", [0.3], ("ham", "ham"), TWO, "the classes ham, ham", id="one class twice"),
    ],
)
def test_unreadable(output: str, values: Any, notebook: tuple[str, ...], classes: tuple[str, ...], why: str) -> None:
    answer = prediction("p", "m", 1, "a", output=output, classes=notebook)
    with pytest.raises(UnreadableAnswersError, match=why):
        called_classes(answer, np.array(values, dtype=np.float64), classes)
