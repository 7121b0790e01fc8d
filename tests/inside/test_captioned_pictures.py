"""Captions by path and by content: scaled, blue first or grey, a picture is the same; cut or changed it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grader.inside.captioned_pictures import CaptionedPictures
from grader.inside.content import Values
from grader.inside.served import load_served
from tests.inside.data_sets import write_memes

ROW = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_memes(tmp_path)
    return tmp_path


def known(folder: Path) -> CaptionedPictures:
    served = load_served(folder, "memes")
    assert served is not None
    return CaptionedPictures([served])


def line(folder: Path, row: int) -> dict[str, str]:
    lines = (folder / "memes" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, str] = json.loads(lines[row])
    return found


def pixels(folder: Path, row: int) -> Values:
    return np.array(Image.open(folder / "memes" / line(folder, row)["img"]).convert("RGB"))


def changed(picture: Values) -> Values:
    picture[10, 11, 1] ^= 128
    return picture


@pytest.mark.parametrize(
    ("made", "found"),
    [
        pytest.param(lambda picture: picture, True, id="as it is"),
        pytest.param(lambda picture: (picture / 255).astype(np.float32), True, id="from 0 to 1"),
        pytest.param(lambda picture: picture[..., ::-1], True, id="blue first"),
        pytest.param(lambda picture: np.array(Image.fromarray(picture).convert("L")), True, id="grey"),
        pytest.param(changed, False, id="one pixel is another"),
        pytest.param(lambda picture: picture[::-1], False, id="upside down"),
        pytest.param(lambda picture: picture[1:], False, id="cut"),
        pytest.param(lambda picture: picture > 100, False, id="black and white"),
        pytest.param(lambda picture: picture[..., :2], False, id="two channels"),
        pytest.param(lambda _: np.zeros((24, 24, 3), np.uint8), False, id="blank"),
        pytest.param(lambda _: np.zeros((0, 24, 3), np.uint8), False, id="nothing at all"),
    ],
)
def test_a_picture_is_known_by_its_content(folder: Path, made: Callable[[Values], Values], found: bool) -> None:
    wanted = line(folder, ROW)["text"] if found else None
    assert known(folder).of_array(made(pixels(folder, ROW))) == wanted


def test_a_file_is_known_through_links_and_no_other_is(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.png"
    link.symlink_to(folder / "memes" / line(folder, ROW)["img"])
    assert known(folder).of_file(str(link)) == line(folder, ROW)["text"]
    assert known(folder).of_file(str(tmp_path / "memes" / "rows.jsonl")) is None


def test_one_picture_with_two_captions_is_known_by_its_file_alone(folder: Path) -> None:
    Image.fromarray(pixels(folder, ROW)).save(folder / "memes" / line(folder, ROW + 1)["img"])
    assert known(folder).of_array(pixels(folder, ROW)) is None
    file = str(folder / "memes" / line(folder, ROW + 1)["img"])
    assert known(folder).of_file(file) == line(folder, ROW + 1)["text"]


def test_without_captions_nothing_is_known(tmp_path: Path) -> None:
    assert CaptionedPictures([]).of_array(np.zeros((4, 4, 3), np.uint8)) is None
    assert CaptionedPictures([]).of_file(str(tmp_path)) is None
