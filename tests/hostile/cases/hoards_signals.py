# about: signals in waiting and messages in queues, which the kernel counts by user and so for all attempts together
# ending: finished
# prints: signals within bounds: True
# prints: a queue: refused
# none: they are the user's own there

import ctypes
import os
import signal

libc = ctypes.CDLL(None)
number = signal.SIGRTMIN + 3
signal.pthread_sigmask(signal.SIG_BLOCK, [number])
sent = 0
while sent < 5000 and libc.sigqueue(os.getpid(), number, 0) == 0:
    sent += 1
print("signals within bounds:", sent <= 1024)
queue = libc.mq_open(b"/queue", os.O_CREAT | os.O_RDWR, 0o600, None)
print("a queue:", "refused" if queue == -1 else "made")
