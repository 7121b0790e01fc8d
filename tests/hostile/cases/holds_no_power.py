# about: no capability, no new privileges, a filter, and limits that cannot be raised
# ending: finished
# prints: CapEff 0 CapBnd 0 NoNewPrivs 1 Seccomp 2
# prints: raised: []
# prints: uid 1000, processes: [1,
# none: it has the powers of its user

import os
import resource

status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(*(f"{key} {int(status[key], 16)}" for key in ("CapEff", "CapBnd", "NoNewPrivs", "Seccomp")))
raised = []
for limit in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE):
    try:
        resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        raised.append(limit)
    except (ValueError, OSError):
        continue
try:
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("-500")
    raised.append("oom_score_adj")
except OSError:
    pass
print("raised:", raised)
print(f"uid {os.getuid()}, processes: {sorted(int(name) for name in os.listdir('/proc') if name.isdigit())}")
