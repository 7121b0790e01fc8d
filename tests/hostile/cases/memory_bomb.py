# about: allocates and touches memory until somebody stops it
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: same

import time

kept = [bytearray(b"x") * 8_000_000 for _ in range(250)]  # 2 GB, a limit of our own for a machine without any
time.sleep(30)
