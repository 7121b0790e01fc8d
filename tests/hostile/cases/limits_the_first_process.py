# about: limits the process that waits for it, which is of the same user
# ending: finished
# prints: the first process: refused
# prints: itself: works
# prints: its child: works
# none: the first process is the machine's own there

import os
import resource
import time


def ask(who, pid):
    try:
        resource.prlimit(pid, resource.RLIMIT_CPU, (3600, 3600))
        print(who + ": works")
    except OSError:
        print(who + ": refused")


child = os.fork()
if child == 0:
    time.sleep(60)
ask("the first process", 1)
ask("itself", os.getpid())
ask("its child", child)
os.kill(child, 9)
