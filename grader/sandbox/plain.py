"""Student code as an ordinary process: for a student checking their own work on their own machine."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import threading
import uuid
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from grader.evidence.ending import Isolation
from grader.sandbox import caches
from grader.sandbox.capture import Capture
from grader.sandbox.contract import FrameListener, Limits, Order, RawAttempt
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.leader import Launched
from grader.sandbox.plain_tree import MARK, PlainTree
from grader.sandbox.refusals import never_came_up
from grader.sandbox.stage import Runner, Stage, own_runner, scratch, staged, write_job
from grader.sandbox.supervise import Pipes, Supervisor, widen
from grader.sandbox.surroundings import Places, variables

# Walking the process table and the folder costs more than one look into a namespace.
_POLL_SECONDS: Final = 0.1
_SCRIPT: Final = 'ulimit -c 0; ulimit -f "$1"; ulimit -n "$2"; shift 2; exec "$@"'
_KEPT: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "CUDA_HOME", "SYSTEMROOT")  # how some machines find libraries


class PlainExecutor:
    """The same runner, limits and endings as in a box, and no box: code can do whatever its user can.

    Limits are the watchdog's alone. What is written outside the private folder stays and counts nowhere.
    """

    name = "none"

    def __init__(self, runner: Runner | None = None) -> None:
        """`runner`: the code started beside the student's; `grader.inside` unless a test brings its own."""
        self._runner = runner or own_runner()

    def isolation(self) -> Isolation:
        return Isolation(
            executor="none",
            level="none",
            detail="no isolation: the code ran as an ordinary process with all rights of the user who started it",
        )

    def run(
        self,
        order: Order,
        limits: Limits,
        into: Path,
        *,
        on_frame: FrameListener | None = None,
        cancel: threading.Event | None = None,
    ) -> RawAttempt:
        with ExitStack() as stack:
            stage = stack.enter_context(staged(order, self._runner))
            private = stack.enter_context(scratch("work"))
            weights = caches.linked(order, stage.root)
            write_job(stage, order, files=str(stage.files.absolute()), data=str(stage.data.absolute()), weights=weights)
            capture = stack.enter_context(closing(Capture(into, limits, on_frame)))
            owned = stack.enter_context(Descriptors())
            mark = uuid.uuid4().hex
            process, pipes = self._start(order, limits, stage, private, mark, owned)
            tree = stack.enter_context(closing(PlainTree(process.pid, mark, private)))
            supervisor = Supervisor(
                Launched(process), tree, pipes, capture, limits, nested=False, cancel=cancel, poll_seconds=_POLL_SECONDS
            )
            ending, usage = supervisor.watch()
            if capture.received == 0:
                raise never_came_up(f"{ending.detail}. {capture.log_tail()}")
        return RawAttempt(
            stream=capture.stream, log=capture.log, ending=ending, usage=usage, isolation=self.isolation()
        )

    def close(self) -> None:
        """Nothing outlives an attempt."""

    def _start(
        self, order: Order, limits: Limits, stage: Stage, private: Path, mark: str, owned: Descriptors
    ) -> tuple[subprocess.Popen[bytes], Pipes]:
        evidence, evidence_end = owned.pipe()
        log, log_end = owned.pipe()
        for pipe in (evidence, log):
            widen(pipe)
        python = Path(os.path.abspath(order.python))  # noqa: PTH100  resolve() would leave the virtual environment
        places = Places(
            code=stage.code, home=private / "home", work=private / "work", tmp=private / "tmp", python=python
        )
        for folder in (places.home, places.work, places.tmp):
            Path(folder).mkdir()
        environment = variables(order, places) | {name: os.environ[name] for name in _KEPT if name in os.environ}
        process = subprocess.Popen(
            [*_dies_with_us(), "/bin/sh", "-c", _SCRIPT, "sh", str(max(1, limits.disk_bytes // 512)),
             _open_files(limits), str(python), "-P", "-B", "-s", "-m", self._runner.module, str(stage.job),
             str(evidence_end)],
            stdin=subprocess.DEVNULL, stdout=log_end, stderr=log_end, env=environment | {MARK: mark},
            cwd=places.work, pass_fds=(evidence_end,), start_new_session=True, umask=0o022,
        )  # fmt: skip
        owned.close(log_end, evidence_end)
        return process, Pipes(evidence, log)


def _open_files(limits: Limits) -> str:
    """As many as asked for, or as the user may have at most."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return str(limits.open_files if most == resource.RLIM_INFINITY else min(limits.open_files, most))


def _dies_with_us() -> list[str]:
    """On Linux the runner itself is killed with us; its children are not. Elsewhere nothing of the kind exists."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []
