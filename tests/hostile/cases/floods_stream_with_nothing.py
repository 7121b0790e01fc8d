# about: sends the smallest frames there are: cheap to send, dear to read
# ending: output_flood
# limits: output_bytes=67108864
# none: the same, slower

import os

while True:
    os.write(pipe, bytes(65536))
