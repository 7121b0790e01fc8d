# about: crashes whose cores a machine might hand to a program of its own
# ending: finished
# prints: cores: []
# prints: at most a byte: True
# none: cores are the machine's own affair there

import os
import resource

cores = []
for _ in range(3):
    child = os.fork()
    if child == 0:
        os.abort()
    _, status = os.waitpid(child, 0)
    if os.WCOREDUMP(status) or os.path.exists("core") or os.path.exists(f"core.{child}"):
        cores.append(status)
print("cores:", cores)
limits = resource.getrlimit(resource.RLIMIT_CORE)
print("at most a byte:", limits in ((0, 0), (1, 1)))
