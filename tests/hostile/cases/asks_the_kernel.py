# about: system calls that make namespaces, mounts, keys, programs in the kernel or look into others
# ending: finished
# prints: allowed: []
# none: there is no system call filter

import ctypes
import errno
import platform

NUMBERS = {
    "x86_64": {
        "mount": 165,
        "umount2": 166,
        "pivot_root": 155,
        "chroot": 161,
        "setns": 308,
        "unshare": 272,
        "ptrace": 101,
        "process_vm_readv": 310,
        "keyctl": 250,
        "add_key": 248,
        "request_key": 249,
        "bpf": 321,
        "io_uring_setup": 425,
        "perf_event_open": 298,
        "userfaultfd": 323,
        "open_by_handle_at": 304,
        "swapon": 167,
        "reboot": 169,
        "acct": 163,
        "quotactl": 179,
        "kexec_load": 246,
        "init_module": 175,
        "finit_module": 313,
        "open_tree": 428,
        "fsopen": 430,
        "clone3": 435,
        "pidfd_getfd": 438,
        "fanotify_init": 300,
        "syslog": 103,
        "sethostname": 170,
    },
    "aarch64": {
        "mount": 40,
        "umount2": 39,
        "pivot_root": 41,
        "chroot": 51,
        "setns": 268,
        "unshare": 97,
        "ptrace": 117,
        "process_vm_readv": 270,
        "keyctl": 219,
        "bpf": 280,
        "io_uring_setup": 425,
        "userfaultfd": 282,
    },
}
CLONE = {"x86_64": 56, "aarch64": 220}
libc = ctypes.CDLL(None, use_errno=True)
machine = platform.machine()
allowed = []


def ask(name, *arguments):
    ctypes.set_errno(0)
    if libc.syscall(*arguments) >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        allowed.append((name, errno.errorcode.get(ctypes.get_errno())))


for name, number in NUMBERS[machine].items():
    ask(name, number, 0, 0, 0, 0, 0)
for flag in (0x00020000, 0x10000000, 0x20000000, 0x40000000, 0x02000000):
    ask(f"clone {flag:#x}", CLONE[machine], flag | 17, 0, 0, 0, 0)
ask("ioctl TIOCSTI", {"x86_64": 16, "aarch64": 29}[machine], 0, 0x5412, b"x")
ask("personality", {"x86_64": 135, "aarch64": 92}[machine], 0x0400000)
if machine == "x86_64":
    ask("getpid by the other table", 0x40000000 | 39)
print("allowed:", allowed)
