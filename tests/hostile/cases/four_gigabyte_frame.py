# about: announces a frame of four gigabytes
# ending: exited_early
# status: 0
# none: same

import os

os.write(pipe, b"\xff" * 8 + b"{}")
