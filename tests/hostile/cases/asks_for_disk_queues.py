# about: takes all of the queues for disks that the machine has for everybody
# ending: finished
# prints: taken: 0
# none: there is no system call filter

import ctypes
import platform

libc = ctypes.CDLL(None)
queue = ctypes.c_ulong(0)
number = {"x86_64": 206, "aarch64": 0}[platform.machine()]
libc.syscall(ctypes.c_long(number), ctypes.c_uint(16), ctypes.byref(queue))
with open("/proc/sys/fs/aio-nr") as taken:
    print("taken:", 0 if not queue.value else taken.read())
