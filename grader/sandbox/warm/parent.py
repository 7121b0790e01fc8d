"""One warm interpreter in a bubblewrap box of its own, as the host holds it."""

from __future__ import annotations

import select
import socket
import subprocess
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Final

from grader.evidence.wire.warm import MOST, ForkRequest, LoadRequest, Said
from grader.faults import SandboxUnavailableError
from grader.sandbox import caches, layout
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.interpreter import Interpreter
from grader.sandbox.launch import SEARCH, launcher, passages
from grader.sandbox.readiness import Readiness
from grader.sandbox.refusals import never_came_up
from grader.sandbox.stage import Runner, place_code, scratch
from grader.sandbox.start import abandon
from grader.sandbox.supervise import COME_UP_SECONDS
from grader.sandbox.warm.runtime import Runtime

_DISK: Final = 64 * 1024**2  # bytes of each private folder of the parent itself, which hardly writes
_LOG_TAIL: Final = 2000


class ParentLostError(Exception):
    """A warm parent died, drifted or did not answer: its attempt may be run again with another one."""


class ThreadedError(ParentLostError):
    """A warm parent cannot fork any more: importing `module` started a thread, of which a fork would lack its part."""

    def __init__(self, what: str, module: str) -> None:
        super().__init__(what)
        self.module = module


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentPlan:
    """All that makes one warm parent differ from another."""

    interpreter: Interpreter
    runtime: Runtime
    environment: tuple[tuple[str, str], ...]
    gpu: bool
    weights: caches.Weights = ()  # shown to all its forks


class Parent:
    """A warm parent, coming up or running. `wait_until_ready` and `request` may be called from several threads."""

    def __init__(self, plan: ParentPlan, ready: Readiness, runner: Runner) -> None:
        """Start its process.

        Call from a thread that lives as long as it shall: it is killed when the thread that started it ends.
        """
        self._stack = ExitStack()
        self._lock = threading.Lock()
        self._coming_up = threading.Lock()
        self._is_ready = False
        self._never_came_up: SandboxUnavailableError | None = None
        self.users = 0  # attempts that run as forks of it; the pool's to count
        try:
            self._root = self._stack.enter_context(scratch("warm", service=ready.service))
            self.pool = self._root / "pool"
            self._start(plan, ready, runner)
        except BaseException:
            self.close()
            raise

    def _start(self, plan: ParentPlan, ready: Readiness, runner: Runner) -> None:
        code, log = self._root / "code", self._root / "log"
        place_code(runner, code)
        self.pool.mkdir()
        self.pool.chmod(0o755)
        wanted = [
            *((folder, folder) for folder in plan.interpreter.folders),
            (code, layout.CODE),
            (self.pool, layout.POOL),
            *caches.shown(plan.weights, self._root, ready.service),
        ]
        binds, shown = passages(wanted, self._root, ready.service)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._stack.callback(self._control.close)
        self._log = log
        with Descriptors() as owned, theirs, log.open("wb") as output:
            texts = {name: owned.holding(text.encode()) for name, text in layout.MADE_UP.items()}
            calls = owned.holding(ready.filter)
            box = layout.Box(
                disk_bytes=_DISK, shown=shown, links=plan.interpreter.links, environment=dict(plan.environment),
                gpu=plan.gpu, texts=texts, folders=(layout.STAND,), seccomp=None, no_more_users=False,
            )  # fmt: skip
            arguments = owned.holding(layout.packed(layout.arguments(box)))
            python = [str(plan.interpreter.executable), "-P", "-B", "-s", "-m", "grader.inside.warm"]
            command = [*python, str(theirs.fileno()), str(calls), runner.warm]
            bwrap = [ready.tools.bwrap, "--args", str(arguments), "--", *command]
            self._process = subprocess.Popen(
                launcher(ready.tools, ready.service, binds, bwrap),
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env={"PATH": SEARCH}, cwd="/",
                pass_fds=(theirs.fileno(), calls, arguments, *texts.values()), start_new_session=True, umask=0o022,
            )  # fmt: skip
        self._stack.callback(abandon, self._process)

    def wait_until_ready(self) -> None:
        """Return when it answers. Raises: SandboxUnavailableError with what it said."""
        with self._coming_up:
            if self._never_came_up is not None:
                raise self._never_came_up
            if self._is_ready:
                return
            try:
                said = _receive(self._control, COME_UP_SECONDS)
            except (OSError, ValueError):  # closed by another thread
                said = None
            if said is None or Said.decode(said).word != "ready":
                self._never_came_up = never_came_up(self.said())
                raise self._never_came_up
            self._is_ready = True

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def gone(self, *, within: float) -> bool:
        """Whether it is dead, or is seen to be so within these seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        return not self.alive

    def said(self) -> str:
        """The end of what it printed, for a message to staff."""
        with suppress(OSError):
            return self._log.read_bytes()[-_LOG_TAIL:].decode("utf-8", "replace").strip()
        return ""

    def load(self, modules: tuple[str, ...]) -> None:
        """Let it import these, unless it has, when it is ready; nobody waits for that. Raises: ParentLostError."""
        self._send(LoadRequest(modules).encode(), [])

    def request(self, asked: ForkRequest, *, evidence: int, log: int, own: socket.socket) -> None:
        """Ask for a fork that works with these descriptors. Raises: ParentLostError."""
        self._send(asked.encode(), [evidence, log, own.fileno()])

    def _send(self, message: bytes, descriptors: list[int]) -> None:
        try:
            with self._lock:
                socket.send_fds(self._control, [message], descriptors)
        except OSError as error:
            raise ParentLostError(f"the warm interpreter is gone ({error}). {self.said()}") from error

    def close(self) -> None:
        """End it with everything that was forked from it."""
        self._stack.close()


def _receive(end: socket.socket, seconds: float) -> bytes | None:
    """One message, or None when none came in time or the other end is closed."""
    waiting = select.poll()
    waiting.register(end, select.POLLIN)
    return (end.recv(MOST) or None) if waiting.poll(seconds * 1000) else None
