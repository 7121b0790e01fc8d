"""Looking for what an attempt has left on the machine."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from grader.sandbox.cgroups import PREFIX, offer

MARK = "HOSTILE_MARK"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostProbe:
    temporary: Path
    mark: str

    def processes(self) -> list[int]:
        """Living processes of attempts: with this test's mark, or of ours and two namespaces down.

        What is forked without starting a program has no mark of its own, but is a descendant of this process in
        namespaces inside those of a warm parent, whatever became of its own parents.
        """
        wanted = f"{MARK}={self.mark}".encode()
        found = list[int]()
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != os.getpid():
                with suppress(OSError):
                    if wanted in (folder / "environ").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
        with suppress(psutil.NoSuchProcess):
            found += [child.pid for child in psutil.Process().children(recursive=True) if _depth(child.pid) > 2]
        return found

    def descriptors(self) -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    def groups(self, grader: int | None = None) -> list[Path]:
        """Folders of the control groups made by the grader of this process id; by this process when none is given."""
        root = offer().root
        return [
            found for at in (root.parents if root else ()) for found in at.glob(f"{PREFIX}{grader or os.getpid()}-*")
        ]

    def unchanged(self) -> bool:
        return not self.processes() and not self.groups() and not list(self.temporary.iterdir())


def _depth(pid: int) -> int:
    """Pid namespaces a process is in; 0 for one that is gone or dead."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text()
        if "\nState:\tZ" not in status:
            return len(next(line for line in status.splitlines() if line.startswith("NSpid:")).split()) - 1
    return 0
