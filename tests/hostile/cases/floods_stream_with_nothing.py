# about: sends the smallest frames there are: cheap to send, dear to read
# ending: output_flood
# detail: more than 20000 records of evidence
# limits: records=20000
# none: same

import os

while True:
    os.write(pipe, bytes(65536))
