"""Pictures read, decoded, encoded and written as torchvision does, without its compiled part."""

from __future__ import annotations

import io
from enum import Enum
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from grader.inside.gateway.torchvision_files import decoded, encoded, patch

COLOURS = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)  # height, width, channels


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("bands", "mode", "channels"),
    [
        ("RGB", "UNCHANGED", 3),
        ("RGB", "GRAY", 1),
        ("RGB", "RGB_ALPHA", 4),
        ("RGBA", "UNCHANGED", 4),
        ("RGBA", "RGB", 3),
        ("L", "UNCHANGED", 1),
        ("L", "RGB", 3),
        ("P", "UNCHANGED", 3),
        ("1", "UNCHANGED", 1),
    ],
)
def test_channels_come_first_and_are_those_asked_for(bands: str, mode: str, channels: int) -> None:
    picture = decoded(png(Image.fromarray(COLOURS).convert(bands)), mode)
    assert picture.shape == (channels, 2, 3)
    assert picture.dtype == np.uint8


def test_a_picture_survives_being_encoded() -> None:
    picture = COLOURS.transpose(2, 0, 1)
    assert np.array_equal(decoded(encoded(picture, "PNG", 75), "UNCHANGED"), picture)
    assert decoded(encoded(picture, "JPEG", 90), "UNCHANGED").shape == (3, 2, 3)
    assert decoded(encoded(picture[:1], "PNG", 75), "UNCHANGED").shape == (1, 2, 3)


def test_pictures_that_move_have_an_axis_more() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (3, 2), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert decoded(out.getvalue(), "RGB").shape == (2, 3, 2, 3)


def test_sixteen_bits_of_grey_stay_or_lose_their_lower_half() -> None:
    deep = Image.fromarray(np.array([[0, 255], [256, 65535]], dtype=np.uint16))
    kept = decoded(png(deep), "UNCHANGED")
    assert (kept.dtype, kept[0, 1].tolist()) == (np.uint16, [256, 65535])
    assert decoded(png(deep), "GRAY")[0].tolist() == [[0, 0], [1, 255]]


def test_what_is_no_picture_is_refused_as_there() -> None:
    with pytest.raises(RuntimeError, match="Unsupported image file"):
        decoded(b"no picture", "RGB")


@pytest.mark.slow
@pytest.mark.parametrize("compiled", [True, False])
def test_files_are_always_read_and_written_by_python(compiled: bool, tmp_path: Path) -> None:
    import torch

    kept = object()
    modes = Enum("Modes", ["UNCHANGED", "RGB"])  # as torchvision's own
    module = SimpleNamespace(
        _has_image_ops=lambda: compiled, read_file=None, write_file=None, decode_image=kept, encode_png=kept,
        ImageReadMode=modes,
    )  # fmt: skip
    patch(module)
    with pytest.raises(RuntimeError, match="No such file"):
        module.read_file(tmp_path / "nothing.png")
    assert (module.decode_image is kept, module.encode_png is kept) == (compiled, compiled)
    path = tmp_path / "picture.png"
    if compiled:
        module.write_file(path, torch.tensor([1, 2, 3], dtype=torch.uint8))
        assert module.read_file(path).tolist() == [1, 2, 3]
    else:
        picture = torch.from_numpy(COLOURS.transpose(2, 0, 1).copy())
        module.write_file(path, module.encode_png(picture, compression_level=9))
        assert torch.equal(module.decode_image(module.read_file(str(path)), mode="RGB"), picture)
        assert torch.equal(module.decode_image(path, modes.RGB, True), picture)
        with pytest.raises(KeyError):
            module.decode_image(path, "BGR")
        assert [one.shape for one in module.decode_image([module.read_file(path)] * 2)] == [(3, 2, 3)] * 2
