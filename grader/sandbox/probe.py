"""What isolation this machine offers, line by line, for `grader doctor`."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.faults import SandboxUnavailableError
from grader.sandbox import layout, seccomp
from grader.sandbox.cgroups import offer
from grader.sandbox.launch import SEARCH
from grader.sandbox.readiness import try_out
from grader.sandbox.service import SERVICE_NAME, service_user

_LANDLOCK_CREATE_RULESET: Final = 444  # the same number on every processor
_LANDLOCK_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing this machine can or cannot do."""

    name: str
    ok: bool
    detail: str
    fix: str = ""  # what to do about it; empty when there is nothing to do
    needed: bool = True  # without it nothing runs in the sandbox; else it is only good to know


def isolation_report() -> tuple[Capability, ...]:
    """Everything the bubblewrap executors rest on, and a trial of the whole. Starts a few small processes."""
    return (
        _bubblewrap(), _user_namespaces(), _seccomp(), _identity(), *_trial(), _cgroups(), _landlock(), _gpu(),
    )  # fmt: skip


def _bubblewrap() -> Capability:
    path = shutil.which("bwrap", path=SEARCH)
    if path is None:
        return Capability(name="bubblewrap", ok=False, detail="not installed", fix="apt-get install bubblewrap")
    done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    return Capability(name="bubblewrap", ok=done.returncode == 0, detail=f"{done.stdout.strip()} at {path}")


def _user_namespaces() -> Capability:
    name = "user namespaces"
    knobs = (
        ("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"),
        (
            "kernel/apparmor_restrict_unprivileged_userns", "1",
            "install an AppArmor profile for bwrap (package apparmor-profiles, profile bwrap-userns-restrict), or "
            "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    )  # fmt: skip
    if not Path("/proc/self/ns/user").exists():
        return Capability(name=name, ok=False, detail="this kernel has none", fix="use one built with CONFIG_USER_NS")
    for knob, bad, fix in knobs:
        if _text(Path("/proc/sys") / knob) == bad:
            # AppArmor may still let bubblewrap through by name: then the trial below says so.
            needed = "apparmor" not in knob
            return Capability(name=name, ok=False, detail=f"{knob.replace('/', '.')} is {bad}", fix=fix, needed=needed)
    limit = _text(Path("/proc/sys/user/max_user_namespaces")) or "unknown"
    return Capability(name=name, ok=True, detail=f"allowed to ordinary users, at most {limit}")


def _seccomp() -> Capability:
    actions = _text(Path("/proc/sys/kernel/seccomp/actions_avail"))
    machine = platform.machine()
    if machine not in seccomp.MACHINES:
        return Capability(
            name="system call filter", ok=False, detail=f"no filter for {machine}",
            fix=f"use a machine with one of {', '.join(seccomp.MACHINES)}",
        )  # fmt: skip
    if actions is None or "errno" not in actions.split():
        return Capability(
            name="system call filter", ok=False, detail="this kernel has no seccomp filters",
            fix="use one built with CONFIG_SECCOMP_FILTER",
        )  # fmt: skip
    count = len(seccomp.instructions(seccomp.MACHINES[machine]))
    return Capability(name="system call filter", ok=True, detail=f"{count} instructions for {machine}")


def _identity() -> Capability:
    user = service_user()
    if user is None:
        return Capability(name="identity", ok=True, detail=f"runs as you, uid {os.geteuid()}")
    advice = "" if user.name else f"; `useradd --system {SERVICE_NAME}` gives it a name"
    return Capability(
        name="identity", ok=True, detail=f"the grader runs as root, student code as {user}{advice}", needed=False
    )


def _trial() -> tuple[Capability, Capability]:
    """A box as an attempt's, and a second one made inside of it, as for the forks of a warm interpreter."""
    try:
        ready = try_out()
    except SandboxUnavailableError as error:
        return (
            Capability(name="sandbox", ok=False, detail=error.what, fix=error.fix),
            Capability(name="warm forks", ok=False, detail="no box can be made", needed=False),
        )
    if ready.nesting:
        forks = Capability(
            name="warm forks", ok=False, detail=f"each attempt starts an interpreter of its own: {ready.nesting}",
            fix="for speed alone: let bubblewrap make namespaces inside its own (on Ubuntu an AppArmor profile for "
            "bwrap without `bwrap-userns-restrict`; in a container `--security-opt systempaths=unconfined`)",
            needed=False,
        )  # fmt: skip
    else:
        forks = Capability(name="warm forks", ok=True, detail="namespaces can be nested", needed=False)
    return Capability(name="sandbox", ok=True, detail=ready.isolation.detail), forks


def _cgroups() -> Capability:
    found = offer()
    if found.root is not None:
        detail = f"{found.root.label}: the kernel keeps the limits on memory, processes and CPU time"
        return Capability(name="cgroups", ok=True, detail=detail, needed=False)
    detail = f"{found.why}; limits are watched from outside"
    return Capability(name="cgroups", ok=False, detail=detail, fix=found.fix, needed=False)


def _landlock() -> Capability:
    call = ctypes.CDLL(None, use_errno=True).syscall
    abi = int(call(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_VERSION))
    detail = f"ABI {abi}, a second opinion on files in warm forks" if abi > 1 else "not in this kernel, or too old"
    return Capability(name="landlock", ok=abi > 1, detail=detail, needed=False)


def _gpu() -> Capability:
    nodes = layout.gpu_nodes()
    if not nodes:
        return Capability(name="gpu", ok=False, detail="no NVIDIA device nodes; attempts run on the CPU", needed=False)
    return Capability(name="gpu", ok=True, detail=", ".join(str(node) for node in nodes), needed=False)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
