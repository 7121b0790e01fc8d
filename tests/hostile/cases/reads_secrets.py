# about: looks for the machine's secrets, the course and other people's work
# ending: finished
# prints: found: []
# prints: root: ['bin', 'content', 'dev', 'etc', 'grader', 'home', 'lib',
# none: what its user can read, it can read

import os

wanted = [
    "/etc/shadow",
    "/etc/ssh",
    "/root/.ssh",
    "/var",
    "/boot",
    "/run/docker.sock",
    "/proc/1/root/var",
    os.environ["COURSE"],
    os.environ["COURSE"] + "/rubrics/secret.yaml",
    "/proc/kcore",
    "/dev/mem",
    "/dev/vda",
]
found = []
for path in wanted:
    try:
        if os.path.isdir(path):
            found.append((path, os.listdir(path)))
        else:
            with open(path, "rb") as secret:
                found.append((path, secret.read(10)))
    except OSError:
        continue
print("found:", found)
print("root:", sorted(os.listdir("/")))
print("tmp:", os.listdir("/tmp"), os.listdir("/home"))
