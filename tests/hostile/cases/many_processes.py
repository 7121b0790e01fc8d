# about: starts a hundred children that do nothing
# ending: too_many_processes
# limits: processes=40
# none: same

import os
import time

for _ in range(100):
    try:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    except OSError:
        break
time.sleep(30)
