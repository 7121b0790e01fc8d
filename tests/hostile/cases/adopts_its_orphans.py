# about: a child that adopts all orphans, outlives the runner and shields them from the news of its end
# ending: exited_early
# status: 3
# prints: adopted
# none: same

import ctypes
import os
import signal
import time

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
libc = ctypes.CDLL(None)
ready, tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0)
    for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
        signal.signal(number, signal.SIG_IGN)
    guardian = os.getpid()
    if os.fork() == 0:
        if os.fork() == 0:
            while os.getppid() != guardian:
                time.sleep(0.001)
            os.write(tell, b"adopted")
            while True:
                time.sleep(60)
        os._exit(0)
    while True:
        time.sleep(60)
print(os.read(ready, 7).decode(), flush=True)
os._exit(3)
