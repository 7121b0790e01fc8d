"""Why bubblewrap could not start here, and what to do: its own messages say neither."""

from __future__ import annotations

import re
from typing import Final

from grader.faults import SandboxUnavailableError

_USERNS: Final = (
    "let ordinary users make user namespaces: `sysctl -w kernel.unprivileged_userns_clone=1` (Debian 10 and older), "
    "`sysctl -w user.max_user_namespaces=15000`; on Ubuntu 23.10 and later install an AppArmor profile for bwrap "
    "(package apparmor-profiles, profile bwrap-userns-restrict) or "
    "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`; "
    "in a container, allow it with `--security-opt seccomp=unconfined`"
)
_NO_MOUNT: Final = (
    "a container started without the right to mount: run the grader as an ordinary user whose Python and data "
    "folders that user can read, or the container with `--cap-add SYS_ADMIN --security-opt seccomp=unconfined`"
)
_KNOWN: Final = (
    (r"unshare: .*(not permitted|denied)|mount: .*(denied|not permitted|failed)", _NO_MOUNT),
    (r"[Cc]an't mount proc", "a container hides parts of /proc: start it with `--security-opt systempaths=unconfined`"),
    (r"[Uu]nknown option", "this bubblewrap is too old: install version 0.6 or later"),
    (
        r"Can't find source path .*: Permission denied",
        "the user the sandbox runs as cannot get there: move it, or let others pass through its folders (`chmod o+x`)",
    ),
    (r"seccomp", "the kernel has no system call filters: use one built with CONFIG_SECCOMP_FILTER"),
    (r"namespace|uid map|gid map|RTM_NEW|loopback|[Oo]peration not permitted|[Pp]ermission denied", _USERNS),
)


def refusal(said: str) -> SandboxUnavailableError:
    """The error for what bubblewrap, or what stands before it, wrote before it gave up."""
    text = said.strip() or "it ended without a word"
    fixes = (fix for pattern, fix in _KNOWN if re.search(pattern, text))
    fix = next(fixes, "see what is missing here")
    return SandboxUnavailableError(
        f"bubblewrap could not start: {text}", where="sandbox bubblewrap", fix=f"{fix}; `grader doctor` says more"
    )


def never_came_up(said: str) -> SandboxUnavailableError:
    """The error for a runner that ended before its first record: no student code has run by then."""
    return SandboxUnavailableError(
        f"the runner ended before it began: {said.strip() or 'it ended without a word'}",
        where="sandbox",
        fix="check that the interpreter of the student side has IPython and numpy, and that others may read its files",
    )


def no_group(said: str) -> SandboxUnavailableError:
    """The error for a control group that was to be had when the grader started and is not any more."""
    return SandboxUnavailableError(
        f"no control group can be made or entered any more: {said}",
        where="sandbox bubblewrap",
        fix="start the grader again, which tries anew what this machine offers; `grader doctor` says more",
    )
