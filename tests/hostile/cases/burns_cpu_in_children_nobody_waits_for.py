# about: burns CPU time in short-lived children, which are forgotten as they die
# ending: timed_out
# detail: CPU time
# held: by a group
# limits: cpu_seconds=0.6
# none: what a child used is lost there when nobody waits for it

import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        until = time.process_time() + 0.004
        while time.process_time() < until:
            continue
        os._exit(0)
    time.sleep(0.004)
