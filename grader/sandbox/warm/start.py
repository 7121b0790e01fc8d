"""The birth of one fork: words over the attempt's own socket, until it stands ready and waits to be let go."""

from __future__ import annotations

import os
import select
import socket
import struct
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from grader.evidence.wire.warm import HELLO, MOST, RUN, STANDING, ForkRequest, Said
from grader.sandbox import layout
from grader.sandbox.contract import AttemptCancelled
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.leader import Finish
from grader.sandbox.readiness import START_SECONDS
from grader.sandbox.service import ServiceUser
from grader.sandbox.supervise import COME_UP_SECONDS, Pipes, pipe_for_student
from grader.sandbox.tree import NamespaceTree
from grader.sandbox.warm.parent import Parent, ParentLostError, ThreadedError

_CREDENTIALS: Final = struct.Struct("iii")  # struct ucred: process, user, group, as the receiver numbers them
_KILLED: Final = Finish(-9, 0.0)


class ForkStart:
    """One fork of a warm parent, from the request to the moment it is let go; then it is the attempt's leader."""

    def __init__(self, parent: Parent, owned: Descriptors, cancel: threading.Event | None) -> None:
        self._parent = parent
        self._owned = owned
        self._cancel = cancel
        self._socket, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # The kernel then says with each message which process sent it; nobody inside can choose that number.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._finish: Finish | None = None
        self._process = 0
        self.failure = ""  # why the first process could not do its part, as it said after it was let go

    def close(self) -> None:
        self._socket.close()
        self._theirs.close()

    def ask(self, request: ForkRequest, service: ServiceUser | None) -> Pipes:
        """Raises: ParentLostError."""
        evidence, evidence_end = pipe_for_student(self._owned, service)
        log, log_end = pipe_for_student(self._owned, service)
        self._parent.request(request, evidence=evidence_end, log=log_end, own=self._theirs)
        self._theirs.close()
        self._owned.close(evidence_end, log_end)
        return Pipes(evidence, log)

    def meet(self) -> int:
        """The process id of the fork, which from here on builds its box; what is to run there waits for `release`.

        The parent may first have to import what was asked for. Raises: ParentLostError; AttemptCancelled.
        """
        self._process = self._hear(HELLO, COME_UP_SECONDS)
        return self._process

    def look(self, job: Path) -> NamespaceTree:
        """Into the box, once it stands. Raises: ParentLostError; AttemptCancelled."""
        first = self._hear(STANDING, START_SECONDS)
        try:
            if first != self._process:
                raise ParentLostError("the warm interpreter's fork is not the process that was met")
            if not os.path.samestat(Path(f"/proc/{first}/root{layout.JOB}").stat(), job.stat()):
                raise ParentLostError("the warm interpreter's fork does not stand in the box of its attempt")
            return NamespaceTree(first, [str(folder) for folder in layout.PRIVATE])
        except OSError as error:
            raise ParentLostError(f"the warm interpreter's fork was gone before it began ({error})") from error

    def release(self) -> None:
        with suppress(OSError):  # gone already: the supervisor is about to find out how
            self._socket.send(RUN)

    def finish(self) -> Finish | None:
        if self._finish is None:
            try:
                message = self._socket.recv(MOST, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return None
            except OSError:
                message = b""
            self._finish = self._finish_of(message)
        return self._finish

    def wait(self, seconds: float) -> None:
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        waiting.poll(seconds * 1000)

    @property
    def killed(self) -> bool:
        """Whether it went without saying how its runner ended."""
        return self._finish is _KILLED

    def kill(self) -> None:
        """Its tree has been killed, the first process with it: the closed socket says so."""
        self._finish = self._finish or _KILLED

    def _finish_of(self, message: bytes) -> Finish:
        """A first process that went without a word was killed, and its namespaces with it."""
        try:
            said = Said.decode(message)
        except ValueError:
            return _KILLED
        if said.word == "failed":
            self.failure = _failed(said.what)
        if said.word != "ended":
            return _KILLED
        return Finish(os.waitstatus_to_exitcode(said.status), said.cpu_seconds)

    def _hear(self, word: bytes, seconds: float) -> int:
        """Wait for a word; which process said it."""
        until = time.monotonic() + seconds
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        while not waiting.poll(50):
            if self._cancel is not None and self._cancel.is_set():
                raise AttemptCancelled
            if time.monotonic() > until or not self._parent.alive:
                raise ParentLostError(f"the warm interpreter did not answer. {self._parent.said()}")
        message, ancillary, _, _ = self._socket.recvmsg(MOST, socket.CMSG_SPACE(_CREDENTIALS.size))
        if message != word:
            raise _lost(message, self._parent.said())
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
                return int(_CREDENTIALS.unpack(data)[0])
        raise ParentLostError("the kernel does not say who sent a message")


def _failed(what: str) -> str:
    return f"the warm interpreter's fork failed: {what}"


def _lost(message: bytes, printed: str) -> ParentLostError:
    """What came in place of the next word; a message of no sense is that of a fork that ended without one."""
    try:
        said = Said.decode(message)
    except ValueError:
        said = Said("failed", "it ended without a word")
    what = f"{_failed(said.what)}. {printed}"
    return ThreadedError(what, said.module) if said.module else ParentLostError(what)
