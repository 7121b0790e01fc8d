# about: prints without end, past the notebook
# ending: output_flood
# none: same

import os

while True:
    os.write(1, b"x" * 65536)
