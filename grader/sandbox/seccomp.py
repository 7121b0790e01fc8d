"""The system calls that student code is refused, as a classic BPF program.

Written out by hand, so that no library has to be there: the program is a straight list of comparisons. It
comes on top of the namespaces and of the dropped capabilities; most of what it refuses is refused by those
already, and this is the wall behind the wall.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from grader.faults import SandboxUnavailableError

# (x86_64, aarch64); None where the machine has no such call. Numbers from the kernel's unistd headers.
_NUMBERS: Final[dict[str, tuple[int | None, int | None]]] = {
    # mounts, roots and namespaces
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "setns": (308, 268), "unshare": (272, 97), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "open_tree": (428, 428), "open_tree_attr": (467, 467),
    "move_mount": (429, 429), "mount_setattr": (442, 442), "statmount": (457, 457), "listmount": (458, 458),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "pidfd_getfd": (438, 438),
    "kcmp": (312, 272), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # files by handle, quotas, accounting, swap
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "swapon": (167, 224),
    "swapoff": (168, 225),
    # keys, and parts of the kernel with a long history of holes
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280),
    "userfaultfd": (323, 282), "perf_event_open": (298, 241), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "syslog": (103, 116),
    "lookup_dcookie": (212, 18),
    # the machine itself
    "reboot": (169, 142), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171),
    "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58), "nfsservctl": (180, 42),
    "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None), "uselib": (134, None),
    "_sysctl": (156, None), "create_module": (174, None), "get_kernel_syms": (177, None),
    "query_module": (178, None), "sysfs": (139, None), "ustat": (136, None),
    # memory that belongs to no process's address space, which the watchdog could not count
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190),
    "msgget": (68, 186),
    # queues for disks, of which the whole machine has a fixed number
    "io_setup": (206, 0),
    # looked at by their arguments
    "clone3": (435, 435), "clone": (56, 220), "ioctl": (16, 29), "socket": (41, 198),
    "personality": (135, 92), "prlimit64": (302, 261), "prctl": (157, 167),
}  # fmt: skip

# Libraries take "no such call" for an old kernel and fall back: glibc from clone3 to clone, others to files.
ABSENT: Final = ("clone3", "memfd_create", "memfd_secret", "shmget", "semget", "msgget", "io_setup")
BY_ARGUMENT: Final = ("clone", "ioctl", "socket", "personality", "prlimit64", "prctl")
REFUSED: Final = tuple(name for name in _NUMBERS if name not in ABSENT and name not in BY_ARGUMENT)

NEW_NAMESPACES: Final = 0x7E020000  # CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET
TIOCSTI, TIOCLINUX = 0x5412, 0x541C  # type into, or paste into, the terminal somebody started the grader from
TIOCSETD: Final = 0x5423  # have the machine load one of its old line disciplines
SOCKETS: Final = (1, 2, 10, 16)  # unix, inet, inet6, netlink; vsock, which no namespace holds back, is not among them
NETLINK, ROUTE = 16, 0  # of netlink's protocols the one that names interfaces; the others only reach into the kernel
FIRST: Final = 1  # the process that waits for the attempt: the sandbox's own, and of the same user
PR_SET_MM: Final = 35  # say that one's stack and program lie elsewhere; the accounting of memory looks at that
PERSONALITIES: Final = (0, 0xFFFFFFFF)  # plain Linux, and the question which it is

_LOAD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
# Offsets in struct seccomp_data; of arguments the low half, on a little-endian machine.
_NR, _ARCH, _ARG0, _ARG1, _ARG2 = 0, 4, 16, 24, 32
_X32 = 0x40000000  # x86_64's second table of numbers, under which every rule could be walked around


@dataclass(frozen=True, slots=True)
class Machine:
    name: str
    column: int
    audit: int  # AUDIT_ARCH_*

    def number(self, call: str) -> int | None:
        return _NUMBERS[call][self.column]


MACHINES: Final = {
    "x86_64": Machine("x86_64", 0, 0xC000003E),
    "aarch64": Machine("aarch64", 1, 0xC00000B7),
}

Instruction = tuple[int, int, int, int]  # code, jump when true, jump when false, constant


def this_machine() -> Machine:
    """Raises: SandboxUnavailableError on a processor whose system call numbers are not in the table."""
    name = platform.machine()
    if name not in MACHINES:
        raise SandboxUnavailableError(
            f"there is no system call filter for {name}",
            where="sandbox bubblewrap",
            fix=f"run on one of {', '.join(MACHINES)}",
        )
    return MACHINES[name]


def program(machine: Machine) -> bytes:
    """The filter for bubblewrap's `--seccomp`: 8 bytes an instruction, `struct sock_filter` after another."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions(machine))


def instructions(machine: Machine) -> Sequence[Instruction]:
    made: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH),
        (_JEQ, 1, 0, machine.audit),
        _refuse(errno.ENOSYS),  # 32-bit calls have other numbers, so none of them is let through
        (_LOAD, 0, 0, _NR),
    ]
    if machine.name == "x86_64":
        made += [(_JGE, 0, 1, _X32), _refuse(errno.ENOSYS)]
    for calls, number in ((REFUSED, errno.EPERM), (ABSENT, errno.ENOSYS)):
        for call in calls:
            made += _when(machine, call, [_refuse(number)])
    for call in BY_ARGUMENT:
        made += _when(machine, call, _ARGUMENTS[call]())
    return [*made, (_RET, 0, 0, _ALLOW)]


def _when(machine: Machine, call: str, then: list[Instruction]) -> list[Instruction]:
    number = machine.number(call)
    return [] if number is None else [(_JEQ, 0, len(then), number), *then]


def _refuse(number: int) -> Instruction:
    return (_RET, 0, 0, _ERRNO | number)


def _clone() -> list[Instruction]:
    return [(_LOAD, 0, 0, _ARG0), (_JSET, 0, 1, NEW_NAMESPACES), _refuse(errno.EPERM), (_RET, 0, 0, _ALLOW)]


def _ioctl() -> list[Instruction]:
    # The request is an int: its upper half is garbage that a caller may choose, so only the lower is compared.
    return [
        (_LOAD, 0, 0, _ARG1),
        (_JEQ, 2, 0, TIOCSTI),
        (_JEQ, 1, 0, TIOCLINUX),
        (_JEQ, 0, 1, TIOCSETD),
        _refuse(errno.EPERM),
        (_RET, 0, 0, _ALLOW),
    ]


def _socket() -> list[Instruction]:
    return [
        (_LOAD, 0, 0, _ARG0),
        (_JEQ, 0, 4, NETLINK),
        (_LOAD, 0, 0, _ARG2),
        (_JEQ, 1, 0, ROUTE),
        _refuse(errno.EPROTONOSUPPORT),
        (_RET, 0, 0, _ALLOW),
        *_only(SOCKETS, errno.EAFNOSUPPORT),
    ]


def _anything_but(value: int) -> list[Instruction]:
    return [(_LOAD, 0, 0, _ARG0), (_JEQ, 0, 1, value), _refuse(errno.EPERM), (_RET, 0, 0, _ALLOW)]


def _only(allowed: Sequence[int], number: int) -> list[Instruction]:
    made: list[Instruction] = [(_LOAD, 0, 0, _ARG0)]
    for i, value in enumerate(allowed):
        made.append((_JEQ, len(allowed) - i, 0, value))
    return [*made, _refuse(number), (_RET, 0, 0, _ALLOW)]


_ARGUMENTS: Final[dict[str, Callable[[], list[Instruction]]]] = {
    "clone": _clone,
    "ioctl": _ioctl,
    "socket": _socket,
    "personality": lambda: _only(PERSONALITIES, errno.EPERM),
    "prlimit64": lambda: _anything_but(FIRST),
    "prctl": lambda: _anything_but(PR_SET_MM),
}
