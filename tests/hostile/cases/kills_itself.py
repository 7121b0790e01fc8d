# about: kill -9 on itself
# ending: killed_by_signal
# signal: 9
# none: same

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
