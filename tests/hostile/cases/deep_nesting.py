# about: a record nested deeper than a parser can follow
# ending: finished
# none: same

import os
import struct

head = b'{"done":' + b"[" * 4000
os.write(pipe, struct.pack(">II", len(head), 0) + head)
