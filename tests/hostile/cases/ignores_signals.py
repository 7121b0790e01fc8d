# about: ignores every signal that can be ignored and never ends
# ending: timed_out
# limits: wall_seconds=0.8
# none: same

import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue
while True:
    try:
        while True:
            continue
    except BaseException:
        continue
