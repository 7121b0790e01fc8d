# about: the network cannot be reached, at once; the loopback works
# ending: finished
# prints: 1.1.1.1: ENETUNREACH
# prints: 2606:4700:4700::1111: ENETUNREACH
# prints: name: refused
# prints: loopback: works
# limits: wall_seconds=5
# none: the network is there

import errno
import socket

for family, host in ((socket.AF_INET, "1.1.1.1"), (socket.AF_INET6, "2606:4700:4700::1111")):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as link:
            link.connect((host, 80))
        print(host + ": REACHED")
    except OSError as error:
        print(host + ":", errno.errorcode.get(error.errno, error.errno))
try:
    socket.getaddrinfo("example.org", 80)
    print("name: RESOLVED")
except OSError:
    print("name: refused")
with socket.create_server(("127.0.0.1", 0)) as server:
    with socket.create_connection(server.getsockname()):
        print("loopback: works")
