"""Printing reports beside the other work: a few warm processes of our own that turn pages into PDF files.

No student code runs in them. They are started here and nowhere else: two before the first pages are there, so that they
are warm by then, and another whenever all are busy, as far as cores and memory carry.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, Protocol

from grader.faults import MachineError
from grader.machine import available_memory, usable_cores
from grader.report.worker import MACHINE, PDF, read_frame, write_frame
from grader.scratch import scratch_folder, sweep

_WARM: Final = 2
_NOTHING_MUCH: Final = "<p>0</p>"
MEMORY_PER_PRINTER: Final = 200 * 1024**2  # what a large report takes at its peak

# The printer finds the very modules that we have, and none that lie in the folder the grader was started from.
_START: Final = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from grader.report.worker import main; main()"


class PageNotPrintedError(Exception):
    """One page made its printer stumble or die; the text says how. Other pages are printed all the same."""


class Press(Protocol):
    """Prints pages side by side, in whatever order."""

    def print(self, page: str) -> Future[bytes]:
        """A PDF in time. The future raises PageNotPrintedError for the page's fault, MachineError for the machine's."""


class PrinterPool:
    """Up to `size` printing processes, each driven by a thread of its own; see `open_press`."""

    def __init__(self, size: int, temporary: Path, command: Sequence[str] = ()) -> None:
        self._command = tuple(command) or (sys.executable, "-I", "-c", _START, json.dumps(sys.path))
        self._temporary = temporary
        self._size = size
        self._threads = ThreadPoolExecutor(max_workers=size, thread_name_prefix="printing")
        self._lock = threading.Lock()
        self._running: set[_Process] = set()
        self._idle: list[_Process] = []
        self._stopped = False

    def warm(self) -> None:
        """Have two processes import and read fonts in the background, while there is nothing to print yet.

        Attempts end in twos and more; a process that starts when all are at work takes from them longer than a page.
        One after the other: the attempts' framework is being imported meanwhile, and that is what people wait for.
        """
        with self._lock:
            if not self._stopped:
                self._threads.submit(self._warm)

    def print(self, page: str) -> Future[bytes]:
        return self._threads.submit(self._print, page)

    def stop(self) -> None:
        """End every process, busy or not; pages not printed by now raise PageNotPrintedError or are cancelled."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for process in running:
            process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in running:
            process.close()

    def _warm(self) -> None:
        while (process := self._one_more(min(self._size, _WARM))) is not None:
            self._print_with(process, _NOTHING_MUCH)

    def _print(self, page: str) -> bytes:
        return self._print_with(self._take(), page)

    def _print_with(self, process: _Process, page: str) -> bytes:
        try:
            reply = process.print(page.encode())
        except BaseException:
            self._remove(process)
            raise
        self._give_back(process)
        kind, content = reply[:1], reply[1:]
        if kind == PDF:
            return content
        if kind == MACHINE:
            raise MachineError(**json.loads(content))
        raise PageNotPrintedError(content.decode(errors="replace"))

    def _take(self) -> _Process:
        with self._lock:
            if self._idle and not self._stopped:
                return self._idle.pop()
        return self._start()

    def _start(self) -> _Process:
        process = self._one_more(self._size)
        if process is None:
            raise PageNotPrintedError("stopped")
        return process

    def _one_more(self, most: int) -> _Process | None:
        """Another process, unless the pool is stopped or so many run already."""
        with self._lock:
            if self._stopped or len(self._running) >= most:
                return None
            process = _Process(self._command, self._temporary)
            self._running.add(process)
            return process

    def _give_back(self, process: _Process) -> None:
        with self._lock:
            self._idle.append(process)

    def _remove(self, process: _Process) -> None:
        with self._lock:
            self._running.discard(process)
        process.kill()
        process.close()


class _Process:
    """One printing process. It ends by itself when its input is closed, as the kernel does when we are killed."""

    def __init__(self, command: Sequence[str], temporary: Path) -> None:
        # A session of its own: the terminal's Ctrl-C reaches us alone, and we end it in order.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"TMPDIR": str(temporary)},  # WeasyPrint keeps copies of the fonts there
            start_new_session=True,
        )

    def print(self, page: bytes) -> bytes:
        """Raises: PageNotPrintedError when the process is gone before it has answered."""
        try:
            write_frame(_pipe(self._process.stdin), page)
            reply = read_frame(_pipe(self._process.stdout))
        except OSError:  # nobody reads the page any more
            reply = None
        if not reply:
            raise PageNotPrintedError(_how_it_died(self._process.wait()))
        return reply

    def kill(self) -> None:
        """End it and wait until it is gone; who waits for its answer learns it. Harmless when it is gone already."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes; for the thread that drives it, or when there is none any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not read yet cannot be written any more
                _pipe(pipe).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both were asked for
    return pipe


def _how_it_died(status: int) -> str:
    return f"its printer was killed by signal {-status}" if status < 0 else f"its printer ended with status {status}"


@contextmanager
def open_press(scratch: Path) -> Iterator[PrinterPool]:
    """Printing processes for one command; all of them, and what they wrote under `scratch`, are gone afterwards."""
    sweep(scratch)
    size = max(1, min(usable_cores(), available_memory() // MEMORY_PER_PRINTER))
    with scratch_folder(scratch) as temporary:
        pool = PrinterPool(size, temporary)
        try:
            yield pool
        finally:
            pool.stop()
