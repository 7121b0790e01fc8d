# about: fills pipes, each small and all of them together large
# ending: out_of_memory
# held: by a group
# limits: memory_bytes=25165824
# none: buffers are not counted there

import os
import time

kept = []
for _ in range(1000):
    kept.append(os.pipe())
    os.set_blocking(kept[-1][1], False)
    try:
        while True:
            os.write(kept[-1][1], bytes(4096))
    except BlockingIOError:
        continue
time.sleep(30)
