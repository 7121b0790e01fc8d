"""The warm parents of one grader: started on demand, replaced when lost, ended when there are too many."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Final

from grader.faults import SandboxUnavailableError
from grader.sandbox.warm.parent import Parent, ParentLostError, ParentPlan

MOST_IDLE: Final = 3  # parents kept without a running attempt; one holds some hundred megabytes


class WarmPool:
    """Thread-safe. Parents are started by one thread of the pool's own, since they die with the thread that did it."""

    def __init__(self, start: Callable[[ParentPlan], Parent]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._parents = dict[ParentPlan, Parent]()  # the one used last stands last
        self._lost = list[Parent]()  # not given out again, and ended when the last attempt that runs in it has
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warm-parents")

    @contextmanager
    def parent(self, plan: ParentPlan) -> Iterator[Parent]:
        """A living parent of this plan, for one attempt; one that is lost meanwhile is not given out again.

        Raises: SandboxUnavailableError when it cannot be started.
        """
        with self._borrowed(plan) as parent:
            try:
                parent.wait_until_ready()
            except SandboxUnavailableError:
                self._discard(plan, parent)
                raise
            yield parent

    def foresee(self, plan: ParentPlan, modules: tuple[str, ...]) -> None:
        """Start a parent of this plan and tell it to import these; the first attempt then waits less.

        It comes up by itself meanwhile. On return its process has begun: a thread that did this in the background would
        hardly get on while the caller imports. Never raises: what fails here is met again by the attempt.
        """
        with suppress(ParentLostError, SandboxUnavailableError, OSError), self._borrowed(plan) as parent:
            parent.load(modules)

    @contextmanager
    def _borrowed(self, plan: ParentPlan) -> Iterator[Parent]:
        parent = self._borrow(plan)
        try:
            yield parent
        except ParentLostError:
            self._discard(plan, parent)
            raise
        finally:
            with self._lock:
                parent.users -= 1
            self._end_the_lost()
            self._end_the_idle()

    def _borrow(self, plan: ParentPlan) -> Parent:
        with self._lock:
            parent = self._parents.pop(plan, None)
            if parent is not None and not parent.alive:
                self._lost.append(parent)  # others may still wait for it
                parent = None
            if parent is None:
                # Under the lock: others that want the same one wait for it instead of starting their own.
                parent = self._starter.submit(self._start, plan).result()
            self._parents[plan] = parent
            parent.users += 1
            return parent

    def _discard(self, plan: ParentPlan, parent: Parent) -> None:
        with self._lock:
            if self._parents.get(plan) is parent:
                del self._parents[plan]
            if parent not in self._lost:
                self._lost.append(parent)

    def _end_the_lost(self) -> None:
        """Not before its other attempts are over: what one made of it is no reason to stop theirs."""
        with self._lock:
            over = [parent for parent in self._lost if not parent.users]
            self._lost = [parent for parent in self._lost if parent.users]
            for parent in over:
                self._end(parent)

    def _end_the_idle(self) -> None:
        with self._lock:
            idle = [(plan, parent) for plan, parent in self._parents.items() if not parent.users]
            for plan, parent in idle[: max(0, len(idle) - MOST_IDLE)]:
                del self._parents[plan]
                self._end(parent)

    def _end(self, parent: Parent) -> None:
        """In the background, or at once where the pool is closed already."""
        try:
            self._starter.submit(parent.close)
        except RuntimeError:
            parent.close()

    def close(self) -> None:
        """End all parents, and with them whatever still runs as a fork of one."""
        with self._lock:
            for parent in (*self._parents.values(), *self._lost):
                self._end(parent)
            self._parents.clear()
            self._lost.clear()
        self._starter.shutdown(wait=True)
