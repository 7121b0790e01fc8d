"""What the student side sees, as bubblewrap's arguments."""

from __future__ import annotations

from pathlib import Path

from grader.sandbox.layout import DATA, PRIVATE, Box, arguments, gpu_nodes, packed


def pairs(made: list[str], option: str, count: int = 2) -> list[tuple[str, ...]]:
    return [tuple(made[i + 1 : i + 1 + count]) for i, word in enumerate(made) if word == option]


def test_every_namespace_and_no_power() -> None:
    made = arguments(Box(disk_bytes=1024, seccomp=9))
    for kind in ("user", "ipc", "pid", "net", "uts", "cgroup-try"):
        assert f"--unshare-{kind}" in made
    for option in ("--die-with-parent", "--new-session", "--clearenv", "--disable-userns"):
        assert option in made
    assert pairs(made, "--cap-drop", 1) == [("ALL",)]
    assert pairs(made, "--seccomp", 1) == [("9",)]
    assert not [word for word in made if word in ("--bind", "--bind-try", "--share-net", "--cap-add")]


def test_only_private_folders_can_be_written_and_each_has_a_size() -> None:
    made = arguments(Box(disk_bytes=4096, seccomp=9))
    assert pairs(made, "--tmpfs", 1) == [(str(folder),) for folder in PRIVATE]
    assert pairs(made, "--size", 1) == [("4096",)] * len(PRIVATE)
    assert pairs(made, "--remount-ro", 1) == [("/",), ("/dev",)]


def test_shown_folders_are_read_only_and_lie_on_the_private_ones() -> None:
    made = arguments(Box(disk_bytes=4096, seccomp=9, shown=((Path("/tmp/env"), Path("/tmp/env")),)))
    assert ("/tmp/env", "/tmp/env") in pairs(made, "--ro-bind")
    assert made.index("/tmp/env") > max(i for i, word in enumerate(made) if word == "--tmpfs")


def test_of_etc_only_what_libraries_need_is_shown() -> None:
    made = arguments(Box(disk_bytes=4096, seccomp=9))
    etc = {source for source, _ in pairs(made, "--ro-bind-try") + pairs(made, "--ro-bind") if source.startswith("/etc")}
    assert etc == {
        "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/etc/localtime",
        "/etc/mime.types",
    }  # fmt: skip


def test_devices_are_shown_only_when_asked_for() -> None:
    assert "--dev-bind" not in arguments(Box(disk_bytes=4096, seccomp=9))
    made = arguments(Box(disk_bytes=4096, seccomp=9, gpu=True))
    assert ("/sys", "/sys") in pairs(made, "--ro-bind")
    assert pairs(made, "--dev-bind") == [(str(node), str(node)) for node in gpu_nodes()]


def test_gpu_nodes_are_the_cards_and_the_control_nodes_that_exist(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "nvidia0.bak", "nvme0", "nvidia-caps"):
        (tmp_path / name).touch()
    control = ["nvidiactl", "nvidia-uvm", "nvidia-caps"]
    assert [node.name for node in gpu_nodes(dev=tmp_path)] == ["nvidia0", "nvidia1", *control]
    assert [node.name for node in gpu_nodes(1, tmp_path)] == ["nvidia1", *control]


def test_arguments_travel_as_a_list_ended_by_zeros() -> None:
    assert packed(["--setenv", "A", "", "\udcff"]) == b"--setenv\0A\0\0\xff\0"


def test_the_places_are_those_the_job_is_told() -> None:
    assert str(DATA) == "/grader/data"
