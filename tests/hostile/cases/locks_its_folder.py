# about: takes away the right to its own folders; they are removed all the same
# ending: finished
# none: same

import os

os.makedirs("a/b/c")
os.chmod("a/b", 0)
os.chmod("a", 0)
os.chmod(".", 0)
