# about: allocates and touches memory in a process of its own; the largest process pays, so the notebook goes on
# ending: finished
# detail: ran to the end; a subprocess was killed for memory
# prints: child: -9
# held: by a group
# limits: memory_bytes=134217728
# none: nobody but the whole attempt can be stopped there

import subprocess
import sys

bomb = "import time; kept = [bytearray(b'x') * 8_000_000 for _ in range(250)]; time.sleep(30)"
print("child:", subprocess.run([sys.executable, "-c", bomb], check=False).returncode)
