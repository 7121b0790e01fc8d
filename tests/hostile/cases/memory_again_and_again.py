# about: starts another process each time that one is killed for its memory
# ending: out_of_memory
# limits: memory_bytes=134217728
# none: same

import subprocess
import sys

bomb = "import time; kept = [bytearray(b'x') * 8_000_000 for _ in range(60)]; time.sleep(30)"
while True:
    subprocess.run([sys.executable, "-c", bomb], check=False)
