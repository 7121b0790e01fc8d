# about: tells the kernel that its program and stack lie elsewhere, which the accounting of memory looks at
# ending: finished
# prints: refused: True, the same: True
# none: there is no system call filter

import ctypes
import os
import struct

PR_SET_MM, PR_SET_MM_MAP = 35, 14
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p


def stack():
    with open("/proc/self/stat", "rb") as stat:
        return [int(field) for field in stat.read().rpartition(b")")[2].split()[1:]]


before = stack()
start_code, end_code, start_stack = before[22:25]
start_data, end_data, start_brk, *rest = before[41:48]
places = (start_code, end_code, start_data, end_data, start_brk, libc.sbrk(0), start_stack - 4096, *rest)
table = struct.pack("=11QQIi", *places, 0, 0, -1)
result = libc.prctl(PR_SET_MM, PR_SET_MM_MAP, table, ctypes.c_ulong(len(table)), ctypes.c_ulong(0))
print(f"refused: {result == -1}, the same: {stack()[24] == start_stack}")
