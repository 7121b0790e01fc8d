# about: writes noise where records are expected
# ending: exited_early
# status: 0
# none: same

import os
import random

os.write(pipe, b"\xff" + random.Random(1).randbytes(60_000))
