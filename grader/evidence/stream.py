"""Frames of a stored stream, read one at a time; payloads stay in the file until somebody needs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Final

from grader.evidence.wire.frames import MAX_HEAD, MAX_PAYLOAD, PREFIX

MAX_FRAMES: Final = 200_000


class StreamError(ValueError):
    """The stream stops being frames here; `str()` says where and why. `cut`: it just ends inside a frame."""

    def __init__(self, number: int, offset: int, why: str, *, cut: bool = False) -> None:
        super().__init__(f"frame {number:,} at byte {offset:,}: {why}")
        self.cut = cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a payload lies in the stream, in bytes."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFrame:
    number: int  # from 1
    offset: int  # of the whole frame
    head: bytes
    payload: Place


class StreamFile:
    """A raw stream on disk; holds one head in memory at a time, whatever the lengths in it claim."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = os.fstat(file.fileno()).st_size

    def __enter__(self) -> StreamFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def frames(self) -> Iterator[StoredFrame]:
        """Every whole frame in order.

        Raises: StreamError at the first that is not whole or claims lengths over the caps.
        """
        offset = number = 0
        while offset < self._size:
            number += 1
            if number > MAX_FRAMES:
                raise StreamError(number, offset, f"more than {MAX_FRAMES:,} frames")
            left = self._size - offset
            if left < PREFIX.size:
                raise StreamError(number, offset, f"cut short after {left} bytes", cut=True)
            head, payload = PREFIX.unpack(self.read(Place(offset=offset, length=PREFIX.size)))
            if head > MAX_HEAD or payload > MAX_PAYLOAD:
                raise StreamError(number, offset, f"claims {head:,} + {payload:,} bytes, over the caps")
            whole = PREFIX.size + head + payload
            if whole > left:
                raise StreamError(number, offset, f"cut short after {left:,} of {whole:,} bytes", cut=True)
            start = offset + PREFIX.size
            yield StoredFrame(
                number=number,
                offset=offset,
                head=self.read(Place(offset=start, length=head)),
                payload=Place(offset=start + head, length=payload),
            )
            offset += whole

    def read(self, place: Place) -> bytes:
        self._file.seek(place.offset)
        return self._file.read(place.length)
