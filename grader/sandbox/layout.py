"""What the student side sees of a machine, as bubblewrap's arguments. Pure: nothing is started or made here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from grader.sandbox.interpreter import SYSTEM
from grader.sandbox.surroundings import Places

CODE: Final = PurePosixPath("/grader/code")
JOB: Final = PurePosixPath("/grader/job.json")
FILES: Final = PurePosixPath("/grader/files")
DATA: Final = PurePosixPath("/grader/data")
WEIGHTS: Final = PurePosixPath("/weights")  # in the root, so that a warm parent shows it to its forks as it stands
HOME: Final = PurePosixPath("/home/student")
POOL: Final = PurePosixPath("/grader/pool")  # a warm parent's: one folder per attempt
STAND: Final = PurePosixPath("/grader/root")  # a warm parent's: where a fork builds its root
WORK: Final = PurePosixPath("/content")  # Colab's, so that paths written there look natural
TMP: Final = PurePosixPath("/tmp")
SHARED: Final = PurePosixPath("/dev/shm")
PRIVATE: Final = (WORK, HOME, TMP, SHARED)  # all that can be written to; each a tmpfs of its own
UID: Final = 1000
# Mounts of Colab and Kaggle, as links to folders in the private home that the runner makes: writing there counts as
# writing at home, and programs that are not Python find them too.
MOUNTS: Final[Mapping[str, str]] = {
    "/gdrive": f"{HOME}/.elsewhere/drive",
    "/kaggle": f"{HOME}/.elsewhere/kaggle",
    "/input": f"{HOME}/.elsewhere/kaggle/input",
}

# Libraries are found through ld.so.cache and alternatives; the rest is fonts and the time zone.
_ETC: Final = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types")
_CPUS: Final = ("/sys/devices/system/cpu", "/sys/devices/system/node")  # frameworks count cores there
MADE_UP: Final[Mapping[str, str]] = {
    "/etc/passwd": f"student:x:{UID}:{UID}::{HOME}:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n",
    "/etc/group": f"student:x:{UID}:\nnogroup:x:65534:\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
GPU_NODES: Final = (
    "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-modeset", "nvidia-caps",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One sandbox. The descriptors are open in bubblewrap and closed in what it starts."""

    disk_bytes: int
    shown: tuple[tuple[Path, PurePath], ...] = ()  # (on the host, inside), read-only
    links: tuple[tuple[Path, str], ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    gpu: bool = False
    card: int | None = None  # of several GPUs, the only one to be shown
    texts: Mapping[str, int] = field(default_factory=dict)  # file inside -> descriptor with its content
    folders: tuple[PurePath, ...] = ()  # empty ones, to mount on
    seccomp: int | None  # None: what runs in it is ours, and filters itself before it runs what is not
    info: int | None = None
    block: int | None = None
    no_more_users: bool = True  # bubblewrap 0.8 and later can forbid user namespaces inside for good


def places(python: Path) -> Places:
    return Places(code=CODE, home=HOME, work=WORK, tmp=TMP, python=python)


def arguments(box: Box) -> list[str]:
    """Everything before the command. Later mounts lie on earlier ones, so the order matters."""
    made = [f"--unshare-{kind}" for kind in ("user", "ipc", "pid", "net", "uts", "cgroup-try")]
    made += ["--uid", str(UID), "--gid", str(UID), "--hostname", "sandbox"]
    made += ["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
    if box.no_more_users:
        made.append("--disable-userns")
    made += _system()
    if box.seccomp is not None:
        # Else settings of its own namespaces could be changed. A box with boxes in it must have an uncovered /proc.
        made += ["--ro-bind", "/proc/sys", "/proc/sys"]
    made += _devices(box)
    for folder in PRIVATE:
        made += ["--perms", "1777" if folder in (TMP, SHARED) else "0755"]
        made += ["--size", str(box.disk_bytes), "--tmpfs", str(folder)]
    for source, target in box.shown:
        made += ["--ro-bind", str(source), str(target)]
    for empty in box.folders:
        made += ["--dir", str(empty)]
    for where, to in box.links:
        made += ["--symlink", to, str(where)]
    for mount, to in MOUNTS.items():
        made += ["--symlink", to, mount]
    for name, descriptor in box.texts.items():
        made += ["--ro-bind-data", str(descriptor), name]
    # Bubblewrap's own root and /dev are tmpfs without a size: what could be written there would count nowhere.
    made += ["--remount-ro", "/", "--remount-ro", "/dev", "--chdir", str(WORK)]
    for name, value in box.environment.items():
        made += ["--setenv", name, value]
    if box.seccomp is not None:
        made += ["--seccomp", str(box.seccomp)]
    if box.info is not None:
        made += ["--info-fd", str(box.info)]
    if box.block is not None:
        made += ["--block-fd", str(box.block)]
    return made


def packed(made: Sequence[str]) -> bytes:
    """Arguments as bubblewrap reads them from `--args`."""
    return b"".join(os.fsencode(argument) + b"\0" for argument in made)


def _system() -> list[str]:
    made = list[str]()
    for path in SYSTEM:
        if path.is_symlink():
            made += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            made += ["--ro-bind", str(path), str(path)]
    for name in _ETC:
        made += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return [*made, "--proc", "/proc"]


def _devices(box: Box) -> list[str]:
    made = ["--dev", "/dev"]
    if not box.gpu:
        for path in _CPUS:
            made += ["--ro-bind-try", path, path]
        return made
    # A plain bind forbids device access, and the driver looks for its cards under /sys.
    for node in gpu_nodes(box.card):
        made += ["--dev-bind", str(node), str(node)]
    return [*made, "--ro-bind", "/sys", "/sys"]


def gpu_nodes(card: int | None = None, dev: Path = Path("/dev")) -> tuple[Path, ...]:
    """Device nodes CUDA needs: one per card, the control nodes, and the capability folder of divided cards.

    With `card`, that one alone: CUDA passes over cards whose node is not there.
    """
    names = (path.name.removeprefix("nvidia") for path in dev.glob("nvidia[0-9]*"))
    numbers = sorted(int(name) for name in names if name.isdigit())
    cards = (dev / f"nvidia{number}" for number in numbers if card in (None, number))
    return (*cards, *(dev / name for name in GPU_NODES if (dev / name).exists()))
