"""What comes out of an attempt, stored as it comes, up to a cap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from grader.evidence.ending import Ending, EndingKind
from grader.evidence.wire.frames import Frame, FrameDecoder, FrameError
from grader.sandbox.contract import FrameListener, Limits
from grader.sandbox.watchdog import size

STREAM, LOG = "stream.bin", "log.txt"
LOG_PATIENCE: Final = 8  # times the cap: noise is dropped for this long before it ends the attempt
_DONE_HEAD: Final = 4096  # bytes; a longer head is not that of a `done` record


class Capture:
    """The evidence stream and the raw log of one attempt; believes nothing of either."""

    def __init__(self, into: Path, limits: Limits, on_frame: FrameListener | None) -> None:
        self.stream = into / STREAM
        self.log = into / LOG
        self.received = 0  # bytes of evidence
        self.done = False  # a `done` record has come
        self._frames = 0
        self._logged = 0
        self._limits = limits
        self._on_frame = on_frame
        self._decoder = FrameDecoder()
        # Unbuffered: what has arrived is on disk, whatever becomes of this process.
        self._stream_file = self.stream.open("wb", buffering=0)
        self._log_file = self.log.open("wb", buffering=0)

    def evidence(self, data: bytes) -> None:
        room = self._limits.output_bytes - self.received
        self.received += len(data)
        kept = data[: max(0, room)]
        if kept:
            self._stream_file.write(kept)
            self._decode(kept)

    def _decode(self, data: bytes) -> None:
        try:
            for frame in self._decoder.feed(data):
                self._frames += 1
                if self._frames > self._limits.records:
                    return
                self.done = self.done or is_done(frame)
                if self._on_frame is not None:
                    self._on_frame(frame)
        except FrameError:
            # The reader says where and why; here it only means that no progress can be shown any more.
            self._on_frame = None

    def noise(self, data: bytes) -> None:
        """Raw stdout and stderr; the first `log_bytes` of it are kept."""
        room = self._limits.log_bytes - self._logged
        self._logged += len(data)
        if room > 0:
            self._log_file.write(data[:room])

    def flood(self) -> Ending | None:
        """The ending that too much output calls for, or None."""
        if self.received > self._limits.output_bytes:
            return _flood(f"more than {size(self._limits.output_bytes)} of evidence")
        if self._frames > self._limits.records:
            return _flood(f"more than {self._limits.records} records of evidence")
        if self._logged > LOG_PATIENCE * self._limits.log_bytes:
            return _flood(f"more than {size(LOG_PATIENCE * self._limits.log_bytes)} printed past the notebook")
        return None

    def log_tail(self, most: int = 2000) -> str:
        """The end of what was printed, for a message to staff."""
        text = self.log.read_bytes()[-most:].decode("utf-8", "replace")
        return "".join(c if c.isprintable() or c == "\n" else "?" for c in text).strip()

    def close(self) -> None:
        dropped = self._logged - self._limits.log_bytes
        if dropped > 0 and not self._log_file.closed:
            self._log_file.write(f"\n[{dropped} further bytes were not kept]\n".encode())
        self._stream_file.close()
        self._log_file.close()


def is_done(frame: Frame) -> bool:
    """Whether a frame is the last record of a run that came to its own end."""
    if frame.payload or len(frame.head) > _DONE_HEAD or b'"done"' not in frame.head:
        return False
    try:
        head = json.loads(frame.head)
    except (ValueError, RecursionError):
        return False
    return isinstance(head, dict) and head.get("type") == "done"


def _flood(detail: str) -> Ending:
    return Ending(kind=EndingKind.OUTPUT_FLOOD, detail=detail)
