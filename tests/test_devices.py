from __future__ import annotations

from pathlib import Path

import pytest

from grader import devices
from grader.faults import MachineError, UsageError


@pytest.mark.parametrize(
    ("option", "nodes", "chosen"),
    [
        ("auto", 0, "cpu"),
        ("auto", 1, "cuda"),
        ("cpu", 1, "cpu"),
        ("cuda", 2, "cuda"),
    ],
)
def test_the_device_follows_option_and_machine(
    option: str, nodes: int, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "gpu_nodes", lambda: tuple(Path(f"/dev/nvidia{n}") for n in range(nodes)))
    assert devices.choose_device(option) == chosen


def test_a_gpu_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "gpu_nodes", tuple)
    with pytest.raises(MachineError, match="no NVIDIA GPU"):
        devices.choose_device("cuda")


def test_an_unknown_device_names_the_choices() -> None:
    with pytest.raises(UsageError, match="auto, cpu, cuda"):
        devices.choose_device("gpu")
