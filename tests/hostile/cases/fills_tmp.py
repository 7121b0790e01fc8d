# about: fills the temporary folder and waits
# ending: disk_full
# none: same

import os
import tempfile
import time

try:
    with open(os.path.join(tempfile.gettempdir(), "full"), "wb") as out:
        for _ in range(40):
            out.write(b"x" * 1_000_000)
            out.flush()
        os.fsync(out.fileno())
except OSError as error:
    print("refused:", error.strerror)
time.sleep(30)
