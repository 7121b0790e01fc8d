# about: reads from address 0
# ending: killed_by_signal
# signal: 11
# none: same

import ctypes

ctypes.string_at(0)
