"""A small companion that outlives us by a moment, to remove the control groups that we no longer can."""

from __future__ import annotations

import atexit
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from grader.sandbox.launch import SEARCH

# Arguments: beginnings of folder names. It waits for the end of its input, which comes when we are gone however
# that happens, kills who is left in the groups and removes them; a group can only go once it is empty.
_SCRIPT: Final = """
trap '' INT TERM HUP
while read -r _; do :; done
round=0
while [ "$round" -lt 200 ]; do
  left=
  for start in "$@"; do
    for group in "$start"*; do
      [ -d "$group" ] || continue
      while read -r pid; do [ "$pid" -gt 0 ] && kill -9 "$pid"; done < "$group/cgroup.procs"
      rmdir "$group" || left=yes
    done
  done
  [ -z "$left" ] && exit 0
  round=$((round + 1))
  sleep 0.02
done 2> /dev/null
"""
_PATIENCE: Final = 5.0  # seconds


class Reaper:
    """One for each grader process, started with its first group: a shell that sleeps in `read`."""

    def __init__(self, shell: str = "/bin/sh") -> None:
        self._shell = shell
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def watch_over(self, starts: Sequence[Path]) -> None:
        """Have everything whose path begins with one of `starts` removed when we are gone; asked once is enough."""
        with self._lock:
            if self._process is not None:
                return
            # A session of its own, so that Ctrl-C at the terminal, or a signal to our group, does not reach it.
            self._process = subprocess.Popen(
                [self._shell, "-c", _SCRIPT, "sh", *map(str, starts)], stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"PATH": SEARCH}, cwd="/",
                start_new_session=True,
            )  # fmt: skip
            atexit.register(self.close)

    def close(self) -> None:
        """Let it do its work and wait for it; harmless when it was never started."""
        with self._lock:
            if self._process is None:
                return
            assert self._process.stdin is not None
            with suppress(OSError):
                self._process.stdin.close()
            # A process forked from us may still hold the other end; then it does its work when that one is gone.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
            self._process = None
            atexit.unregister(self.close)
