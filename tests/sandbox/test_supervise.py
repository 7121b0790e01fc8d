"""The supervisor with a process of its own making: what an executor's tests cannot time."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from grader.evidence.ending import EndingKind
from grader.evidence.wire.frames import Frame
from grader.sandbox.capture import Capture
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.leader import Launched
from grader.sandbox.plain_tree import PlainTree
from grader.sandbox.supervise import Pipes, Supervisor
from tests.sandbox.builders import limits


def supervise(code: str, folder: Path) -> tuple[EndingKind, str]:
    """Run `code` with the evidence pipe's number as its only argument."""
    with Descriptors() as owned, closing(Capture(folder, limits(), None)) as capture:
        evidence, evidence_end = owned.pipe()
        log, log_end = owned.pipe()
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(evidence_end)], stdout=log_end, stderr=log_end,
            pass_fds=(evidence_end,),
        )  # fmt: skip
        owned.close(evidence_end, log_end)
        tree = PlainTree(process.pid, "no-mark", folder)
        supervisor = Supervisor(
            Launched(process), tree, Pipes(evidence, log), capture, limits(),
            nested=False, cancel=None, linger_seconds=0.1,
        )  # fmt: skip
        ending, _ = supervisor.watch()
        assert process.returncode is not None
        return ending.kind, ending.detail


def test_a_runner_that_stays_after_its_last_record_is_stopped_and_has_finished(tmp_path: Path) -> None:
    done = Frame.of("done", {"cells_run": 0, "cells_failed": 0}).encode()
    code = f"import os, sys, time\nos.write(int(sys.argv[1]), bytes.fromhex('{done.hex()}'))\ntime.sleep(60)"
    assert supervise(code, tmp_path) == (
        EndingKind.FINISHED,
        "ran to the end; what was still running then was stopped",
    )


def test_a_process_that_closes_everything_and_leaves_later_is_waited_for(tmp_path: Path) -> None:
    code = "import os, time\nos.closerange(0, 100)\ntime.sleep(0.3)\nos._exit(5)"
    kind, detail = supervise(code, tmp_path)
    assert kind is EndingKind.EXITED_EARLY
    assert "exit status 5" in detail


def test_what_was_written_just_before_the_end_is_kept(tmp_path: Path) -> None:
    code = (
        "import os, sys\nos.write(int(sys.argv[1]), b'x' * 60000)\nos.write(1, b'y' * 60000)\nos.kill(os.getpid(), 9)"
    )
    kind, _ = supervise(code, tmp_path)
    assert kind is EndingKind.KILLED_BY_SIGNAL
    assert (tmp_path / "stream.bin").stat().st_size == 60000
    assert (tmp_path / "log.txt").stat().st_size == 60000


def test_descriptors_are_closed_whatever_happens() -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    try:
        with Descriptors() as owned:
            owned.pipe()
            owned.holding(b"x" * 100_000)
            raise RuntimeError
    except RuntimeError:
        pass
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
