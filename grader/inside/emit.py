"""The way out: records, arrays and pictures as frames on one pipe, each whole or absent."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

import numpy as np

from grader.evidence.wire.frames import MAX_HEAD, MAX_PAYLOAD, Frame
from grader.evidence.wire.records import RECORD_TYPES, ArrayHead, ImageHead, Note, Record

TYPE_NAMES: Final = {cls: name for name, cls in RECORD_TYPES.items()}
LOWEST_FD: Final = 600  # out of the range that notebooks close or dup over
_SAME: Final = ("float32", "float64", "int32", "int64", "uint8", "bool")


class Emitter:
    """Writes records as frames; safe to call from any thread, from a finaliser and after a fork.

    Never raises into student code: a closed pipe silences it for good, a record that cannot be written becomes
    a `Note`. A forked child writes nothing: two processes on one pipe would cut each other's frames.
    """

    def __init__(self, fd: int | None) -> None:
        """`fd` None: nobody listens."""
        self.__fd = -1 if fd is None else _move_out_of_sight(fd)
        self._open = fd is not None
        self._lock = threading.RLock()
        self._waiting: deque[bytes] = deque()
        self._writing = False
        self._arrays = 0
        self._images = 0
        self.bytes_written = 0
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def record(self, record: Record) -> None:
        """Write one record; its type name is looked up by its class."""
        self._send(record, b"")

    def array(self, values: np.ndarray) -> str:
        """Write an array of numbers, little endian and C order, cast to a dtype the wire knows.

        Returns: its id, as in "a1"; "" when it is no array of numbers or over the cap, with a `Note` that says so.
        """
        try:
            plain = _wire_array(np.asarray(values))
        except (TypeError, ValueError) as error:
            self.record(Note(cell=0, about="evidence", text=f"an array was left out: {error}"))
            return ""
        if plain.nbytes > MAX_PAYLOAD:
            self.record(Note(cell=0, about="evidence", text=f"an array of {plain.nbytes} bytes was left out"))
            return ""
        with self._lock:
            self._arrays += 1
            name = f"a{self._arrays}"
        self._send(ArrayHead(id=name, dtype=plain.dtype.name, shape=plain.shape), plain.tobytes())  # type: ignore[arg-type]
        return name

    def image(self, data: bytes, mime: str, cell: int) -> str:
        """Write one PNG or JPEG file.

        Returns: its id, as in "i1"; "" when it is neither or over the cap, with a `Note` that says so.
        """
        if mime not in ("image/png", "image/jpeg") or not 0 < len(data) <= MAX_PAYLOAD:
            self.record(Note(cell=cell, about="evidence", text=f"a picture ({mime}, {len(data)} bytes) was left out"))
            return ""
        with self._lock:
            self._images += 1
            name = f"i{self._images}"
        self._send(ImageHead(id=name, cell=cell, mime=mime), data)  # type: ignore[arg-type]
        return name

    def _send(self, record: Record, payload: bytes) -> None:
        if not self._open:
            return
        try:
            frame = Frame.of(TYPE_NAMES[type(record)], _plain_fields(record), payload)
            data = frame.encode() if len(frame.head) <= MAX_HEAD else b""
        except Exception as error:  # noqa: BLE001  fields may be objects of the notebook's own making
            self._left_out(record, type(error).__name__)
            return
        if not data:
            self._left_out(record, f"{len(frame.head)} bytes are over the cap")
            return
        self._waiting.append(data)
        with self._lock, _signals_held():
            if self._writing:  # re-entered from a finaliser in mid-frame: the outer call writes it
                return
            self._writing = True
            try:
                while self._waiting:
                    self._write(self._waiting.popleft())
            finally:
                self._writing = False

    def _left_out(self, record: Record, why: str) -> None:
        if not isinstance(record, Note):
            self.record(Note(cell=0, about="evidence", text=f"a {type(record).__name__} was left out: {why}"))

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view and self._open:
            try:
                written = os.write(self.__fd, view)
            except OSError:
                self._open = False  # the host has gone, or the notebook closed our pipe: nothing can be said any more
                return
            self.bytes_written += written
            view = view[written:]

    def _leave_to_parent(self) -> None:
        if self._open:
            self._open = False
            with contextlib.suppress(OSError):
                os.close(self.__fd)


def _move_out_of_sight(fd: int) -> int:
    """The same pipe under a high number that children do not inherit; the original number is closed."""
    for lowest in (LOWEST_FD, 100, 3):
        try:
            moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, lowest)
        except OSError:
            continue  # above this process's limit on open files
        os.close(fd)
        return moved
    return fd


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """No KeyboardInterrupt in mid-frame: it would leave half a frame on the pipe and end the stream there."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGALRM, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _wire_array(values: np.ndarray) -> np.ndarray:
    if values.dtype.name not in _SAME:
        if values.dtype.kind in "iu":
            values = values.astype(np.int64)
        elif values.dtype.kind == "f":
            values = values.astype(np.float32 if values.dtype.itemsize < 4 else np.float64)
        else:
            raise TypeError(f"values of type {values.dtype} are not numbers")
    return np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"), copy=False)).reshape(values.shape)


def _plain_fields(record: object) -> dict[str, object]:
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}  # type: ignore[arg-type]


def _plain(value: object) -> object:
    """As `dataclasses.asdict`, with numpy's numbers made Python's and anything unknown made text."""
    if value is None or isinstance(value, str | bool | int | float):
        return _base(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_fields(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    return str(value)


def _base(value: object) -> object:
    """Subclasses of str, int and float come from student code and may print as they please: only their value counts."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool) or value is None:
        return value
    return int.__int__(value) if isinstance(value, int) else float.__float__(value)  # type: ignore[arg-type]
