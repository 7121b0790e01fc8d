"""PNG files whose bytes are the same on every machine: pixels are stored, not compressed."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BLOCK: Final = 65535  # bytes of a stored block of deflate at most


def to_png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """A PNG file of pixels of shape (height, width, 3), red, green, blue."""
    height, width, _ = pixels.shape
    # Each line begins with its filter's number: 0, none.
    lines = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, width * 3)], axis=1).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", _stored(lines)) + _chunk(b"IEND", b"")


def _stored(data: bytes) -> bytes:
    """A zlib stream of stored blocks. How zlib itself compresses differs from one version to the next."""
    blocks = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
    made = b"".join(
        struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks, start=1)
    )
    return b"\x78\x01" + made + struct.pack(">I", zlib.adler32(data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
