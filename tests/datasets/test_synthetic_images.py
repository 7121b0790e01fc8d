"""The drawn pictures: never another byte, and hard enough that a good model shows."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from grader.datasets.labelled_images import ImageSource, digest_images
from grader.datasets.synthetic.cifar10 import synthetic_cifar10
from grader.datasets.synthetic.drawing import Disc, Draws, Pose, bar, draw_parts
from grader.datasets.synthetic.fashion_mnist import synthetic_fashion_mnist
from grader.datasets.synthetic.mnist import synthetic_mnist

SOURCES = [synthetic_cifar10, synthetic_fashion_mnist, synthetic_mnist]


def test_they_never_change() -> None:
    """Stored evidence and bands refer to these very rows: a new digest here means a new data set."""
    seen = [digest_images(side) for make in SOURCES for side in (make().train, make().test)]
    assert [digest[:16] for digest in seen] == GOLDEN


@pytest.mark.parametrize("make", SOURCES)
def test_no_picture_stands_twice(make: object) -> None:
    source: ImageSource = make()  # type: ignore[operator]
    every = [image.tobytes() for side in (source.train, source.test) for image in side.images]
    assert len(set(every)) == len(every) == 3600


@pytest.mark.parametrize("make", SOURCES)
def test_the_nearest_class_mean_is_often_wrong_and_better_than_a_guess(make: object) -> None:
    source: ImageSource = make()  # type: ignore[operator]
    train, test = (side.images.reshape(side.count, -1) / 255.0 for side in (source.train, source.test))
    means = np.stack([train[source.train.labels == code].mean(axis=0) for code in range(10)])
    called = ((means * means).sum(axis=1) - 2 * test @ means.T).argmin(axis=1)
    assert 0.2 < float((called == source.test.labels).mean()) < 0.7


def test_a_drawing_lies_where_its_pose_says() -> None:
    def of(value: float) -> np.ndarray:
        return np.full((1, 1, 1), value)

    images = np.zeros((1, 1, 20, 20))
    pose = Pose(x=of(5), y=of(9), size=of(4), stretch=of(1), lean=of(0), mirror=of(1))
    parts = (Disc(x=0, y=0, across=1, down=1, tone="ink"), bar((2, 0), (3, 0), 0.5, "ink", often=0.0))
    draw_parts(images, parts, {"ink": np.array([[100.0]])}, pose, Draws("test"), wobble=0.0)
    rows, columns = np.nonzero(images[0, 0] > 50)
    assert (rows.mean(), columns.mean()) == (9, 5)
    assert images[0, 0, 9, 5] == 100
    assert images[0, 0].sum() / 100 == pytest.approx(np.pi * 16, rel=0.05)


def test_draws_belong_to_their_name_and_their_turn() -> None:
    first, again, other = Draws("a"), Draws("a"), Draws("b")
    ours = [first.uniform(0, 1, (4,)), first.uniform(0, 1, (4,))]
    assert np.array_equal(ours[0], again.uniform(0, 1, (4,)))
    assert not np.array_equal(ours[0], ours[1])
    assert not np.array_equal(ours[0], other.uniform(0, 1, (4,)))
    raw = np.frombuffer(hashlib.shake_256(b"a 1").digest(16), dtype="<u4")
    assert ours[0].tolist() == (raw / 2**32).tolist()
    assert set(Draws("c").below(3, (200,)).tolist()) == {0, 1, 2}


GOLDEN = [
    "955cf2a912c840d2", "8c01af31756daba1",
    "e61a7988011f2002", "9fe4adedd09d030f",
    "deee7330043b5a71", "b16e343f2337f2eb",
]  # fmt: skip
