"""The process whose end is the attempt's end, however it was started."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Finish:
    """How a leader ended: `code` as `subprocess` gives it, negative for a signal; user and system time."""

    code: int
    cpu_seconds: float


class Leader(Protocol):
    def finish(self) -> Finish | None:
        """How it ended, once it has; never blocks."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when it has ended, or after so many seconds; always after these where its end wakes nobody."""
        ...

    def kill(self) -> None:
        """Make sure that `finish` has something to say soon."""
        ...


class Launched:
    """A child process of ours."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._finish: Finish | None = None

    def finish(self) -> Finish | None:
        if self._finish is None:
            pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self._process.returncode = code  # Popen must not wait again: the number may be another's by then
                self._finish = Finish(code, used.ru_utime + used.ru_stime)
        return self._finish

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def kill(self) -> None:
        self._process.kill()
