"""Whether bubblewrap can work on this machine, found out by starting an empty box."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import Final

from grader.evidence.ending import Isolation
from grader.sandbox import layout, seccomp
from grader.sandbox.cgroups import CgroupRoot, offer
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.launch import SEARCH, Tools, find_tools, launcher
from grader.sandbox.refusals import refusal
from grader.sandbox.service import ServiceUser, service_user

START_SECONDS: Final = 30.0  # for namespaces and mounts; it takes a twentieth of a second
_NESTED: Final = (
    "--user", "--map-current-user", "--mount", "--pid", "--ipc", "--uts", "--net", "--cgroup", "--fork",
    "--mount-proc=/proc",
)  # fmt: skip
_NEEDED: Final = ("--size", "--perms", "--clearenv", "--block-fd", "--ro-bind-data")


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a trial has shown about this machine; the same for every attempt."""

    tools: Tools
    service: ServiceUser | None
    filter: bytes
    no_more_users: bool
    isolation: Isolation
    nesting: str = ""  # why a box cannot be made inside a box, as the system said it; empty where it can
    groups: CgroupRoot | None = None  # None: limits are watched from outside alone


def try_out(*, groups: bool = True) -> Readiness:
    """Start an empty box once, exactly as an attempt would be started.

    `groups`: keep limits by control group where there are any.
    Raises: SandboxUnavailableError with what to install or set.
    """
    tools, service = find_tools(), service_user()
    program = seccomp.program(seccomp.this_machine())
    help_text = _ask(tools.bwrap, "--help")
    if missing := [option for option in _NEEDED if option not in help_text]:
        raise refusal(f"Unknown option {', '.join(missing)}")
    no_more_users = "--disable-userns" in help_text
    done = _trial(tools, service, program, no_more_users=no_more_users, command=[tools.prlimit, "--version"])
    if done.returncode != 0:
        raise refusal(done.stderr)
    nested = _trial(tools, service, None, no_more_users=False, command=[tools.unshare, *_NESTED, "true"])
    nesting = (nested.stderr.strip() or f"exit status {nested.returncode}") if nested.returncode else ""
    root = offer().root if groups else None
    isolation = _isolation(_ask(tools.bwrap, "--version"), service, root)
    return Readiness(tools, service, program, no_more_users, isolation, nesting, root)


def _trial(
    tools: Tools, service: ServiceUser | None, program: bytes | None, *, no_more_users: bool, command: list[str]
) -> subprocess.CompletedProcess[str]:
    """Run a command of the system's in an empty box. Raises: SandboxUnavailableError when that takes too long."""
    with Descriptors() as owned:
        calls = None if program is None else owned.holding(program)
        box = layout.Box(disk_bytes=1024**2, seccomp=calls, no_more_users=no_more_users)
        arguments = owned.holding(layout.packed(layout.arguments(box)))
        inherited = (arguments,) if calls is None else (arguments, calls)
        try:
            return subprocess.run(
                launcher(tools, service, (), [tools.bwrap, "--args", str(arguments), "--", *command]),
                env={"PATH": SEARCH}, cwd="/", pass_fds=inherited, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, errors="replace", timeout=START_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise refusal(str(error)) from error


def _isolation(version: str, service: ServiceUser | None, groups: CgroupRoot | None) -> Isolation:
    who = f"as {service}" if service else "as the user who started it"
    limits = f"limits by control group {groups.label}" if groups else "limits watched from outside"
    return Isolation(
        executor="bubblewrap",
        level="namespaces",
        detail=f"{version.strip()} {who}: own user, mount, process, IPC, host name and network namespaces, "
        f"no network, no capabilities, a read-only system, a system call filter; {limits}",
    )


def _ask(program: str, option: str) -> str:
    try:
        done = subprocess.run(
            [program, option], env={"PATH": SEARCH}, capture_output=True, text=True, timeout=START_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise refusal(str(error)) from error
    return done.stdout
