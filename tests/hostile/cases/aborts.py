# about: aborts, as native libraries do when they give up
# ending: killed_by_signal
# signal: 6
# none: same

import os

os.abort()
