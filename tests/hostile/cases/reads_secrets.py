# about: looks for the machine's secrets, the course and other people's work
# ending: finished
# prints: found: []
# prints: beyond: []
# none: what its user can read, it can read

import os
import sys

wanted = [
    "/etc/shadow",
    "/etc/ssh",
    "/root/.ssh",
    "/var",
    "/boot",
    "/run/docker.sock",
    "/proc/1/root/var",
    os.environ["COURSE"],
    os.environ["COURSE"] + "/rubrics/secret.yaml",
    "/proc/kcore",
    "/dev/mem",
    "/dev/vda",
]
found = []
for path in wanted:
    try:
        if os.path.isdir(path):
            found.append((path, os.listdir(path)))
        else:
            with open(path, "rb") as secret:
                found.append((path, secret.read(10)))
    except OSError:
        continue
print("found:", found)
# The folders an interpreter lies in are shown at their own place, whatever that is on this machine.
expected = set("bin content dev etc grader home lib lib32 lib64 libx32 proc sbin sys tmp usr".split())
expected |= {prefix.split("/")[1] for prefix in (sys.prefix, sys.base_prefix)}
expected |= {"gdrive", "input", "kaggle"}  # links to the mounts of other machines, in the private home
print("beyond:", sorted(set(os.listdir("/")) - expected))
print("tmp:", os.listdir("/tmp"), os.listdir("/home"))
