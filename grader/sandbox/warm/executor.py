"""Student code in a fork of a warm interpreter: in namespaces of its own, inside those of bubblewrap."""

from __future__ import annotations

import secrets
import threading
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from grader.evidence.ending import Isolation
from grader.evidence.wire.warm import BoxPlan, ForkRequest
from grader.faults import SandboxUnavailableError
from grader.sandbox import caches, layout
from grader.sandbox.bubblewrap import BubblewrapExecutor, group_for, with_device
from grader.sandbox.capture import Capture
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.contract import FrameListener, Limits, Order, RawAttempt
from grader.sandbox.descriptors import Descriptors, allow_many
from grader.sandbox.grouped import Grouped
from grader.sandbox.readiness import Readiness
from grader.sandbox.refusals import no_group, refusal
from grader.sandbox.stage import Runner, write_job
from grader.sandbox.supervise import Supervisor
from grader.sandbox.surroundings import variables
from grader.sandbox.warm.parent import Parent, ParentLostError, ParentPlan, ThreadedError
from grader.sandbox.warm.pool import WarmPool
from grader.sandbox.warm.runtime import ENVIRONMENT, warmth_for
from grader.sandbox.warm.stage import laid_below
from grader.sandbox.warm.start import ForkStart

NESTED: Final = "nested namespaces"
_TRIES: Final = 2
_LAST_BREATH_SECONDS: Final = 2.0  # for a parent to be seen dead, of which the forks die first


class WarmExecutor(BubblewrapExecutor):
    """As its base, two walls instead of one, and milliseconds instead of the seconds that importing a framework takes.

    A warm parent that dies or drifts is replaced and the attempt is run once more; that lost twice is the machine's
    fault and costs nobody anything.
    """

    def __init__(self, runner: Runner | None = None, *, groups: bool = True) -> None:
        super().__init__(runner, groups=groups)
        self._pools = list[WarmPool]()
        self._threaded = set[str]()  # packages that start a thread when imported: a parent that has one cannot fork

    def can_nest(self) -> bool:
        """Raises: SandboxUnavailableError where not even one box can be made."""
        return not self._readiness().nesting

    def isolation(self) -> Isolation:
        return warm_isolation(self._readiness())

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
        lost = list[str]()
        while len(lost) < _TRIES:
            plan, modules = self._parent_plan(order)
            try:
                with self._pool(ready).parent(plan) as parent:
                    return self._fork(parent, modules, order, limits, into, on_frame, cancel)
            except ParentLostError as error:
                if isinstance(error, ThreadedError) and error.module in modules:
                    # The next parent leaves it to the forks, so this is no loss: the package, since another module of
                    # it would most likely cost the next parent too.
                    self._threaded.add(_package(error.module))
                else:
                    lost.append(str(error).strip())
        raise SandboxUnavailableError(
            f"two warm interpreters in a row did not serve the attempt: {'; then: '.join(lost)}",
            where="sandbox bubblewrap",
            fix="run the same command again; `grader doctor` says what this machine offers",
        )

    def foresee(self, order: Order) -> None:
        self._pool(self._readiness()).foresee(*self._parent_plan(order))

    def _parent_plan(self, order: Order) -> tuple[ParentPlan, tuple[str, ...]]:
        """Which parent the order is forked from, and what that one has to have imported."""
        warmth = warmth_for(order.job)
        environment = variables(replace(order, environment={}), layout.places(order.python))
        environment.update(ENVIRONMENT[warmth.runtime])
        plan = ParentPlan(
            interpreter=self._interpreter(order.python),
            runtime=warmth.runtime,
            environment=tuple(sorted(environment.items())),
            gpu=order.device == "cuda",
            weights=order.weights,
        )
        return plan, tuple(module for module in warmth.modules if _package(module) not in self._threaded)

    def _fork(
        self,
        parent: Parent,
        modules: tuple[str, ...],
        order: Order,
        limits: Limits,
        into: Path,
        on_frame: FrameListener | None,
        cancel: threading.Event | None,
    ) -> RawAttempt:
        ready, name = self._readiness(), secrets.token_hex(8)
        with ExitStack() as stack:
            stage = stack.enter_context(laid_below(parent.pool, name, order, self._plan(order, limits)))
            write_job(stage, order, files=str(layout.FILES), data=str(layout.DATA), weights=caches.named(order.weights))
            capture = stack.enter_context(closing(Capture(into, limits, on_frame)))
            owned = stack.enter_context(Descriptors())
            group = stack.enter_context(group_for(ready, limits))
            fork = stack.enter_context(closing(ForkStart(parent, owned, cancel)))
            pipes = fork.ask(ForkRequest(attempt=name, modules=modules), ready.service)
            process = fork.meet()
            if group is not None:
                _join(group, process)
            tree = stack.enter_context(closing(fork.look(stage.job)))
            grouped = None if group is None else Grouped(group, limits, tree.is_runner, tree.grown)
            supervisor = Supervisor(fork, tree, pipes, capture, limits, nested=False, cancel=cancel, group=grouped)
            fork.release()
            ending, usage = supervisor.watch()
            if capture.received == 0:
                raise ParentLostError(fork.failure or f"{ending.detail}. {capture.log_tail()}")
            # Nothing inside can kill a first process: one that did not say how its runner ended went with its parent.
            if fork.killed and parent.gone(within=_LAST_BREATH_SECONDS if ending.signal else 0.0):
                raise ParentLostError(f"the warm interpreter died. {parent.said()}")
        return RawAttempt(
            stream=capture.stream, log=capture.log, ending=ending, usage=usage,
            isolation=with_device(self.isolation(), order),
        )  # fmt: skip

    def _plan(self, order: Order, limits: Limits) -> BoxPlan:
        nodes = layout.gpu_nodes(order.card) if order.device == "cuda" else ()
        interpreter = self._interpreter(order.python)
        return BoxPlan(
            disk_bytes=limits.disk_bytes,
            processes=limits.most_processes + 1,  # as for a box of bubblewrap's own
            open_files=limits.open_files,
            shown=tuple(str(folder) for folder in interpreter.folders),
            links=tuple((str(where), target) for where, target in interpreter.links),
            devices=tuple(str(node) for node in nodes),
            environment=order.environment,
        )

    def _pool(self, ready: Readiness) -> WarmPool:
        with self._lock:
            if not self._pools:
                allow_many()
                self._pools.append(WarmPool(partial(Parent, ready=ready, runner=self._runner)))
            return self._pools[0]

    def close(self) -> None:
        with self._lock:
            pools, self._pools = self._pools, []
        for pool in pools:
            pool.close()


def _package(module: str) -> str:
    return module.partition(".")[0]


def _join(group: Cgroup, process: int) -> None:
    """While it builds the box, since that takes the kernel as long: all that is to come of the attempt is its child."""
    try:
        group.add(process)
    except ProcessLookupError as error:
        raise ParentLostError("the warm interpreter's fork was killed before it could be counted") from error
    except OSError as error:
        raise no_group(str(error)) from error


def warm_isolation(ready: Readiness) -> Isolation:
    """Raises: SandboxUnavailableError where nothing can be nested."""
    if ready.nesting:
        raise refusal(ready.nesting)
    detail = f"{ready.isolation.detail}; in it a fork of a warm interpreter, in a second set of these"
    return replace(ready.isolation, level=NESTED, detail=detail)
