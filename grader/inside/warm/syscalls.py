"""The system calls that Python has no function for, by ctypes; each raises OSError with its own name."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from typing import Final

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000

RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT = 1, 2, 4, 8, 32
BIND, REC, PRIVATE = 4096, 16384, 1 << 18
DETACH: Final = 2

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 4, 22, 24
_PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _CLEAR_ALL = 38, 47, 4
_SECCOMP_MODE_FILTER: Final = 2
_MADV_COLLAPSE: Final = 25
_CAPABILITY_VERSION_3: Final = 0x20080522
_MOST_CAPABILITIES: Final = 64
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}
_CLONE: Final = {"x86_64": 56, "aarch64": 220}

_libc = ctypes.CDLL(None, use_errno=True)
_python = ctypes.PyDLL(None, use_errno=True)  # the same, called while this thread holds Python's lock


def _checked(result: int, call: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")
    return result


def syscall(name: str, number: int, *arguments: object) -> int:
    return _checked(int(_libc.syscall(ctypes.c_long(number), *arguments)), name)


def fork_into(namespaces: int) -> int:
    """As `os.fork`, of a process with one thread; the child is born in new namespaces.

    C's own `fork` knows no flags, and to leave the namespaces afterwards takes one more fork for that of process ids.
    What the C library would mend in a child are locks, which a single thread does not hold, and the number of the
    thread, which `raise` and `abort` ask for. What libraries would do after a fork is left out too: this child only
    makes its own child, by `os.fork`, where nothing is left out.
    """
    _python.PyOS_BeforeFork()
    pid = int(_python.syscall(ctypes.c_long(_CLONE[platform.machine()]), ctypes.c_ulong(namespaces | signal.SIGCHLD),
                              *[ctypes.c_ulong(0)] * 4))  # fmt: skip
    number = ctypes.get_errno()
    if pid == 0:
        _python.PyOS_AfterFork_Child()
        return 0
    _python.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(number, f"clone: {os.strerror(number)}")
    return pid


def unshare(flags: int) -> None:
    _checked(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    result = _libc.mount(
        source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode() or None
    )
    _checked(result, f"mount {target}")


def detach(target: str) -> None:
    """Unmount lazily, with everything below."""
    _checked(_libc.umount2(target.encode(), DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    syscall("pivot_root", _PIVOT_ROOT[platform.machine()], new.encode(), old.encode())


def collapse(address: int, length: int) -> None:
    """Put large pages in place of small ones."""
    result = _libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), _MADV_COLLAPSE)
    _checked(result, "madvise")


def set_host_name(name: str) -> None:
    _checked(_libc.sethostname(name.encode(), ctypes.c_size_t(len(name))), "sethostname")


def hide_memory() -> None:
    """Nobody without capabilities here may look into this process: no ptrace, no /proc/<pid>/mem."""
    _prctl("hide memory", _PR_SET_DUMPABLE, 0)


def show_memory() -> None:
    _prctl("show memory", _PR_SET_DUMPABLE, 1)


def no_new_privileges() -> None:
    _prctl("no new privileges", _PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """All of them, in every set, for good."""
    for capability in range(_MOST_CAPABILITIES):
        try:
            _prctl("drop capability", _PR_CAPBSET_DROP, capability)
        except OSError:
            break  # this kernel knows no higher one
    _prctl("clear ambient capabilities", _PR_CAP_AMBIENT, _CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(bytes(24))
    _checked(_libc.capset(header, nothing), "capset")


def filter_calls(program: bytes) -> None:
    """Install a classic BPF program, 8 bytes an instruction; needs no new privileges to be set before."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    code = ctypes.create_string_buffer(program, len(program))
    described = Program(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    _prctl("system call filter", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(described))


def _prctl(what: str, option: int, *arguments: object) -> None:
    padded = [a if not isinstance(a, int) else ctypes.c_ulong(a) for a in arguments]
    padded += [ctypes.c_ulong(0)] * (4 - len(padded))
    _checked(_libc.prctl(ctypes.c_int(option), *padded), what)
