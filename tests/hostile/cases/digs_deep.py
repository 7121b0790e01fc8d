# about: folders nested deeper than a path can be long, or a recursion deep
# ending: finished
# prints: dug
# none: same

import os

for _ in range(1200):
    os.mkdir("deeper")
    os.chdir("deeper")
print("dug")
