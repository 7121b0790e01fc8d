# about: makes the way out narrow, impatient and packeted, and opens its other end
# ending: finished
# prints: read back: True
# none: same

import fcntl
import os

F_SETPIPE_SZ = 1031
other = os.open(f"/proc/self/fd/{pipe}", os.O_RDONLY | os.O_NONBLOCK)
fcntl.fcntl(pipe, F_SETPIPE_SZ, 4096)
fcntl.fcntl(pipe, fcntl.F_SETFL, os.O_DIRECT | os.O_NONBLOCK)
mine = os.pipe()
os.write(mine[1], b"mine")
print("read back:", os.read(mine[0], 4) == b"mine")
fcntl.fcntl(pipe, fcntl.F_SETFL, 0)
for _ in range(20):
    emit("note", {"text": "x" * 3000})
fcntl.fcntl(other, fcntl.F_SETFL, os.O_NONBLOCK)
os.close(other)
