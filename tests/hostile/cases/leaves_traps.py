# about: leaves links, pipes and devices behind; nobody outside follows them
# ending: finished
# prints: device: EPERM
# none: the folder is a real one there and is removed without being followed

import errno
import os

os.symlink("/etc/shadow", "evidence.json")
os.symlink("/", "root")
os.mkfifo("pipe")
os.mkdir("deep")
for _ in range(200):
    os.chdir("deep")
    os.mkdir("deep")
try:
    os.mknod("/tmp/disk", 0o60600, os.makedev(254, 0))
    print("device: MADE")
except OSError as error:
    print("device:", errno.errorcode[error.errno])
