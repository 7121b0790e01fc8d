"""Namespaces of the attempt's own, and in them a file system with nothing in it but what it may see."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from dataclasses import dataclass
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

# All but that of control groups, which begins where a process is when it makes it: the host has to count it before.
_NAMESPACES: Final = (
    syscalls.NEWUSER | syscalls.NEWNS | syscalls.NEWPID | syscalls.NEWIPC | syscalls.NEWUTS | syscalls.NEWNET
)  # fmt: skip
_OWN: Final = {"dev", "proc", "tmp", "content", "home", "grader"}  # of the root's entries: made anew, not shown
_DEVICES: Final = ("null", "zero", "full", "random", "urandom", "tty")
_DEVICE_LINKS: Final = {
    "fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}  # fmt: skip
# Of what the kernel counts by user or for the whole machine, so that no attempt uses up what others need too.
_TERMINALS: Final = 128
# One for `hide_groups`, which is still to come.
_MORE_NAMESPACES: Final = {**dict.fromkeys(("user", "mnt", "pid", "ipc", "uts", "net"), 0), "cgroup": 1}
_WATCHES: Final = {"instances": 16, "watches": 8192}  # inotify's
_IFF_UP, _SIOCGIFFLAGS, _SIOCSIFFLAGS = 1, 0x8913, 0x8914


@dataclass(frozen=True, slots=True)
class Owner:
    """Who a warm parent is, as its own namespace of users knows it."""

    user: int
    group: int


def fork() -> Owner | None:
    """As `os.fork`, into new namespaces; in the child the parent's owner, whom it has yet to `stay`."""
    owner = Owner(os.geteuid(), os.getegid())
    return None if syscalls.fork_into(_NAMESPACES) else owner


def stay(owner: Owner) -> None:
    """In new namespaces this process is nobody, until it has said that it is who its parent is."""
    user, group = owner.user, owner.group
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


def hide_groups() -> None:
    """From here on the control group that this process is in is the uppermost for it and its children."""
    syscalls.unshare(syscalls.NEWCGROUP)


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
    for kind, most in _MORE_NAMESPACES.items():
        Path(f"/proc/sys/user/max_{kind}_namespaces").write_text(str(most), encoding="ascii")
    for kind, most in _WATCHES.items():
        Path(f"/proc/sys/user/max_inotify_{kind}").write_text(str(most), encoding="ascii")
    mount("/proc/sys", "/proc/sys", flags=BIND | REC)
    mount("none", "/proc/sys", flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV | NOEXEC)
