# about: fills no folder, but all together
# ending: disk_full
# none: /dev/shm is not private there

import time

for folder in ("/content", "/tmp", "/dev/shm", "/home/student"):
    with open(f"{folder}/part", "wb") as out:
        out.write(b"x" * 12_000_000)
time.sleep(30)
