# about: forks as fast as it can, for ever, in every child
# ending: too_many_processes
# none: no namespace would hold its children together

import os

while True:
    try:
        os.fork()
    except OSError:
        continue
