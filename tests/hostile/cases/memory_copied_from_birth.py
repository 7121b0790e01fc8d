# about: memory that its forks were born with, which each of them copies for itself
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: nothing is born with anything there

import ctypes
import os
import time

PAGE = 4096


def copy_everything():
    with open("/proc/self/maps") as maps:
        lines = [line.split() for line in maps]
    for place, rights, *_ in lines:
        if rights == "rw-p":
            begin, end = (int(part, 16) for part in place.split("-"))
            for at in range(begin, end, PAGE):
                ctypes.memmove(at, at, 1)


for _ in range(48):
    if os.fork() == 0:
        copy_everything()
        time.sleep(60)
time.sleep(60)
