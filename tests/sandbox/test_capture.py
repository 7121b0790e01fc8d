"""What comes out is stored as it came, up to a cap, and believed in nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.ending import EndingKind
from grader.evidence.wire.frames import Frame
from grader.sandbox.capture import LOG_PATIENCE, Capture, is_done
from tests.sandbox.builders import limits

DONE = Frame.of("done", {"cells_run": 1, "cells_failed": 0})
SMALL = limits(output_bytes=200, log_bytes=50)


def test_frames_are_reported_as_they_complete(tmp_path: Path) -> None:
    seen = list[Frame]()
    data = Frame.of("note", {"text": "a"}).encode() + DONE.encode()
    with closing(Capture(tmp_path, limits(), seen.append)) as capture:
        for i in range(len(data)):
            capture.evidence(data[i : i + 1])
        assert capture.done
    assert seen == [Frame.of("note", {"text": "a"}), DONE]
    assert capture.stream.read_bytes() == data


def test_a_broken_stream_is_stored_to_the_end_and_reports_nothing_more(tmp_path: Path) -> None:
    seen = list[Frame]()
    data = b"\xff" * 8 + DONE.encode()
    with closing(Capture(tmp_path, limits(), seen.append)) as capture:
        capture.evidence(data)
        capture.evidence(DONE.encode())
    assert not capture.done
    assert seen == []
    assert capture.stream.read_bytes() == data + DONE.encode()


@pytest.mark.parametrize(("sent", "kept", "flood"), [(199, 199, False), (200, 200, False), (201, 200, True)])
def test_the_stream_is_cut_at_its_cap(tmp_path: Path, sent: int, kept: int, flood: bool) -> None:
    with closing(Capture(tmp_path, SMALL, None)) as capture:
        for _ in range(sent):
            capture.evidence(b"\xff")
        ending = capture.flood()
    assert capture.stream.stat().st_size == kept
    assert (ending is not None and ending.kind is EndingKind.OUTPUT_FLOOD) == flood


def test_too_many_tiny_frames_are_a_flood(tmp_path: Path) -> None:
    with closing(Capture(tmp_path, limits(records=1000), None)) as capture:
        capture.evidence(bytes(8 * 1000))
        assert capture.flood() is None
        capture.evidence(bytes(8))
        flood = capture.flood()
    assert flood is not None
    assert flood.kind is EndingKind.OUTPUT_FLOOD
    assert flood.detail == "more than 1000 records of evidence"


@pytest.mark.parametrize(
    ("sent", "log", "flood"),
    [
        (50, "x" * 50, False),
        (51, "x" * 50 + "\n[1 further bytes were not kept]\n", False),
        (50 * LOG_PATIENCE, "x" * 50 + "\n[350 further bytes were not kept]\n", False),
        (50 * LOG_PATIENCE + 1, "x" * 50 + "\n[351 further bytes were not kept]\n", True),
    ],
)
def test_the_log_is_cut_long_before_it_ends_an_attempt(tmp_path: Path, sent: int, log: str, flood: bool) -> None:
    with closing(Capture(tmp_path, SMALL, None)) as capture:
        for _ in range(sent):
            capture.noise(b"x")
        assert (capture.flood() is not None) == flood
    assert capture.log.read_text() == log


@given(st.lists(st.binary(max_size=300)))
def test_any_bytes_are_kept_in_order(tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]) -> None:
    into = tmp_path_factory.mktemp("capture")
    with closing(Capture(into, SMALL, None)) as capture:
        for chunk in chunks:
            capture.evidence(chunk)
            capture.noise(chunk)
    assert capture.stream.read_bytes() == b"".join(chunks)[:200]
    assert capture.log.read_bytes().startswith(b"".join(chunks)[:50])
    assert capture.received == sum(map(len, chunks))


@pytest.mark.parametrize(
    ("frame", "done"),
    [
        (DONE, True),
        (Frame.of("note", {"type": "done"}), False),
        (Frame(b'{"type": "done"'), False),
        (Frame(b'["done"]'), False),
        (Frame(b'{"type": "done"}', b"payload"), False),
        (Frame(b'{"done":' + b"[" * 4000), False),
        (Frame(b'{"type": "done", "data": "' + b"x" * 5000 + b'"}'), False),
        (Frame(b'\xff"done"'), False),
    ],
)
def test_only_a_done_record_is_one(frame: Frame, done: bool) -> None:
    assert is_done(frame) is done


def test_the_tail_of_the_log_is_harmless_text(tmp_path: Path) -> None:
    with closing(Capture(tmp_path, limits(), None)) as capture:
        capture.noise(b"\x1b[31mred\x07\xff\nlast")
        assert capture.log_tail() == "?[31mred?\ufffd\nlast"
