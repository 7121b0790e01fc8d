# about: claims to have finished and leaves; a claim, and it costs nobody but itself
# ending: finished
# status: 3
# none: same

import os

emit("done", {"cells_run": 99, "cells_failed": 0})
os._exit(3)
