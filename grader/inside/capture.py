"""What a cell prints and shows, kept as a notebook would keep it, under a cap."""

from __future__ import annotations

import base64
import binascii
import html
import io
import os
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from grader.evidence.wire.records import Output
from grader.inside.emit import Emitter

MOST_OUTPUTS: Final = 1_000  # per cell
MOST_IMAGES: Final = 60  # per cell
_ANSI: Final = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_MOVES: Final = re.compile(r"(\r|\x08+)")
_TAGS: Final = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def without_ansi(text: str) -> str:
    """`text` without colours and cursor movements."""
    return _ANSI.sub("", text) if "\x1b" in text else text


class _Text:
    """A stretch of one stream; a progress bar that rewrites its line is kept as it last stood."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lines: list[str] = []
        self._line = ""
        self._cursor = 0

    def write(self, text: str) -> int:
        """Returns: by how many characters what is kept has grown; may be negative."""
        before = len(self._line)
        grown = 0
        for part in text.splitlines(keepends=True) if "\n" in text else [text]:
            ended = part.endswith("\n")
            self._put(part[:-1] if ended else part)
            if ended:
                grown += len(self._line) + 1
                self._lines.append(self._line + "\n")
                self._line, self._cursor = "", 0
        return grown + len(self._line) - before

    def _put(self, text: str) -> None:
        for piece in _MOVES.split(text) if "\r" in text or "\x08" in text else [text]:
            if piece == "\r":
                self._cursor = 0
            elif piece.startswith("\x08"):
                self._cursor = max(0, self._cursor - len(piece))
            elif piece:
                end = self._cursor + len(piece)
                self._line = self._line[: self._cursor] + piece + self._line[end:]
                self._cursor = end

    def output(self) -> Output:
        return Output(kind="stream", name=self.name, text=without_ansi("".join(self._lines) + self._line))


@dataclass(slots=True)
class _Shown:
    output: Output
    display_id: str | None = None


class CellCapture:
    """The outputs of one cell, in order; text over `most_bytes` is counted, not kept."""

    def __init__(self, cell: int, most_bytes: int, emit: Emitter) -> None:
        self._cell = cell
        self._most = most_bytes
        self._emit = emit
        self._entries: list[_Text | _Shown] = []
        self._kept = 0
        self._images = 0
        self._clear_next = False
        self._lock = threading.RLock()
        self.dropped = 0

    def write(self, name: str, text: str) -> None:
        """Add text to the stream `name`, "stdout" or "stderr"."""
        with self._lock:
            self._clear_if_asked()
            room = self._most - self._kept
            if len(text) > room:
                # A rewriting progress bar frees what it takes: only what would stay is dropped.
                cut = max(0, room)
                self.dropped += len(text[cut:].encode("utf-8", "replace"))
                text = text[:cut]
            if not text:
                return
            last = self._entries[-1] if self._entries else None
            if not isinstance(last, _Text) or last.name != name:
                if len(self._entries) >= MOST_OUTPUTS:
                    self.dropped += len(text)
                    return
                last = _Text(name)
                self._entries.append(last)
            self._kept += last.write(text)

    def add(self, output: Output, display_id: str | None = None) -> None:
        """Add one whole output; its text is cut to what room is left."""
        with self._lock:
            self._clear_if_asked()
            if len(self._entries) >= MOST_OUTPUTS:
                self.dropped += len(output.text)
                return
            room = max(0, self._most - self._kept)
            if len(output.text) > room:
                self.dropped += len(output.text) - room
                output = Output(kind=output.kind, name=output.name, text=output.text[:room], image=output.image)
            self._kept += len(output.text)
            self._entries.append(_Shown(output, display_id))

    def bundle(
        self,
        kind: Literal["result", "display"],
        data: Mapping[str, object],
        display_id: str | None = None,
        *,
        update: bool = False,
    ) -> None:
        """Add what IPython's formatters made of an object: text, and a picture where it has one."""
        output = Output(kind=kind, text=_text_of(data), image=self._image_of(data))
        if update and display_id is not None:
            with self._lock:
                for entry in self._entries:
                    if isinstance(entry, _Shown) and entry.display_id == display_id:
                        entry.output = output
                        return
        self.add(output, display_id)

    def clear(self, *, wait: bool) -> None:
        """`clear_output()`: now, or just before the next output."""
        with self._lock:
            self._clear_next = True
            if not wait:
                self._clear_if_asked()

    def outputs(self) -> tuple[Output, ...]:
        with self._lock:
            found = tuple(e.output() if isinstance(e, _Text) else e.output for e in self._entries)
        return tuple(output for output in found if output.text or output.image)

    def _clear_if_asked(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self._entries.clear()
            self._kept = 0

    def _image_of(self, data: Mapping[str, object]) -> str | None:
        for mime in ("image/png", "image/jpeg"):
            raw = data.get(mime)
            if isinstance(raw, str):
                try:
                    raw = base64.b64decode(raw)
                except (binascii.Error, ValueError):
                    continue
            if isinstance(raw, bytes):
                self._images += 1
                if self._images > MOST_IMAGES:
                    self.dropped += len(raw)
                    return None
                return self._emit.image(raw, mime, self._cell) or None
        return None


def _text_of(data: Mapping[str, object]) -> str:
    plain, rich = data.get("text/plain"), data.get("text/html")
    if isinstance(rich, str) and (not isinstance(plain, str) or plain.startswith("<IPython.core.display.")):
        return html.unescape(_TAGS.sub("", rich)).strip()
    for mime in ("text/plain", "text/markdown", "text/latex"):
        text = data.get(mime)
        if isinstance(text, str):
            return without_ansi(text)
    return ""


class Stream(io.TextIOBase):
    """Stands in for sys.stdout or sys.stderr: into the running cell, or to the raw stream outside any cell.

    A forked child writes to the raw stream: it has no part in the cell's record.
    """

    def __init__(self, name: str, raw_fd: int) -> None:
        super().__init__()
        self._name = name
        self._raw_fd = raw_fd
        self._pid = os.getpid()
        self.sink: CellCapture | None = None
        self.buffer = _Bytes(self)

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"

    def adopt(self) -> None:
        """Belong to this process: a fork of the one that made it, and the one whose cells run."""
        self._pid = os.getpid()

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        sink = self.sink
        if sink is not None and os.getpid() == self._pid:
            sink.write(self._name, str(text))
        else:
            os.write(self._raw_fd, text.encode("utf-8", "replace"))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._raw_fd

    def close(self) -> None:
        """A notebook that closes its output goes on without harm."""


def standing_streams() -> tuple[Stream, Stream]:
    """For stdout and stderr of this process; those in place already where a warm parent has put them there.

    Libraries keep the stream they find when they are imported, so it has to be the one the cells write to.
    """
    out, err = sys.stdout, sys.stderr
    if isinstance(out, Stream) and isinstance(err, Stream):
        for stream in (out, err):
            stream.adopt()
        return out, err
    return Stream("stdout", 1), Stream("stderr", 2)


class _Bytes(io.RawIOBase):
    """`sys.stdout.buffer`: bytes are text in UTF-8."""

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        raw = bytes(memoryview(data))  # type: ignore[arg-type]
        self._stream.write(raw.decode("utf-8", "replace"))
        return len(raw)

    def close(self) -> None:
        """As `Stream.close`."""
