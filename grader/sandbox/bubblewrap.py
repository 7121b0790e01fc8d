"""Student code in a box of its own: bubblewrap, cold, one box for one attempt."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from grader.evidence.ending import Isolation
from grader.sandbox import caches, layout
from grader.sandbox.capture import Capture
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.contract import FrameListener, Limits, Order, RawAttempt
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.grouped import Grouped
from grader.sandbox.interpreter import Interpreter, inspect
from grader.sandbox.leader import Launched
from grader.sandbox.readiness import Readiness, try_out
from grader.sandbox.refusals import never_came_up, no_group
from grader.sandbox.stage import Runner, own_runner, staged, write_job
from grader.sandbox.start import ColdStart, abandon
from grader.sandbox.supervise import Supervisor


class BubblewrapExecutor:
    """Namespaces for users, mounts, processes, network, IPC and names; no capabilities; a system call filter.

    Bubblewrap never runs as root: started by root, it runs as a service user, and a private mount namespace shows
    that user the interpreter and the data, wherever they lie.
    """

    name = "bubblewrap"

    def __init__(self, runner: Runner | None = None, *, groups: bool = True) -> None:
        """`runner`: the code started inside; `grader.inside` unless a test brings its own.

        `groups`: keep limits by control group where there are any; without, they are watched from outside.
        """
        self._groups = groups
        self._runner = runner or own_runner()
        self._lock = threading.Lock()
        self._ready: Readiness | None = None
        self._interpreters = dict[Path, Interpreter]()

    def isolation(self) -> Isolation:
        return self._readiness().isolation

    def run(
        self,
        order: Order,
        limits: Limits,
        into: Path,
        *,
        on_frame: FrameListener | None = None,
        cancel: threading.Event | None = None,
    ) -> RawAttempt:
        ready = self._readiness()
        interpreter = self._interpreter(order.python)
        with ExitStack() as stack:
            stage = stack.enter_context(staged(order, self._runner, service=ready.service))
            write_job(stage, order, files=str(layout.FILES), data=str(layout.DATA), weights=caches.named(order.weights))
            capture = stack.enter_context(closing(Capture(into, limits, on_frame)))
            owned = stack.enter_context(Descriptors())
            group = stack.enter_context(group_for(ready, limits))
            box = ColdStart(ready, interpreter, order, limits, stage, self._runner.module, owned)
            process, pipes = box.start()
            stack.callback(abandon, process)
            tree = stack.enter_context(closing(box.attach(process, pipes, cancel)))
            grouped = None
            if group is not None:
                box.join(group)
                grouped = Grouped(group, limits, tree.is_runner, tree.grown)
            leader = Launched(process)
            supervisor = Supervisor(leader, tree, pipes, capture, limits, nested=True, cancel=cancel, group=grouped)
            box.release()
            ending, usage = supervisor.watch()
            if capture.received == 0:
                raise never_came_up(f"{ending.detail}. {capture.log_tail()}")
        return RawAttempt(
            stream=capture.stream,
            log=capture.log,
            ending=ending,
            usage=usage,
            isolation=with_device(ready.isolation, order),
        )

    def close(self) -> None:
        """Nothing outlives an attempt."""

    def _interpreter(self, python: Path) -> Interpreter:
        with self._lock:
            if python not in self._interpreters:
                self._interpreters[python] = inspect(python, taken=layout.PRIVATE)
            return self._interpreters[python]

    def _readiness(self) -> Readiness:
        with self._lock:
            if self._ready is None:
                self._ready = try_out(groups=self._groups)
            return self._ready


@contextmanager
def group_for(ready: Readiness, limits: Limits) -> Iterator[Cgroup | None]:
    """A control group where this machine lets us make them. Raises: SandboxUnavailableError when it stopped to."""
    if ready.groups is None:
        yield None
        return
    with ExitStack() as stack:
        try:
            group = stack.enter_context(ready.groups.group(limits))
        except OSError as error:
            raise no_group(str(error)) from error
        yield group


def with_device(isolation: Isolation, order: Order) -> Isolation:
    """A GPU's driver is a large piece of the kernel that student code then talks to; the record says so."""
    if order.device == "cpu":
        return isolation
    return replace(isolation, detail=f"{isolation.detail}; the GPU's driver could be reached")
