# about: shared memory that its owner tells the kernel to forget, while it keeps what lies there
# ending: out_of_memory
# held: by a group
# limits: memory_bytes=134217728
# none: shared pages are not counted there

import mmap
import time

piece = 4 * 1024 * 1024
area = mmap.mmap(-1, 200 * piece)
for at in range(0, 200 * piece, piece):
    area[at : at + piece] = b"x" * piece
    area.madvise(mmap.MADV_DONTNEED, at, piece)
time.sleep(30)
