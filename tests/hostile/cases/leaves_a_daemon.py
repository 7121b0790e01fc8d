# about: a grandchild in a session of its own that outlives its parents
# ending: finished
# prints: daemon is up
# none: same

import os
import signal
import time

ready, up = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(up, b"!")
        time.sleep(60)
    os._exit(0)
os.read(ready, 1)
os.wait()
print("daemon is up")
