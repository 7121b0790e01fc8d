# about: opens files until it may not
# ending: finished
# prints: refused: EMFILE
# limits: open_files=200
# none: same

import errno
import os

held = []
try:
    while len(held) < 100_000:
        held.append(os.open("/dev/null", os.O_RDONLY))
    print("100000 FILES")
except OSError as error:
    print("refused:", errno.errorcode[error.errno])
for one in held:
    os.close(one)
