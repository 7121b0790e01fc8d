# about: many children, each with little memory
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: same

import os
import time

for _ in range(16):
    if os.fork() == 0:
        kept = bytearray(b"x") * 20_000_000
        time.sleep(30)
        os._exit(0)
time.sleep(30)
