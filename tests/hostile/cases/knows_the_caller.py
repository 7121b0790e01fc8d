# about: nothing of the caller's environment goes in, nor can it be read from another process
# ending: finished
# prints: canaries: 0
# none: the caller's processes can be read there

import glob

count = 0
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
    try:
        with open(path, "rb") as text:
            count += b"CANARY" in text.read()
    except OSError:
        continue
print("canaries:", count)
