# about: a library for others to load first reaches its own children and nobody else
# ending: finished
# prints: its child: True
# prints: everybody: refused
# prints: the first process: []
# none: it could reach everybody there

import os
import subprocess
import sys

wanted = {**os.environ, "LD_PRELOAD": "/tmp/not-there.so"}
done = subprocess.run([sys.executable, "-c", "1"], env=wanted, capture_output=True, text=True)
print("its child:", "/tmp/not-there.so" in done.stderr)
for path in ("/etc/ld.so.preload", "/etc/ld.so.cache", "/etc/ld.so.conf.d/x.conf"):
    try:
        open(path, "a").close()
        print("everybody:", path)
    except OSError:
        print("everybody: refused")
try:
    with open("/proc/1/environ", "rb") as environment:
        print("the first process:", [line for line in environment.read().split(b"\0") if b"PRELOAD" in line])
except OSError:
    print("the first process: []")
