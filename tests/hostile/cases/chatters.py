# about: prints more than is kept, but not without end
# ending: finished
# prints: further bytes were not kept
# none: same

import os

for _ in range(4):
    os.write(1, b"x" * 65536)
