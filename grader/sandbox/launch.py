"""The commands that stand between us and bubblewrap: give up root, and take nobody along who survives us."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from grader.faults import SandboxUnavailableError
from grader.sandbox.service import ServiceUser

# What our helpers are looked for in; the caller's PATH is not trusted with what we start as root.
SEARCH: Final = "/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin"

# Arguments: our process id, pairs of (source, target) to be bound, "--", the command. A parent that has died
# before the death signal was set shows as another parent. A positive oom_score_adj makes the kernel choose
# student code first when the whole machine runs out of memory; it is inherited, and refused to nobody.
_SCRIPT: Final = """
[ "$PPID" = "$1" ] || exit 125
shift
{ echo 500 > /proc/self/oom_score_adj; } 2> /dev/null
while [ "$1" != -- ]; do mount -n -o bind,ro "$1" "$2" || exit 125; shift 2; done
shift
exec "$@"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Absolute paths of the programs needed; all but bubblewrap belong to every Linux."""

    bwrap: str
    setpriv: str
    unshare: str
    prlimit: str
    sh: str


def find_tools(search: str = SEARCH) -> Tools:
    """Raises: SandboxUnavailableError naming the package of the first one that is missing."""
    packages = {"bwrap": "bubblewrap", "setpriv": "util-linux", "unshare": "util-linux", "prlimit": "util-linux"}
    found = dict[str, str]()
    for program, package in (packages | {"sh": "dash"}).items():
        path = shutil.which(program, path=search)
        if path is None:
            raise SandboxUnavailableError(
                f"`{program}` is not installed",
                where="sandbox bubblewrap",
                fix=f"apt-get install {package} (or your system's package of that name); "
                "`--sandbox none` runs without isolation, for your own work only",
            )
        found[program] = path
    return Tools(**found)


def launcher(
    tools: Tools, service: ServiceUser | None, binds: Sequence[tuple[Path, Path]], command: Sequence[str]
) -> list[str]:
    """`command`, run as the service user when there is one, and killed when we die.

    `binds` need root: they show folders that the service user cannot get to at places where it can, in a mount
    namespace that nobody else sees.
    """
    pairs = [str(path) for pair in binds for path in pair]
    script = [tools.sh, "-c", _SCRIPT, "sh", str(os.getpid()), *pairs, "--"]
    dies = [tools.setpriv, "--pdeathsig", "KILL"]
    if service is None:
        return [*dies, *script, *command]
    private = [tools.unshare, "--mount", "--propagation", "private"]
    # The kernel forgets the death signal when the user changes, so it is set once more.
    drop = [*dies, "--reuid", str(service.uid), "--regid", str(service.gid), "--clear-groups"]
    return [*dies, *private, *script, *drop, *command]


def passages(
    wanted: Sequence[tuple[Path, PurePath]], root: Path, service: ServiceUser | None
) -> tuple[list[tuple[Path, Path]], tuple[tuple[Path, PurePath], ...]]:
    """(binds for `launcher`, what bubblewrap then shows) for pairs of (source, place inside).

    `root` is a folder of ours that the service user can pass through: what it may not be able to get to is bound
    to a folder there, and shown from there.
    """
    if service is None:
        return [], tuple(wanted)
    binds, shown = list[tuple[Path, Path]](), list[tuple[Path, PurePath]]()
    for number, (source, target) in enumerate(wanted):
        if source.is_relative_to(root):
            shown.append((source, target))
            continue
        passage = root / f"mount-{number}"
        passage.mkdir()
        passage.chmod(0o755)
        binds.append((source.resolve(), passage))
        shown.append((passage, target))
    return binds, tuple(shown)
