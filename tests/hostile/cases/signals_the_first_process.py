# about: every signal there is, by number, by handle and queued, to the process that waits for it
# ending: exited_early
# status: 7
# prints: still there
# none: the first process is the machine's own there

import ctypes
import os
import signal

libc = ctypes.CDLL(None)
first = os.pidfd_open(1)
for number in range(1, signal.NSIG):
    for send in (
        lambda: os.kill(1, number),
        lambda: signal.pidfd_send_signal(first, number),
        lambda: libc.sigqueue(1, number, 0),
        lambda: libc.tgkill(1, 1, number),
    ):
        try:
            send()
        except OSError:
            pass
print("still there", os.path.exists("/proc/1/status"), flush=True)
os._exit(7)
