"""A control group beside a tree of processes: better figures, and somebody who pays for memory."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

from grader.evidence.ending import Ending, EndingKind
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.contract import Limits
from grader.sandbox.verdict import Exit
from grader.sandbox.watchdog import Sample, out_of_memory, too_many_processes

# Subprocesses that may be killed for memory before it ends the attempt: who starts another each time is not helped.
MOST_VICTIMS: Final = 4
_DEATH_MILLISECONDS: Final = 2000


class Grouped:
    """What the supervisor asks about an attempt's group.

    Kernel and watchdog do the same when memory runs out, so that it does not matter who is first: the largest
    process is killed. Where that is the runner, the attempt has ended; where it is a subprocess, the notebook goes
    on and finds out as it would anywhere else.
    """

    def __init__(
        self, group: Cgroup, limits: Limits, is_runner: Callable[[int], bool], size: Callable[[int], int]
    ) -> None:
        """Of a process id, as numbered here: `is_runner`, whether it is the runner's; `size`, what it has come to."""
        self._size = size
        self._group = group
        self._limits = limits
        self._is_runner = is_runner
        self._victims = 0
        self._kills = 0  # the kernel's own, when last asked for relief

    def refined(self, sample: Sample) -> Sample:
        """The sample with the kernel's own count of memory and CPU time.

        Files in the private folders are memory to the kernel and disk to us, so they are taken out again.
        """
        counted = self._group.sample()
        memory = counted.held + max(0, counted.shared - sample.disk_bytes)
        return replace(sample, memory_bytes=memory, cpu_seconds=max(counted.cpu_seconds, sample.cpu_seconds))

    def ending(self) -> Ending | None:
        """What the kernel's refusals and kills since the last look call for."""
        events = self._group.events()
        if events.process_refusals:
            return too_many_processes(self._limits)
        if events.oom_kills + self._victims > MOST_VICTIMS:
            return replace(
                out_of_memory(self._limits),
                detail=f"{MOST_VICTIMS} subprocesses were killed for memory, and "
                f"still {out_of_memory(self._limits).detail}",
            )
        return None

    def relieved(self) -> bool:
        """Whether killing a subprocess is enough, for now, against too much memory; it is dead by then."""
        kills = self._group.events().oom_kills
        if kills > self._kills:
            # The kernel was first. Whom it has killed may still be there, and must not be killed and counted again.
            self._kills = kills
            return True
        sizes = {pid: self._size(pid) for pid in self._group.members()}
        victim = max(sizes, key=sizes.__getitem__, default=None)
        if victim is None or self._victims >= MOST_VICTIMS or self._is_runner(victim):
            return False
        with suppress(ProcessLookupError):
            self._victims += self._kill(victim)
        return True

    def _kill(self, pid: int) -> bool:
        handle = os.pidfd_open(pid)
        try:
            if pid not in self._group.members():
                return False  # the number has become another's meanwhile
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            waiting = select.poll()
            waiting.register(handle, select.POLLIN)
            waiting.poll(_DEATH_MILLISECONDS)  # until its memory is given back: another look would blame somebody else
        finally:
            os.close(handle)
        return True

    def cpu_seconds(self) -> float:
        """Of the whole attempt, also after its end."""
        return self._group.sample().cpu_seconds

    def own_end(self, finish: Exit, *, done: bool) -> Ending | None:
        """The ending of a runner that left by itself, where the group knows better than its exit status."""
        if done:
            return None
        events = self._group.events()
        if finish.signal == signal.SIGKILL and events.oom_kills:
            if events.memory_refusals:
                ending = out_of_memory(self._limits)
            else:
                ending = Ending(kind=EndingKind.OUT_OF_MEMORY, detail="killed when the whole machine ran out of memory")
            return replace(ending, signal=finish.signal)
        return too_many_processes(self._limits) if events.process_refusals else None

    def noted(self, ending: Ending) -> Ending:
        """The ending with what happened on the way to it."""
        events = self._group.events()
        detail = ending.detail
        if ending.kind is not EndingKind.OUT_OF_MEMORY and (killed := events.oom_kills + self._victims):
            who = "a subprocess was" if killed == 1 else f"{killed} subprocesses were"
            detail += f"; {who} killed for memory"
        if ending.kind is not EndingKind.TOO_MANY_PROCESSES and events.process_refusals:
            detail += "; the process limit was hit"
        return replace(ending, detail=detail)
