# about: shared anonymous memory counts like any other
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: shared pages are not counted there

import mmap
import time

area = mmap.mmap(-1, 1_000_000_000)
for at in range(0, 1_000_000_000, 4096):
    area[at] = 1
time.sleep(30)
