"""The judge of pictures: it learns, it describes, and it is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.datasets.dataset import Labels
from grader.datasets.fashion_mnist import open_fashion_mnist
from grader.datasets.image_dataset import ImageDataset
from grader.datasets.judge import FEATURES, Judge, train_judge
from grader.datasets.judges import FOLDER, CourseJudges, judge_of
from grader.datasets.mnist import open_mnist
from grader.datasets.sms_spam import open_sms_spam
from tests.datasets.builders import real_data


@pytest.fixture(scope="module")
def judge() -> Judge:
    return train_judge(open_fashion_mnist(None, "quick").labels)


def small() -> ImageDataset:
    """With 100 training rows, for what does not depend on how good the judge is."""
    dataset = open_fashion_mnist(None, "quick")
    return replace(dataset, labels=replace(dataset.labels, train_rows=100))


def accuracy(judge: Judge, labels: Labels) -> float:
    assert labels.images is not None
    return float((judge.classes_of(labels.images[labels.train_rows :]) == labels.codes[labels.train_rows :]).mean())


def test_it_tells_the_drawn_clothes_apart(judge: Judge) -> None:
    assert accuracy(judge, open_fashion_mnist(None, "quick").labels) > 0.88


def test_it_tells_the_drawn_digits_apart() -> None:
    labels = open_mnist(None, "quick").labels
    assert accuracy(train_judge(labels), labels) > 0.85


def test_probabilities_and_features_go_together(judge: Judge) -> None:
    labels = open_fashion_mnist(None, "quick").labels
    assert labels.images is not None
    images = labels.images[:300]
    shares, features = judge.probabilities(images), judge.features(images)
    assert shares.shape == (300, 10)
    assert shares.sum(axis=1) == pytest.approx(np.ones(300), abs=1e-5)
    assert features.shape == (300, FEATURES)
    assert judge.classes_of(images[:0]).shape == (0,)
    with pytest.raises(ValueError, match="784 values"):
        judge.features(images[:, :20])


def test_the_same_rows_make_the_same_judge() -> None:
    first, again = train_judge(small().labels), train_judge(small().labels)
    assert all(np.array_equal(a, b) for a, b in zip(first.weights, again.weights, strict=True))


def test_it_is_trained_once_and_then_read(tmp_path: Path) -> None:
    first = judge_of(small(), tmp_path)
    (path,) = (tmp_path / FOLDER).iterdir()
    written = path.read_bytes()
    second = judge_of(small(), tmp_path)
    assert first is not None
    assert second is not None
    assert all(np.array_equal(a, b) for a, b in zip(first.weights, second.weights, strict=True))
    assert path.read_bytes() == written


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nothing", "half"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes | str) -> None:
    judge_of(small(), tmp_path)
    (path,) = (tmp_path / FOLDER).iterdir()
    written = path.read_bytes()
    path.write_bytes(damage if isinstance(damage, bytes) else written[: len(written) // 2])
    assert judge_of(small(), tmp_path) is not None
    assert path.read_bytes() == written


def test_a_store_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    assert judge_of(small(), tmp_path) is not None


def test_a_courses_judges_are_made_when_they_are_asked_for(tmp_path: Path) -> None:
    judges = CourseJudges({"fashion-mnist": small(), "sms-spam": open_sms_spam(None, "quick")}, tmp_path)
    assert list(judges) == ["fashion-mnist"]
    assert not (tmp_path / FOLDER).exists()
    assert judges.get("sms-spam") is None
    assert judges["fashion-mnist"] is judges["fashion-mnist"]
    assert len(list((tmp_path / FOLDER).iterdir())) == len(judges) == 1


def test_a_data_set_without_pictures_has_no_judge(tmp_path: Path) -> None:
    assert judge_of(open_sms_spam(None, "quick"), tmp_path) is None
    with pytest.raises(ValueError, match="no pictures"):
        train_judge(open_sms_spam(None, "quick").labels)


@pytest.mark.real_data
@pytest.mark.slow
def test_it_knows_the_real_clothes() -> None:
    """On the full 60,000 rows it reaches 89.1 %, in some twenty seconds; the quick rows say as much about the code."""
    labels = open_fashion_mnist(real_data(), "quick").labels
    assert accuracy(train_judge(labels), labels) > 0.75
