# about: of the machine's devices none is there but the harmless ones, and none can be made
# ending: finished
# prints: there: []
# prints: made: []
# none: devices are there

import glob
import os
import stat

HARMLESS = {"null", "zero", "full", "random", "urandom", "tty", "ptmx"}
there = []
for folder, _, names in os.walk("/dev"):
    for name in names:
        path = os.path.join(folder, name)
        mode = os.lstat(path).st_mode
        if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and name not in HARMLESS and not path.startswith("/dev/pts/"):
            there.append(path)
for name in (
    "kvm",
    "fuse",
    "mem",
    "port",
    "kmsg",
    "loop*",
    "sd*",
    "vd*",
    "nvme*",
    "mapper/*",
    "vhost*",
    "net/*",
    "uinput",
):
    there += glob.glob("/dev/" + name)
print("there:", there)
made = []
for major, minor, kind in ((1, 1, stat.S_IFCHR), (1, 11, stat.S_IFCHR), (10, 229, stat.S_IFCHR), (8, 0, stat.S_IFBLK)):
    for folder in ("/tmp", "/dev/shm", "/content", "/home/student"):
        try:
            os.mknod(f"{folder}/device-{major}-{minor}", 0o666 | kind, os.makedev(major, minor))
            made.append((folder, major, minor))
        except OSError:
            pass
print("made:", made)
