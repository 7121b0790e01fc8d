# about: memory outside every address space, which nobody would count, cannot be had
# ending: finished
# prints: memfd: ENOSYS
# prints: shmget: ENOSYS
# none: there is no system call filter

import ctypes
import errno
import os

try:
    os.memfd_create("hidden")
    print("memfd: HAD")
except OSError as error:
    print("memfd:", errno.errorcode[error.errno])
libc = ctypes.CDLL(None, use_errno=True)
print("shmget:", "HAD" if libc.shmget(0, 1 << 30, 0o1600) >= 0 else errno.errorcode[ctypes.get_errno()])
