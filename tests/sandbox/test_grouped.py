"""What a control group has to say about an ending."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest

from grader.evidence.ending import Ending, EndingKind
from grader.sandbox import procfs
from grader.sandbox.cgroup_version import GroupEvents, GroupSample
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.grouped import MOST_VICTIMS, Grouped
from grader.sandbox.verdict import Exit
from grader.sandbox.watchdog import Sample
from tests.sandbox.builders import limits

MB = 1_000_000
FINISHED = Ending(kind=EndingKind.FINISHED, detail="ran to the end")


@dataclass(slots=True)
class Told:
    """A group that says what a test has it say."""

    label: ClassVar[str] = "told"
    parents: Sequence[Path] = ()
    now: GroupSample = field(
        default_factory=lambda: GroupSample(current=0, peak=0, held=0, shared=0, cpu_seconds=0, processes=1)
    )
    happened: GroupEvents = field(default_factory=GroupEvents)

    def limit(self, name: str, *, memory_bytes: int, processes: int) -> None: ...

    def sample(self, name: str) -> GroupSample:
        return self.now

    def events(self, name: str) -> GroupEvents:
        return self.happened

    def strike(self, name: str) -> bool:
        return False


def grouped(told: Told, runner: int = 0) -> Grouped:
    def size(pid: int) -> int:
        with procfs.machine() as folder:
            return procfs.status(folder, pid).resident

    return Grouped(Cgroup(told, "g"), limits(memory_bytes=100 * MB), lambda pid: pid == runner, size)


@pytest.mark.parametrize(
    ("held", "shared", "disk", "memory"),
    [
        pytest.param(50, 0, 0, 50, id="plain"),
        pytest.param(50, 30, 30, 50, id="files are disk"),
        pytest.param(50, 30, 10, 70, id="shared memory that is no file"),
        pytest.param(50, 10, 30, 50, id="a file the kernel has not counted yet"),
    ],
)
def test_files_are_taken_out_of_memory(held: int, shared: int, disk: int, memory: int) -> None:
    told = Told(now=GroupSample(current=0, peak=0, held=held, shared=shared, cpu_seconds=3, processes=1))
    refined = grouped(told).refined(Sample(memory_bytes=999, disk_bytes=disk, processes=4, cpu_seconds=2))
    assert refined == Sample(memory_bytes=memory, disk_bytes=disk, processes=4, cpu_seconds=3)


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        (GroupEvents(), None),
        (GroupEvents(oom_kills=MOST_VICTIMS), None),
        (GroupEvents(oom_kills=MOST_VICTIMS + 1), EndingKind.OUT_OF_MEMORY),
        (GroupEvents(process_refusals=1), EndingKind.TOO_MANY_PROCESSES),
    ],
)
def test_what_ends_an_attempt_at_a_look(events: GroupEvents, kind: EndingKind | None) -> None:
    ending = grouped(Told(happened=events)).ending()
    assert (ending.kind if ending else None) is kind


@pytest.mark.parametrize(
    ("finish", "done", "events", "detail"),
    [
        pytest.param(Exit(status=1), False, GroupEvents(), None, id="nothing to say"),
        pytest.param(Exit(signal=9), False, GroupEvents(), None, id="a plain kill"),
        pytest.param(
            Exit(signal=9), False, GroupEvents(oom_kills=1, memory_refusals=3),
            "more than 95.37 MiB of memory in use", id="the group's limit",
        ),
        pytest.param(
            Exit(signal=9), False, GroupEvents(oom_kills=1), "killed when the whole machine ran out of memory",
            id="the machine's",
        ),
        pytest.param(Exit(signal=11), False, GroupEvents(oom_kills=1), None, id="a crash after a subprocess died"),
        pytest.param(Exit(signal=9), True, GroupEvents(oom_kills=1), None, id="killed after its last record"),
        pytest.param(
            Exit(signal=6), False, GroupEvents(process_refusals=1), "more than 64 processes and threads at one time",
            id="a library that gives up when it gets no thread",
        ),
        pytest.param(Exit(status=0), True, GroupEvents(process_refusals=1), None, id="it managed without"),
    ],
)  # fmt: skip
def test_the_ending_of_a_runner_that_left(finish: Exit, done: bool, events: GroupEvents, detail: str | None) -> None:
    ending = grouped(Told(happened=events)).own_end(finish, done=done)
    assert (ending.detail if ending else None) == detail


@pytest.mark.parametrize(
    ("ending", "events", "detail"),
    [
        (FINISHED, GroupEvents(), "ran to the end"),
        (FINISHED, GroupEvents(oom_kills=1), "ran to the end; a subprocess was killed for memory"),
        (FINISHED, GroupEvents(oom_kills=3), "ran to the end; 3 subprocesses were killed for memory"),
        (FINISHED, GroupEvents(process_refusals=1), "ran to the end; the process limit was hit"),
        (Ending(kind=EndingKind.OUT_OF_MEMORY, detail="much"), GroupEvents(oom_kills=1), "much"),
        (Ending(kind=EndingKind.TOO_MANY_PROCESSES, detail="many"), GroupEvents(process_refusals=1), "many"),
        (
            Ending(kind=EndingKind.TIMED_OUT, detail="late"), GroupEvents(oom_kills=1),
            "late; a subprocess was killed for memory",
        ),
    ],
)  # fmt: skip
def test_what_happened_on_the_way_is_told(ending: Ending, events: GroupEvents, detail: str) -> None:
    noted = grouped(Told(happened=events)).noted(ending)
    assert (noted.kind, noted.detail) == (ending.kind, detail)


def test_the_largest_process_pays_unless_it_is_the_runner(tmp_path: Path) -> None:
    code = "import sys; kept = bytearray(b'x') * int(sys.argv[1]); print('had', flush=True); sys.stdin.read()"
    sizes = (20 * MB, 60 * MB)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(size)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for size in sizes
    ]
    small, large = children
    for one in children:
        assert one.stdout is not None
        assert one.stdout.readline() == "had\n"
    (tmp_path / "g").mkdir()
    told = Told(parents=(tmp_path,))
    (tmp_path / "g" / "cgroup.procs").write_text(f"{small.pid}\n{large.pid}\n")
    assert not grouped(told, runner=large.pid).relieved()
    one = grouped(told, runner=small.pid)
    assert one.relieved()
    assert large.wait() == -9
    assert one.noted(FINISHED).detail == "ran to the end; a subprocess was killed for memory"
    (tmp_path / "g" / "cgroup.procs").write_text(f"{small.pid}\n")
    assert not one.relieved()
    assert small.poll() is None
    for child in children:
        child.kill()
        child.communicate()


def test_nobody_left_to_pay() -> None:
    assert not grouped(Told()).relieved()


def test_a_process_that_the_kernel_has_just_killed_is_not_killed_again() -> None:
    told = Told(happened=GroupEvents(oom_kills=1))
    watched = grouped(told)
    assert watched.relieved()  # once, for the kernel's victim; nobody was looked for
    assert not watched.relieved()
    assert watched.noted(FINISHED).detail == "ran to the end; a subprocess was killed for memory"
