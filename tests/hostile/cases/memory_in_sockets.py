# about: fills the buffers of sockets, memory that belongs to no process
# ending: out_of_memory
# held: by a group
# limits: memory_bytes=67108864
# none: buffers are not counted there

import socket
import time

kept = []
for _ in range(1500):
    kept.append(socket.socketpair())
    for end in kept[-1]:
        end.setblocking(False)
        try:
            while True:
                end.send(bytes(32768))
        except BlockingIOError:
            continue
time.sleep(30)
