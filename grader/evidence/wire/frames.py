"""How records leave a sandbox: frames on one pipe, each whole or absent.

    frame   := head_length (4 bytes, big endian) payload_length (4 bytes, big endian) head payload
    head    := UTF-8 JSON object {"type": <record type>, "data": {...}}
    payload := raw bytes: an array's values (little endian, C order) or a picture's file; else empty

A crash can cut the last frame short; every frame before it stands. The host stores the stream as it
came, up to a cap, and reads it later as the work of an enemy.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass

PREFIX = struct.Struct(">II")
MAX_HEAD = 8 * 1024 * 1024  # bytes
MAX_PAYLOAD = 64 * 1024 * 1024  # bytes


class FrameError(ValueError):
    """The stream stops being frames here; what came before is whole."""


@dataclass(frozen=True, slots=True)
class Frame:
    head: bytes
    payload: bytes = b""

    def encode(self) -> bytes:
        if len(self.head) > MAX_HEAD or len(self.payload) > MAX_PAYLOAD:
            raise FrameError(f"frame of {len(self.head)} + {len(self.payload)} bytes is over the cap")
        return PREFIX.pack(len(self.head), len(self.payload)) + self.head + self.payload

    @classmethod
    def of(cls, type_: str, data: dict[str, object], payload: bytes = b"") -> Frame:
        # allow_nan stays on: a NaN loss is a fact; the reader knows the three non-finite spellings.
        return cls(
            json.dumps({"type": type_, "data": data}, ensure_ascii=False).encode("utf-8", "surrogatepass"), payload
        )


class FrameDecoder:
    """Cuts a byte stream into frames as it arrives; raises `FrameError` once and then stays silent."""

    def __init__(self, max_head: int = MAX_HEAD, max_payload: int = MAX_PAYLOAD) -> None:
        self._buffer = bytearray()
        self._max_head = max_head
        self._max_payload = max_payload
        self.broken = False

    def feed(self, data: bytes) -> Iterator[Frame]:
        if self.broken:
            return
        self._buffer += data
        while len(self._buffer) >= PREFIX.size:
            head, payload = PREFIX.unpack_from(self._buffer)
            if head > self._max_head or payload > self._max_payload:
                self.broken = True
                self._buffer.clear()
                raise FrameError(f"frame claims {head} + {payload} bytes")
            end = PREFIX.size + head + payload
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[PREFIX.size : end])
            del self._buffer[:end]
            yield Frame(body[:head], body[head:])

    @property
    def pending(self) -> int:
        """Bytes of an unfinished frame: above 0 at the end of a stream means it was cut."""
        return len(self._buffer)
