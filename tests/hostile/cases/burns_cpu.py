# about: burns CPU time in several processes at once
# ending: timed_out
# detail: CPU time
# limits: cpu_seconds=0.6
# none: same

import os

for _ in range(3):
    if os.fork() == 0:
        break
while True:
    continue
