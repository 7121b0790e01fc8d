# about: fills the temporary folder and is gone before anybody has looked
# ending: disk_full
# none: the folder is measured from time to time only

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
os._exit(3)
