"""Namespaces of the attempt's own, and in them a file system with nothing in it but what it may see."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from pathlib import Path
from typing import Final

from grader.evidence.wire.warm import BoxPlan
from grader.inside.warm import syscalls
from grader.inside.warm.syscalls import BIND, NODEV, NOEXEC, NOSUID, PRIVATE, RDONLY, REC, REMOUNT, mount

GRADER: Final = "/grader"
POOL: Final = "/grader/pool"  # one folder per attempt, as the host made it; only its own is shown to an attempt
STAND: Final = "/grader/root"  # an empty folder to build the new root on
WORK, HOME, TMP, SHARED = "/content", "/home/student", "/tmp", "/dev/shm"
WRITABLE: Final = (WORK, HOME, TMP, SHARED)

_ALL: Final = (
    syscalls.NEWUSER | syscalls.NEWNS | syscalls.NEWPID | syscalls.NEWIPC | syscalls.NEWUTS | syscalls.NEWNET
    | syscalls.NEWCGROUP
)  # fmt: skip
_OWN: Final = {"dev", "proc", "tmp", "content", "home", "grader"}  # of the root's entries: made anew, not shown
_DEVICES: Final = ("null", "zero", "full", "random", "urandom", "tty")
_DEVICE_LINKS: Final = {
    "fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}  # fmt: skip
# Of what the kernel counts by user or for the whole machine, so that no attempt uses up what others need too.
_TERMINALS: Final = 128
_WATCHES: Final = {"instances": 16, "watches": 8192}  # inotify's
_IFF_UP, _SIOCGIFFLAGS, _SIOCSIFFLAGS = 1, 0x8913, 0x8914


def leave_all_namespaces() -> None:
    """New ones of every kind for this process, and for its next child the process ids; the user stays who it is."""
    user, group = os.geteuid(), os.getegid()
    syscalls.unshare(_ALL)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(text, encoding="ascii")


def build(plan: BoxPlan, attempt: str) -> None:
    """Make the new root and move into it; run by the first process of the new namespaces.

    Raises: OSError naming the step; nothing of the attempt has run by then.
    """
    mount("none", "/", flags=REC | PRIVATE)
    mount("none", STAND, "tmpfs", NOSUID | NODEV, "mode=0755,size=1m,nr_inodes=4096")
    for entry in sorted(Path("/").iterdir()):
        if entry.name not in _OWN:
            _show(entry)
    _folder("/proc")
    mount("proc", STAND + "/proc", "proc", NOSUID | NODEV | NOEXEC)
    _devices(plan)
    for path in WRITABLE:
        _folder(path)
        mode = "1777" if path in (TMP, SHARED) else "0755"
        mount("none", STAND + path, "tmpfs", NOSUID | NODEV, f"mode={mode},size={plan.disk_bytes}")
    _interpreter(plan)
    for name, source in (("code", GRADER), ("job.json", f"{POOL}/{attempt}"), ("files", f"{POOL}/{attempt}"),
                         ("data", f"{POOL}/{attempt}")):  # fmt: skip
        _bind(f"{source}/{name}", f"{GRADER}/{name}")
    os.chdir(STAND)
    syscalls.pivot_root(".", ".")
    syscalls.detach(".")
    os.chdir("/")
    for path in ("/", "/dev"):
        mount("none", path, flags=REMOUNT | BIND | RDONLY | NOSUID | (NODEV if path == "/" else 0))
    _quiet_kernel()


def _show(entry: Path) -> None:
    target = Path(f"{STAND}{entry}")
    if entry.is_symlink():
        target.symlink_to(entry.readlink())
    elif entry.is_dir():
        target.mkdir(mode=0o755)
        mount(str(entry), str(target), flags=BIND | REC)


def _interpreter(plan: BoxPlan) -> None:
    """What of it lies below folders that are made anew here: an environment in somebody's home, or in /tmp."""
    for folder in plan.shown:
        if _made_anew(folder):
            _bind(folder, folder)
    for where, target in plan.links:
        if _made_anew(where):
            _folder(str(Path(where).parent))
            Path(STAND + where).symlink_to(target)


def _made_anew(path: str) -> bool:
    return Path(path).parts[1] in _OWN


def _devices(plan: BoxPlan) -> None:
    _folder("/dev")
    mount("none", STAND + "/dev", "tmpfs", NOSUID | NOEXEC, "mode=0755,size=64k,nr_inodes=256")
    for path in (*(f"/dev/{name}" for name in _DEVICES), *plan.devices):
        _bind(path, path)
    for name, target in _DEVICE_LINKS.items():
        Path(STAND, "dev", name).symlink_to(target)
    _folder("/dev/pts")
    options = f"newinstance,ptmxmode=0666,mode=0620,max={_TERMINALS}"
    mount("devpts", STAND + "/dev/pts", "devpts", NOSUID | NOEXEC, options)


def _folder(path: str) -> None:
    Path(STAND + path).mkdir(mode=0o755, parents=True, exist_ok=True)


def _bind(source: str, target: str) -> None:
    if Path(source).is_dir():
        _folder(target)
    else:
        _folder(str(Path(target).parent))
        Path(STAND + target).touch(mode=0o444)
    mount(source, STAND + target, flags=BIND | REC)


def _quiet_kernel() -> None:
    """A loopback that works, a name, no further namespaces, and settings that nobody can change."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))
    syscalls.set_host_name("sandbox")
    for kind in ("user", "mnt", "pid", "ipc", "uts", "net", "cgroup"):
        Path(f"/proc/sys/user/max_{kind}_namespaces").write_text("0", encoding="ascii")
    for kind, most in _WATCHES.items():
        Path(f"/proc/sys/user/max_inotify_{kind}").write_text(str(most), encoding="ascii")
    mount("/proc/sys", "/proc/sys", flags=BIND | REC)
    mount("none", "/proc/sys", flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV | NOEXEC)
