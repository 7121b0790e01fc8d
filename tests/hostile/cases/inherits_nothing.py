# about: of the descriptors that were open in the caller none is open inside but the pipes
# ending: finished
# prints: folders or files: []
# none: same

import os
import stat

odd = []
for name in os.listdir("/proc/self/fd"):
    try:
        kind = os.fstat(int(name)).st_mode
    except OSError:
        continue  # the listing's own
    if not (stat.S_ISFIFO(kind) or stat.S_ISCHR(kind)):
        odd.append((name, os.readlink(f"/proc/self/fd/{name}")))
print("folders or files:", odd)
