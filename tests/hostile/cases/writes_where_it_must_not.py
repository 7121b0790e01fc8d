# about: writes to, removes or renames the runner's code, the data, the interpreter and the system
# ending: finished
# prints: done: []
# none: what its user can write, it can write

import os
import sys

done = []
targets = [
    "/",
    "/etc",
    "/usr",
    "/usr/bin",
    "/dev",
    "/grader",
    "/grader/code",
    "/grader/code/grader",
    job.data,
    job.files,
    "/proc",
    "/proc/sys/kernel",
    "/sys",
    sys.prefix,
    sys.base_prefix,
    os.path.dirname(os.__file__),
]
for folder in targets:
    for name, attempt in (
        ("create", lambda folder: open(folder + "/new", "w").close()),
        ("mkdir", lambda folder: os.mkdir(folder + "/newer")),
        ("rename", lambda folder: os.rename(folder, folder + "-old")),
        ("chmod", lambda folder: os.chmod(folder, 0o777)),
    ):
        try:
            attempt(folder)
            done.append((name, folder))
        except OSError:
            continue
for path in (
    job.data + "/served.txt",
    "/grader/job.json",
    "/grader/code/standin.py",
    "/etc/passwd",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/kernel/core_pattern",
    "/proc/sysrq-trigger",
    "/proc/1/oom_score_adj",
    sys.executable,
    "/bin/sh",
):
    for name, attempt in (
        ("write", lambda path: open(path, "r+").close()),
        ("remove", os.unlink),
        ("chmod", lambda path: os.chmod(path, 0o777)),
    ):
        try:
            attempt(path)
            done.append((name, path))
        except OSError:
            continue
# Its own first process may be asked to die sooner when memory is short; that harms nobody else.
print("done:", [one for one in done if one != ("write", "/proc/1/oom_score_adj")])
