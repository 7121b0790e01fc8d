"""Frames leave whole, from threads, forks and finalisers; nothing that cannot leave stops the notebook."""

from __future__ import annotations

import json
import os
import threading

import numpy as np
import pytest

from grader.evidence.wire.frames import Frame, FrameDecoder
from grader.evidence.wire.records import MetricCall, Note, Substitution
from grader.inside.emit import Emitter


class Pipe:
    """Both ends of a pipe, read by a thread until the emitter's end is closed."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.emit = Emitter(self.writing)
        self._chunks: list[bytes] = []
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        while chunk := os.read(self.reading, 65536):
            self._chunks.append(chunk)

    def frames(self) -> list[Frame]:
        os.close(self.emit._Emitter__fd)  # type: ignore[attr-defined]
        self._thread.join()
        os.close(self.reading)
        decoder = FrameDecoder()
        found = list(decoder.feed(b"".join(self._chunks)))
        assert decoder.pending == 0
        return found


def heads(frames: list[Frame]) -> list[dict[str, object]]:
    return [json.loads(frame.head) for frame in frames]


def note(text: str) -> Note:
    return Note(cell=1, about="test", text=text)


def test_the_pipe_is_moved_out_of_sight() -> None:
    pipe = Pipe()
    assert pipe.writing != pipe.emit._Emitter__fd  # type: ignore[attr-defined]
    assert not os.get_inheritable(pipe.emit._Emitter__fd)  # type: ignore[attr-defined]
    pipe.emit.record(note("still there"))
    (head,) = heads(pipe.frames())
    assert head == {"type": "note", "data": {"cell": 1, "about": "test", "text": "still there"}}


def test_threads_do_not_cut_each_others_frames() -> None:
    pipe = Pipe()
    threads = [
        threading.Thread(target=lambda n=n: [pipe.emit.record(note(f"{n} " * 3000)) for _ in range(20)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pipe.frames()) == 160


def test_a_forked_child_writes_nothing() -> None:
    pipe = Pipe()
    pipe.emit.record(note("before"))
    child = os.fork()
    if child == 0:
        pipe.emit.record(note("child"))
        os._exit(0)
    os.waitpid(child, 0)
    pipe.emit.record(note("after"))
    assert [head["data"]["text"] for head in heads(pipe.frames())] == ["before", "after"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("values", "dtype", "shape"),
    [
        (np.arange(6).reshape(2, 3), "int64", [2, 3]),
        (np.float16([1, 2]), "float32", [2]),
        (np.arange(3, dtype=np.uint16), "int64", [3]),
        (np.array([1.5, np.nan], dtype=">f8"), "float64", [2]),
        (np.array([True, False]), "bool", [2]),
        (np.array(3.0, dtype=np.float32), "float32", []),
        (np.zeros((4, 4), dtype=np.uint8)[:, ::2], "uint8", [4, 2]),
        (np.longdouble([1]), "float64", [1]),
    ],
)
def test_arrays_are_cast_to_what_the_wire_knows(values: np.ndarray, dtype: str, shape: list[int]) -> None:
    pipe = Pipe()
    assert pipe.emit.array(values) == "a1"
    (frame,) = pipe.frames()
    assert json.loads(frame.head)["data"] == {"id": "a1", "dtype": dtype, "shape": shape}
    back = np.frombuffer(frame.payload, dtype=np.dtype(dtype).newbyteorder("<")).reshape(shape)
    np.testing.assert_array_equal(back, values.astype(dtype))


def test_what_cannot_leave_becomes_a_note() -> None:
    pipe = Pipe()
    assert pipe.emit.array(np.array(["a", "b"])) == ""
    assert pipe.emit.array(np.zeros(9_000_000)) == ""
    assert pipe.emit.image(b"<svg/>", "image/svg+xml", 3) == ""
    pipe.emit.record(note("x" * (9 * 1024 * 1024)))
    pipe.emit.record("no record at all")  # type: ignore[arg-type]
    assert [head["type"] for head in heads(pipe.frames())] == ["note"] * 4


def test_numbers_of_numpy_and_strange_strings_are_written() -> None:
    class Loud(str):
        def __str__(self) -> str:
            raise RuntimeError("must not be called")

    pipe = Pipe()
    pipe.emit.record(MetricCall(cell=1, name="accuracy", value=np.float32(0.5), source="x"))  # type: ignore[arg-type]
    pipe.emit.record(Substitution(cell=1, asked=Loud("a"), served="\ud800", how="x"))
    first, second = heads(pipe.frames())
    assert first["data"]["value"] == 0.5  # type: ignore[index]
    assert second["type"] == "substitution"


def test_a_closed_pipe_is_silent() -> None:
    reading, writing = os.pipe()
    emit = Emitter(writing)
    os.close(reading)
    emit.record(note("nobody listens"))
    emit.record(note("nor now"))
    assert emit.array(np.arange(3)) == "a1"
    assert emit.bytes_written == 0
