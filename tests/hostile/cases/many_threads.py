# about: starts a hundred threads that do nothing
# ending: too_many_processes
# limits: processes=40
# none: same

import threading
import time

for _ in range(100):
    try:
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    except RuntimeError:
        break
time.sleep(30)
