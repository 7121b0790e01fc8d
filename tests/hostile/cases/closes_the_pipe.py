# about: closes the way the evidence takes
# ending: exited_early
# status: 1
# none: same

import os

os.close(pipe)
