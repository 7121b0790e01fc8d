"""The warm parent's loop: one request, one fork."""

from __future__ import annotations

import array
import gc
import importlib
import os
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn, Protocol

from grader.evidence.wire.warm import MOST, ForkRequest, LoadRequest, Said
from grader.inside.warm import box, large_pages
from grader.inside.warm.first import Attempt, Run, lead

_DESCRIPTORS: Final = 3  # of a request: evidence, log, the attempt's socket
# Objects made, after which the young ones are looked at (Python's own number is 700); how often that is done before
# those that outlived it are; and the same for all the others: never, in practice, while libraries are imported.
_SELDOM: Final = (5_000, 10, 1_000_000)
_GROWTH: Final = 32 * 1024**2  # bytes that a parent may gain without having been asked to import anything


class Runner(Protocol):
    """The module that runs a job."""

    run: Run

    def settle(self) -> None:
        """Look up what forks would, each anew, after something has been imported."""


class WarmParent:
    """Forks for whoever holds the other end of `control`; ends when it is closed.

    A fork carries along whatever the parent holds, and copies one thread of it. So before each fork the parent
    makes sure that it still is what it was: one thread, no more open files than at the start, no memory grown.
    """

    def __init__(self, control: socket.socket, calls: bytes, runner: Runner) -> None:
        self._control = control
        self._calls = calls
        self._runner = runner
        self._seen = set[str]()  # modules asked for
        self._threaded = ""  # the first of them that started a thread
        self._files = 0
        self._resident = 0

    def serve(self) -> NoReturn:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps our forks
        self._settle()
        self._control.send(Said("ready").encode())
        while True:
            message, numbers = self._receive()
            if not message:
                os._exit(0)
            if len(numbers) == _DESCRIPTORS:
                self._answer(ForkRequest.decode(message), *numbers)
            elif not numbers:
                self._foresee(LoadRequest.decode(message))
            for number in numbers:
                os.close(number)

    def _receive(self) -> tuple[bytes, list[int]]:
        numbers = array.array("i")
        room = socket.CMSG_SPACE(_DESCRIPTORS * numbers.itemsize)
        message, ancillary, _, _ = self._control.recvmsg(MOST, room, socket.MSG_CMSG_CLOEXEC)
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                numbers.frombytes(data[: len(data) - len(data) % numbers.itemsize])
        return message, list(numbers)

    def _answer(self, request: ForkRequest, evidence: int, log: int, host: int) -> None:
        drift = self._drift(given=_DESCRIPTORS)
        if not drift and self._load(request.modules):
            self._settle()
        if drift := drift or self._threads():
            _say(host, Said("drifted", drift, module=self._threaded))
            return
        try:
            owner = box.fork()
        except OSError as error:
            _say(host, Said("failed", str(error)))
            return
        if owner is not None:
            self._control.close()
            attempt = Attempt(
                name=request.attempt,
                evidence=evidence,
                log=log,
                host=socket.socket(fileno=host),
                calls=self._calls,
                run=self._runner.run,
            )
            lead(attempt, owner)

    def _foresee(self, request: LoadRequest) -> None:
        """A parent that has drifted does nothing: settling would hide it from the next request for a fork."""
        if not self._drift(given=0) and self._load(request.modules):
            self._settle()

    def _load(self, modules: Sequence[str]) -> bool:
        """Import what was not asked for before; whether there was any. What is missing, the notebook will meet."""
        wanted = [name for name in modules if name not in self._seen]
        self._seen.update(wanted)
        with _seldom_collecting():
            for name in wanted:
                with suppress(Exception):
                    importlib.import_module(name)
                if not self._threaded and self._threads():
                    self._threaded = name
        return bool(wanted)

    def _settle(self) -> None:
        """From here on the collector leaves what is loaded alone: walking it would copy every page in every fork."""
        self._runner.settle()
        gc.collect(1)  # the young: after Keras has been imported, looking at all takes 0.2 s and finds nine objects
        gc.freeze()
        large_pages.gather()
        self._files, self._resident = _open_files(), _resident()

    def _drift(self, *, given: int) -> str:
        """What is not as it was, or nothing; the request's own descriptors, so many, are among the open files."""
        more = _open_files() - self._files - given
        if more > 0:
            return f"{more} files were left open"
        if _resident() > self._resident + _GROWTH:
            return f"memory grew by more than {_GROWTH} bytes"
        return ""

    def _threads(self) -> str:
        threads = _entries("/proc/self/task")
        return f"{threads} threads, where a fork takes only one along" if threads != 1 else ""


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """While libraries are imported: they leave next to nothing, and looking for it takes a tenth of the time.

    Not looking at all would leave holes on every page, which forks fill.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _say(host: int, what: Said) -> None:
    with socket.socket(fileno=os.dup(host)) as end, suppress(OSError):  # who asked may be gone; other forks are not
        end.send(what.encode())


def _open_files() -> int:
    return _entries("/proc/self/fd")


def _entries(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def _resident() -> int:
    """Bytes of anonymous memory."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0
