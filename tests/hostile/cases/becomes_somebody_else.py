# about: programs that run as their owner run as whoever starts them
# ending: finished
# prints: mounts that honour it: []
# prints: NoNewPrivs: 1
# prints: its children: [1]
# none: such programs work there

import os
import subprocess

with open("/proc/self/mountinfo") as mounts:
    fields = [line.split() for line in mounts]
print(
    "mounts that honour it:", [place for _, _, _, _, place, options, *_ in fields if "nosuid" not in options.split(",")]
)
with open("/proc/self/status") as status:
    print("NoNewPrivs:", next(line.split()[1] for line in status if line.startswith("NoNewPrivs")))
mine = os.path.join("/tmp", "mine")
with open("/bin/sh", "rb") as shell, open(mine, "wb") as copy:
    copy.write(shell.read())
os.chmod(mine, 0o6755)
wanted = r"while read -r key value; do case $key in NoNewPrivs:) echo $value;; esac; done < /proc/self/status"
print("its children:", [int(subprocess.run([mine, "-c", wanted], capture_output=True, text=True).stdout)])
