# about: leaves with status 0 in the middle
# ending: exited_early
# status: 0
# none: same

import os

os._exit(0)
