# about: processes named like lines of the tables that are read about them, unreadable to each other, with much memory
# ending: out_of_memory
# none: same

import ctypes
import os
import time

PR_SET_NAME, PR_SET_DUMPABLE = 15, 4
libc = ctypes.CDLL(None)
for name in (b") R 1 1\nRssAnon:", b"x\nRssAnon:\t0 kB", b"((((1) S 0 0 0", b"Threads:\t0\n\xff"):
    if os.fork() == 0:
        libc.prctl(PR_SET_NAME, name[:15], 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        kept = []
        while True:
            kept.append(bytearray(b"x") * 2**20)
            time.sleep(0.001)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
kept = []
while True:
    kept.append(bytearray(b"x") * 2**20)
