# about: raw and packet sockets, netlink's many protocols, and what could be asked over the one that is left
# ending: finished
# prints: opened: [(16, 3, 0)]
# prints: a new interface: refused
# prints: a new address: refused
# none: there is no system call filter

import socket
import struct

KINDS = [(2, 3, 1), (2, 3, 255), (10, 3, 58), (17, 3, 768), (17, 2, 768), (2, 10, 0), (2, 2, 1), (16, 3, 0)]
KINDS += [(16, 3, protocol) for protocol in range(1, 24)]
opened = []
for kind in KINDS:
    try:
        socket.socket(*kind).close()
        opened.append(kind)
    except OSError:
        pass
print("opened:", opened)


def ask(what, number, body):
    with socket.socket(16, 3, 0) as route:
        route.settimeout(5)
        route.send(struct.pack("=IHHII", 16 + len(body), number, 0x605, 1, 0) + body)
        error = -struct.unpack_from("=i", route.recv(4096), 16)[0]
    print(f"{what}: {'refused' if error == 1 else error}")


kind = b"dummy\0\0\0"
info = struct.pack("=HH", 4 + len(kind), 1) + kind
ask("a new interface", 16, struct.pack("=BxHiII", 0, 0, 0, 0, 0) + struct.pack("=HH", 4 + len(info), 18) + info)
ask("a new address", 20, struct.pack("=BBBBi", 2, 8, 0, 0, 1) + struct.pack("=HH4s", 8, 2, bytes((10, 1, 2, 3))))
