"""Only pixels survive: no metadata, no other format, no picture that fills the memory."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from grader.evidence.pictures import MAX_FILE, MAX_KEPT, PictureError, picture_size, reencode
from tests.evidence.builders import small_png


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header claims many pixels over a few bytes of zeros."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def test_pixels_stay_and_metadata_goes() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "somebody")
    info.add_itxt("XML:com.adobe.xmp", "<script>alert(1)</script>")
    image = Image.open(io.BytesIO(small_png()))
    clean = reencode(saved(image, "PNG", pnginfo=info, dpi=(300, 300)))
    again = Image.open(io.BytesIO(clean))
    assert again.info == {}
    assert again.tobytes() == image.tobytes()
    assert b"somebody" not in clean
    assert b"script" not in clean


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert reencode(small_png()) == reencode(small_png())


@pytest.mark.parametrize(
    ("mode", "kind", "kept"),
    [
        ("RGB", "JPEG", "RGB"), ("L", "JPEG", "L"), ("CMYK", "JPEG", "RGB"), ("RGBA", "PNG", "RGBA"),
        ("LA", "PNG", "RGBA"), ("P", "PNG", "RGB"), ("1", "PNG", "L"), ("I;16", "PNG", "L"),
    ],
)  # fmt: skip
def test_every_mode_becomes_a_plain_png(mode: str, kind: str, kept: str) -> None:
    clean = Image.open(io.BytesIO(reencode(saved(Image.new(mode, (7, 5)), kind))))
    assert (clean.format, clean.mode, clean.size) == ("PNG", kept, (7, 5))


def test_a_palette_with_transparency_keeps_it() -> None:
    image = Image.new("P", (4, 4))
    assert Image.open(io.BytesIO(reencode(saved(image, "PNG", transparency=0)))).mode == "RGBA"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_scaled_down(kind: str) -> None:
    clean = Image.open(io.BytesIO(reencode(saved(Image.new("RGB", (4000, 2000), "teal"), kind))))
    assert clean.width * clean.height <= MAX_KEPT
    assert clean.width == pytest.approx(2 * clean.height, abs=2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "neither PNG nor JPEG", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither PNG nor JPEG", id="SVG"),
        pytest.param(saved(Image.new("RGB", (2, 2)), "GIF"), "neither PNG nor JPEG", id="GIF"),
        pytest.param(saved(Image.new("RGB", (2, 2)), "TIFF"), "neither PNG nor JPEG", id="TIFF"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "cannot be decoded", id="signature only"),
        pytest.param(small_png()[:-30], "cannot be decoded", id="cut"),
        pytest.param(bomb(50_000, 50_000), "50,000 x 50,000 pixels", id="bomb"),
        pytest.param(bomb(2**31 - 1, 2**31 - 1), "pixels", id="largest bomb"),
        pytest.param(bomb(0, 10), "cannot be decoded|pixels", id="no width"),
        pytest.param(bomb(3000, 3000), "cannot be decoded", id="fewer bytes than pixels"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(MAX_FILE), "bytes", id="file over the cap"),
    ],
)
def test_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureError, match=why):
        reencode(data)


def test_the_size_is_read_without_unpacking() -> None:
    assert picture_size(bomb(5000, 6000)) == (5000, 6000)


def many_chunks() -> bytes:
    start = small_png()
    return start[:33] + (struct.pack(">I", 0) + b"teSt" + struct.pack(">I", zlib.crc32(b"teSt"))) * 20_000 + start[33:]


def many_scans() -> bytes:
    progressive = saved(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    last = progressive[progressive.rfind(b"\xff\xda") : -2]
    return progressive[:-2] + last * 200 + progressive[-2:]


def many_segments() -> bytes:
    plain = saved(Image.new("L", (8, 8)), "JPEG")
    return plain[:2] + b"\xff\xfe\0\2" * 20_000 + plain[2:]


@pytest.mark.parametrize(
    ("data", "why"),
    [(many_chunks(), "parts"), (many_scans(), "scans"), (many_segments(), "parts")],
    ids=["chunks", "scans", "segments"],
)
def test_a_small_file_that_takes_a_decoder_long_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(PictureError, match=why):
        reencode(data)


def test_an_ordinary_progressive_picture_is_kept() -> None:
    assert reencode(saved(Image.new("RGB", (64, 64)), "JPEG", progressive=True))


def test_half_a_picture_is_refused_whatever_another_library_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(PictureError, match="cannot be decoded"):
        reencode(small_png()[:-30])
