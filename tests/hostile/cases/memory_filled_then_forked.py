# about: memory that is private to nobody, since a fork shares it, counts all the same
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: only private pages are counted there, so that nothing is charged twice

import os
import time

kept = bytearray(60_000_000)
for _ in range(40):
    kept += b"x" * 10_000_000
    if os.fork() == 0:
        time.sleep(30)
        os._exit(0)
time.sleep(30)
