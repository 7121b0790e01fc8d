# about: children that share their parent's memory are not charged for it again
# ending: finished
# prints: eight children of 80 MB
# limits: memory_bytes=201326592
# none: same

import os
import time

kept = bytearray(b"x") * 80_000_000
children = []
for _ in range(8):
    child = os.fork()
    if child == 0:
        time.sleep(0.6)
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print("eight children of 80 MB")
