# about: stops itself: neither alive nor dead
# ending: timed_out
# limits: wall_seconds=0.8
# none: same

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
