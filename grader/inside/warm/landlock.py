"""Landlock: the kernel's second opinion on files, where it has one.

The file system of the box is read-only but for the private folders already. With Landlock that holds for the process
and all its children even if a mount were not what it should be, and signals and abstract sockets end at the attempt.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Sequence
from typing import Final

from grader.inside.warm.syscalls import syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same numbers on every processor
_VERSION: Final = 1
_PATH_BENEATH: Final = 1

_READ: Final = 1 << 0 | 1 << 2 | 1 << 3  # execute, read files, list folders
# All rights over files by the version that brought the last of them: moving, cutting, ioctl on devices. Version 1
# would forbid every move from one folder to another, so it counts as none.
_RIGHTS: Final = {2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_SCOPES: Final = 0b11  # abstract unix sockets, signals; from version 6


def version() -> int:
    """Of the kernel's Landlock; 0 where there is none or it is switched off."""
    try:
        return syscall("landlock", _CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION))
    except OSError:
        return 0


def restrict(writable: Sequence[str]) -> bool:
    """From now on this process and its children can write below these folders alone; False where there is no Landlock.

    Needs no new privileges to be set before. Raises: OSError when the kernel has Landlock and refuses.
    """
    known = version()
    if known < min(_RIGHTS):
        return False
    handled = max(rights for since, rights in _RIGHTS.items() if since <= known)
    attributes = struct.pack("=QQQ", handled, 0, _SCOPES)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    ruleset = syscall("landlock ruleset", _CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))
    try:
        _allow(ruleset, "/", _READ & handled)
        for path in writable:
            _allow(ruleset, path, handled)
        syscall("landlock restrict", _RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, descriptor)
        numbers = ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH)
        syscall(f"landlock {path}", _ADD_RULE, *numbers, rule, ctypes.c_uint(0))
    finally:
        os.close(descriptor)
