# about: a file that claims to be a terabyte is refused, or takes no room
# ending: finished
# prints: refused: EFBIG
# none: same

import errno

try:
    with open("sparse", "wb") as out:
        out.truncate(1 << 40)
    print("made")
except OSError as error:
    print("refused:", errno.errorcode[error.errno])
