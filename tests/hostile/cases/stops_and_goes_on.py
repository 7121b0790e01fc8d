# about: a child stops the runner and lets it go on, again and again, until the time is up
# ending: timed_out
# detail: not done after
# limits: wall_seconds=1
# none: same

import os
import signal
import time

runner = os.getpid()
if os.fork() == 0:
    os.setsid()
    while True:
        os.kill(runner, signal.SIGSTOP)
        time.sleep(0.02)
        os.kill(runner, signal.SIGCONT)
        time.sleep(0.001)
while True:
    continue
