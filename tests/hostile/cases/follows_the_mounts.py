# about: no mount hears of the machine's, none is writable but the private folders, and none shows the machine's own folders
# ending: finished
# prints: heard of: []
# prints: writable: []
# prints: seen: []
# none: the mounts are the machine's own there

import os

PRIVATE = {"/content", "/home/student", "/tmp", "/dev/shm", "/dev/pts", "/proc"}
with open("/proc/self/mountinfo") as mounts:
    lines = [line.split() for line in mounts]
print("heard of:", [line[4] for line in lines if any(field.startswith(("shared:", "master:")) for field in line[6:])])
harmless = {"/dev/" + name for name in ("null", "zero", "full", "random", "urandom", "tty")}
print("writable:", [line[4] for line in lines if line[5].split(",")[0] == "rw" and line[4] not in PRIVATE | harmless])
PLACES = ("/grader/pool", "/grader/root", "/newroot", "/oldroot", "/boot", "/var/lib", "/run")
print("seen:", [path for path in PLACES if os.path.exists(path)])
