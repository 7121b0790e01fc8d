"""What a student's process may write to, by Landlock's rules."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.evidence.wire.warm import BoxPlan
from grader.inside.warm import landlock
from grader.inside.warm.drop import writable

NAMES_ITSELF = """
import sys, threading
from pathlib import Path
from grader.inside.warm import landlock, syscalls

syscalls.no_new_privileges()
landlock.restrict(sys.argv[1:])
try:
    Path(f"/proc/self/task/{threading.get_native_id()}/comm").write_text("cuda")
    print("named")
except OSError as error:
    print(type(error).__name__)
"""


def plan(*devices: str) -> BoxPlan:
    return BoxPlan(disk_bytes=1, processes=1, open_files=1, devices=devices, environment={})


@pytest.mark.parametrize(("devices", "said"), [((), "PermissionError"), (("/dev/nvidia0",), "named")])
def test_with_a_gpu_threads_can_be_named_as_cuda_does(devices: tuple[str, ...], said: str) -> None:
    allowed = [path for path in writable(plan(*devices)) if path in ("/dev", "/proc")]
    done = subprocess.run([sys.executable, "-c", NAMES_ITSELF, *allowed], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (said if landlock.version() >= 2 else "named")
