"""Pictures from a sandbox: decoded, made small enough, and written anew, so that only pixels survive."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

MAX_FILE: Final = 16 * 1024**2  # bytes as they came
MAX_DECODED: Final = 32_000_000  # pixels: 128 MB as RGBA, the most that is ever unpacked
MAX_KEPT: Final = 4_000_000  # pixels: larger pictures are scaled down
MAX_PARTS: Final = 10_000  # chunks of a PNG, segments of a JPEG: a decoder spends far more on one than its 4 bytes
MAX_SCANS: Final = 100  # of a JPEG: each goes over the whole picture and may be 40 bytes long
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"


class PictureError(ValueError):
    """The bytes are not a picture we show; `str()` says why in words."""


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels as the file's header claims them; no pixel is unpacked.

    Raises: PictureError for what is neither PNG nor JPEG, or too large to be unpacked.
    """
    with _opened(data) as picture:
        return picture.size


def reencode(data: bytes) -> bytes:
    """A PNG of the same picture without metadata, at most 4 megapixels; same bytes for the same input.

    Only PNG and JPEG are opened, whatever the sender called it, and the size is looked at before any pixel.
    Raises: PictureError.
    """
    with _opened(data) as picture:
        return _png(picture)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    if len(data) > MAX_FILE:
        raise PictureError(f"a file of {len(data):,} bytes, {MAX_FILE:,} are allowed")
    # A setting of the whole process, which the PDF library turns on: half a picture would pass for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with _decoder(data) as picture:
            width, height = picture.size
            if not 0 < width * height <= MAX_DECODED:
                raise PictureError(f"{width:,} x {height:,} pixels, {MAX_DECODED:,} in all are allowed")
            yield picture
    except PictureError:
        raise
    except Exception as error:
        # Decoders of hostile bytes fail in every way there is; each of them means the same here.
        raise PictureError(f"cannot be decoded ({type(error).__name__})") from error


def _decoder(data: bytes) -> Image.Image:
    # The two decoders by name, not Image.open: no other format is ever tried, no multi-picture JPEG followed,
    # and a bomb is refused by our own cap instead of a warning that depends on settings of the process.
    if data.startswith(_PNG):
        _count_chunks(data)
        return PngImageFile(io.BytesIO(data))
    if data.startswith(_JPEG):
        _count_segments(data)
        return JpegImageFile(io.BytesIO(data))
    raise PictureError("neither PNG nor JPEG")


def _count_chunks(data: bytes) -> None:
    at, count = len(_PNG), 0
    while at + 8 <= len(data):
        count += 1
        if count > MAX_PARTS:
            raise PictureError(f"more than {MAX_PARTS:,} parts")
        at += 12 + int(struct.unpack_from(">I", data, at)[0])


def _count_segments(data: bytes) -> None:
    """Every marker begins with FF; within a scan's own data FF is followed by 0 or by a restart's number."""
    scans = data.count(b"\xff\xda")
    if scans > MAX_SCANS:
        raise PictureError(f"{scans:,} scans, {MAX_SCANS} are allowed")
    end = data.find(b"\xff\xda")
    if data.count(b"\xff", 0, end if end >= 0 else len(data)) > MAX_PARTS:
        raise PictureError(f"more than {MAX_PARTS:,} parts")


def _png(picture: Image.Image) -> bytes:
    pixels = picture.width * picture.height
    if pixels > MAX_KEPT:
        scale = (MAX_KEPT / pixels) ** 0.5
        size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
        if picture.format == "JPEG":
            picture.draft("RGB", size)  # lets the decoder skip detail it need not unpack
        picture = _plain(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    else:
        picture = _plain(picture)
    out = io.BytesIO()
    # A fresh image carries no text, profile, date or resolution along.
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(out, "PNG")
    return out.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    transparent = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    if transparent:
        return picture.convert("RGBA")
    return picture.convert("L") if picture.mode in ("1", "L", "I;16", "I", "F") else picture.convert("RGB")
