"""Neither the picture nor the caption alone says anything of the class, in any part and at any profile."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable

import pytest
from PIL import Image

from grader.datasets.captioned_images import CaptionedRow
from grader.datasets.memes import open_memes
from grader.datasets.synthetic.memes import PRAISE
from grader.datasets.synthetic.scenes import Scene, draw


def scene_of(row: CaptionedRow) -> Scene:
    assert isinstance(row.picture, Scene)
    return row.picture


def best_accuracy(rows: tuple[CaptionedRow, ...], seen: Callable[[CaptionedRow], object]) -> float:
    """Of the best rule there is for whoever sees only `seen` of a row: the larger class wherever it looks alike."""
    counts = Counter((seen(row), row.code) for row in rows)
    kinds = {kind for kind, _ in counts}
    return sum(max(counts[kind, 0], counts[kind, 1]) for kind in kinds) / len(rows)


@pytest.mark.parametrize("profile", ["quick", "full"])
def test_each_alone_is_at_chance_and_both_together_decide(profile: str) -> None:
    memes = open_memes(None, profile)
    at = memes.labels.train_rows
    for part in (memes.rows[: memes.dev_from], memes.rows[memes.dev_from : at], memes.rows[at:]):
        assert best_accuracy(part, lambda row: row.text) == 0.5
        assert best_accuracy(part, lambda row: (scene_of(row).place, scene_of(row).fine)) == 0.5
        praises = {row.id: any(word in row.text for word in PRAISE) for row in part}
        assert best_accuracy(part, lambda row, said=praises: (said[row.id], scene_of(row).fine)) == 1.0  # type: ignore[misc]


def test_a_picture_shows_its_weather() -> None:
    """Whatever the seed, fine pictures are the brighter ones by far."""
    light = {fine: [draw(Scene(place="garden", fine=fine, seed=seed)).mean() for seed in range(20)]
             for fine in (True, False)}  # fmt: skip
    assert min(light[True]) > max(light[False]) + 30


def test_pictures_are_the_same_png_files_everywhere() -> None:
    scene = Scene(place="parade", fine=False, seed=7)
    assert scene.digest() == "b505c74e695de05be3a095a9783be1951c94bbdd28e55b1df483a06964944f60"
    opened = Image.open(io.BytesIO(scene.png()))
    assert (opened.mode, opened.size) == ("RGB", (96, 96))
    assert opened.tobytes() == draw(scene).tobytes()
