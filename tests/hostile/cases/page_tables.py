# about: looking at endless empty memory fills page tables, and these count
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: page tables are not counted there

import mmap
import time

NO_RESERVE, NO_HUGE_PAGES = 0x4000, 15
area = mmap.mmap(-1, 1 << 39, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NO_RESERVE, prot=mmap.PROT_READ)
area.madvise(NO_HUGE_PAGES)
for at in range(0, 1 << 39, 2 * 1024 * 1024):
    area[at]
time.sleep(30)
