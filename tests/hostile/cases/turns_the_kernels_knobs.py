# about: the kernel's settings, the magic key, and the maps of its own namespace
# ending: finished
# prints: written: []
# none: they can be written there

import os

PATHS = [
    "/proc/sysrq-trigger",
    "/proc/self/uid_map",
    "/proc/self/gid_map",
    "/proc/self/projid_map",
    "/proc/self/setgroups",
    "/proc/self/timens_offsets",
    "/proc/1/uid_map",
    "/proc/1/setgroups",
    "/proc/mtrr",
    "/proc/scsi/scsi",
    "/proc/acpi/wakeup",
    "/proc/irq/default_smp_affinity",
    "/proc/timer_list",
    "/proc/keys",
    "/sys/devices/system/cpu/cpu0/online",
    "/sys/devices/system/cpu/probe",
    "/sys/kernel/uevent_helper",
    "/sys/fs/cgroup/cgroup.procs",
]
for folder, _, names in os.walk("/proc/sys"):
    PATHS += [os.path.join(folder, name) for name in names]
written = []
for path in PATHS:
    try:
        with open(path, "rb", buffering=0) as file:
            now = file.read(4096)
    except OSError:
        now = b"1"
    try:
        handle = os.open(path, os.O_WRONLY)
        os.write(handle, now or b"0 0 1")
        written.append(path)
    except OSError:
        pass
print("written:", written)
