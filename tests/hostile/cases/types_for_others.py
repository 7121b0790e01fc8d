# about: types into terminals, its own and whatever is open, redirects the console, and asks for other line disciplines
# ending: finished
# prints: worked: []
# none: there is no system call filter

import fcntl
import os
import pty
import struct

TIOCSTI, TIOCLINUX, TIOCCONS, TIOCSETD = 0x5412, 0x541C, 0x541D, 0x5423
main, side = pty.openpty()
if os.fork() == 0:
    os.setsid()
    fcntl.ioctl(side, 0x540E, 0)  # now it is this process's own terminal, where typing would be allowed
    worked = []
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        for what, argument in (
            (TIOCSTI, b"x"),
            (TIOCLINUX, b"\3"),
            (TIOCCONS, 0),
            *((TIOCSETD, struct.pack("i", number)) for number in range(1, 31)),
        ):
            try:
                fcntl.ioctl(descriptor, what, argument)
                worked.append((descriptor, hex(what), argument))
            except OSError:
                pass
    print("worked:", worked, flush=True)
    os._exit(0)
os.wait()
