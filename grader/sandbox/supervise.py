"""Watching one attempt from its first byte to its end: the same for every executor."""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from grader.evidence.ending import RAN_TO_THE_END, Ending, EndingKind, Usage
from grader.sandbox.capture import Capture
from grader.sandbox.contract import AttemptCancelled, Limits
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.grouped import Grouped
from grader.sandbox.leader import Finish, Leader
from grader.sandbox.service import ServiceUser
from grader.sandbox.tree import ProcessTree
from grader.sandbox.verdict import Exit, verdict
from grader.sandbox.watchdog import Sample, Watchdog

POLL_SECONDS: Final = 0.05
GROUP_POLL_SECONDS: Final = 0.1  # where the kernel keeps the limit on memory itself; a look costs over a millisecond
COME_UP_SECONDS: Final = 120.0  # for an interpreter to start on a busy machine; not charged to anybody's limit
LINGER_SECONDS: Final = 10.0  # for a runner that has said `done` to leave, threads of libraries included
LAST_WORDS_SECONDS: Final = 2.0  # for what is still in the pipes once everyone is dead
_CHUNK: Final = 1024 * 1024
_FULL_PIPE: Final = 1024 * 1024  # bytes: the most an ordinary user may ask for


@dataclass(frozen=True, slots=True)
class Pipes:
    """Where the evidence and the raw output arrive: read ends, ours to close."""

    evidence: int
    log: int


class Supervisor:
    """Reads both pipes, asks the watchdog, and ends the attempt when a limit is reached.

    One thread does it all, so that whatever is raised on the way finds the tree killed and the files closed.
    """

    def __init__(
        self,
        leader: Leader,
        tree: ProcessTree,
        pipes: Pipes,
        capture: Capture,
        limits: Limits,
        *,
        nested: bool,
        cancel: threading.Event | None,
        poll_seconds: float | None = None,
        linger_seconds: float = LINGER_SECONDS,
        group: Grouped | None = None,
    ) -> None:
        """`nested`: the leader passes on the status of another, as 128 + n for signal n.

        `group`: the control group all of the tree is in, where there is one.
        """
        self._leader = leader
        self._tree = tree
        self._pipes = pipes
        self._capture = capture
        self._watchdog = Watchdog(limits)
        self._limits = limits
        self._nested = nested
        self._cancel = cancel
        self._poll_seconds = poll_seconds or (POLL_SECONDS if group is None else GROUP_POLL_SECONDS)
        self._linger_seconds = linger_seconds
        self._finish: Finish | None = None
        self._group = group
        self._began: float | None = None
        self._done_at: float | None = None
        self._lingered = False
        self._selector = selectors.DefaultSelector()
        self._open = 0
        self._machine_kills = _machine_kills()

    def watch(self) -> tuple[Ending, Usage]:
        """Raises: AttemptCancelled. The tree is gone on return and after any exception."""
        started = time.monotonic()
        try:
            with self._selector:
                self._listen(self._pipes.evidence, self._capture.evidence)
                self._listen(self._pipes.log, self._capture.noise)
                ending = self._until_over(started)
                wall = time.monotonic() - started
                self._end()
                self._last_words()
        finally:
            self._end()
        ending = ending or self._own_end()
        return self._group.noted(ending) if self._group else ending, self._usage(wall)

    def _listen(self, pipe: int, sink: Callable[[bytes], None]) -> None:
        os.set_blocking(pipe, False)
        self._selector.register(pipe, selectors.EVENT_READ, sink)
        self._open += 1

    def _until_over(self, started: float) -> Ending | None:
        """The ending a limit calls for, or None when the process left by itself."""
        next_look = started
        while True:
            if self._cancel is not None and self._cancel.is_set():
                raise AttemptCancelled
            now = time.monotonic()
            if now >= next_look:
                if ending := self._look(self._charged(now - started)):
                    return ending
                next_look = time.monotonic() + self._poll_seconds
            # With both pipes closed the end is near, and not every leader wakes us when it comes.
            patience = self._poll_seconds if self._open else self._poll_seconds / 10
            self._pump(min(patience, max(0.0, next_look - time.monotonic())))
            if ending := self._capture.flood():
                return ending
            if self._reap() or self._lingers():
                return None

    def _charged(self, elapsed: float) -> float:
        """Seconds that count against the wall limit: from the first record on, which is before the first cell."""
        if self._began is None:
            if self._capture.received == 0 and elapsed < COME_UP_SECONDS:
                return 0.0
            self._began = elapsed if self._capture.received else 0.0
        return elapsed - self._began

    def _look(self, elapsed: float) -> Ending | None:
        sample = self._tree.sample()
        if self._group is not None:
            return self._look_with_group(self._group, self._group.refined(sample), elapsed)
        if sample.memory_bytes + sample.unseen_bytes > self._limits.memory_bytes:
            sample = self._tree.sample(closely=True)
        return self._watchdog.judge(sample, elapsed)

    def _look_with_group(self, group: Grouped, sample: Sample, elapsed: float) -> Ending | None:
        ending = self._watchdog.judge(sample, elapsed)
        if ending is not None and ending.kind is EndingKind.OUT_OF_MEMORY and group.relieved():
            return None
        return ending or group.ending()

    def _lingers(self) -> bool:
        if not self._capture.done:
            return False
        if self._done_at is None:
            self._done_at = time.monotonic()
        self._lingered = time.monotonic() - self._done_at > self._linger_seconds
        return self._lingered

    def _pump(self, timeout: float) -> int:
        """Read once from each pipe that has something; returns the bytes read."""
        count = 0
        if not self._open:
            self._leader.wait(timeout)
        for key, _ in self._selector.select(timeout) if self._open else ():
            try:
                data = os.read(key.fd, _CHUNK)
            except BlockingIOError:
                continue
            if not data:
                self._selector.unregister(key.fd)
                self._open -= 1
            key.data(data)
            count += len(data)
        return count

    def _last_words(self) -> None:
        """What the dead left in the pipes; at most two pipes full, since nobody can write any more."""
        until = time.monotonic() + LAST_WORDS_SECONDS
        while self._open and time.monotonic() < until:
            if not self._pump(0.0) and not self._selector.select(0.02):
                return

    def _reap(self) -> bool:
        if self._finish is None:
            self._finish = self._leader.finish()
        return self._finish is not None

    def _end(self) -> None:
        self._tree.kill()
        until = time.monotonic() + LINGER_SECONDS
        while not self._reap():
            if time.monotonic() > until:
                self._leader.kill()
            time.sleep(0.002)

    def _own_end(self) -> Ending:
        assert self._finish is not None  # `_end` has seen to it
        done = self._capture.done
        if not done and (full := self._watchdog.disk(self._tree.sample())):
            return full  # it may have filled the disk and left between two looks
        if self._lingered:
            return Ending(kind=EndingKind.FINISHED, detail=f"{RAN_TO_THE_END}; what was still running then was stopped")
        if self._group is not None:
            finish = Exit.of(self._finish.code, nested=self._nested)
            return self._group.own_end(finish, done=done) or verdict(finish, done=done)
        # Without a group nobody says whom the kernel has killed, only that it has.
        struck = _machine_kills() > self._machine_kills
        return verdict(Exit.of(self._finish.code, nested=self._nested, machine_out_of_memory=struck), done=done)

    def _usage(self, wall: float) -> Usage:
        assert self._finish is not None
        peak = self._watchdog.peak
        in_group = self._group.cpu_seconds() if self._group else 0.0
        return Usage(
            wall_seconds=wall,
            cpu_seconds=max(self._finish.cpu_seconds, peak.cpu_seconds, in_group),
            peak_memory_bytes=peak.memory_bytes,
            output_bytes=self._capture.received,
            processes=max(1, peak.processes),  # the runner was there, however short
        )


def pipe_for_student(owned: Descriptors, service: ServiceUser | None) -> tuple[int, int]:
    """A wide pipe: read end, write end."""
    read, write = owned.pipe()
    widen(read)
    if service is not None:
        os.fchown(write, service.uid, service.gid)  # `open("/dev/stdout")` asks the pipe who its owner is
    return read, write


def widen(pipe: int) -> None:
    """Let a pipe hold as much as an ordinary user may ask for, where the system can."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _FULL_PIPE)
    except (OSError, AttributeError):
        return  # smaller pipes only mean more turns


def _machine_kills() -> int:
    """How often this machine's kernel has killed for lack of memory since it started; 0 where it does not say."""
    try:
        with open("/proc/vmstat", encoding="ascii") as table:  # noqa: PTH123
            return next((int(line.split()[1]) for line in table if line.startswith("oom_kill ")), 0)
    except OSError:
        return 0
