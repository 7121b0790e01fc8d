# about: kill -9 on its parent, on process 1 and on everybody
# ending: finished
# prints: still here
# none: it would end everything its user has running

import os
import signal

if os.getppid() != 1:
    raise SystemExit("not in a process namespace of its own: not tried")
for target in (os.getppid(), 1, -1, 2**22 - 1):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(target, number)
        except OSError:
            continue
print("still here")
