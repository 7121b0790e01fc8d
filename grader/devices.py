"""Which device attempts are given; decided without importing a framework."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.evidence.wire.job import Device
from grader.faults import MachineError, UsageError

_CONTROL_NODE: Final = Path("/dev/nvidiactl")
CHOICES: Final = ("auto", "cpu", "cuda")


def gpu_nodes() -> tuple[Path, ...]:
    """The device nodes of this machine's GPUs, one each: /dev/nvidia0 and so on; empty without an NVIDIA driver."""
    if not _CONTROL_NODE.exists():
        return ()
    found = Path("/dev").glob("nvidia[0-9]*")
    return tuple(sorted(path for path in found if path.name.removeprefix("nvidia").isdigit()))


def choose_device(option: str) -> Device:
    """`auto` takes a GPU where there is one.

    Raises: UsageError for an unknown word; MachineError when `cuda` is asked for and no GPU is there, since
    grading on another device than asked is a silent difference.
    """
    if option not in CHOICES:
        raise UsageError(f"no device {option!r}", where="--device", fix=f"use one of: {', '.join(CHOICES)}")
    present = bool(gpu_nodes())
    if option == "cuda" and not present:
        raise MachineError(
            "no NVIDIA GPU on this machine (/dev/nvidiactl and /dev/nvidia0 are not there)",
            where="--device cuda",
            fix="use --device cpu, or install the NVIDIA driver",
        )
    return "cuda" if present and option != "cpu" else "cpu"
