# about: the same in a process of its own
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: same

import subprocess
import sys

bomb = "import time; kept = [bytearray(b'x') * 8_000_000 for _ in range(250)]; time.sleep(30)"
subprocess.run([sys.executable, "-c", bomb], check=True)
