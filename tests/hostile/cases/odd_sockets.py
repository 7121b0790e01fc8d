# about: kinds of sockets that no network namespace holds back, or that only reach into the kernel
# ending: finished
# prints: opened: []
# none: there is no system call filter

import socket

opened = []
for family in range(3, 46):
    if family in (10, 16):
        continue
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
            opened.append(family)
        except OSError:
            continue
print("opened:", opened)
