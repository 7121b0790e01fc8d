# about: names for an empty file, which take no room on the disk but memory of the machine's
# ending: disk_full
# detail: files written
# limits: wall_seconds=60
# none: the folder is on the machine's own disk there, which counts its names itself

import os

os.chdir("/tmp")
open("file", "w").close()
for writer in range(3):
    if os.fork() == 0:
        break
number = 0
while True:
    os.link("file", f"{os.getpid()}-{number}")
    number += 1
