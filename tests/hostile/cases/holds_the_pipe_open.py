# about: a child in a session of its own keeps the ways out open when the runner has left, and goes on writing
# ending: exited_early
# status: 7
# none: same

import os
import time

if os.fork() == 0:
    os.setsid()
    while True:
        emit("note", {})
        time.sleep(0.001)
time.sleep(0.05)
os._exit(7)
