"""What the host and a warm parent say to each other: how one attempt's box is to be made, and the words of its birth.

A parent says READY once. The host asks for a fork over the same socket, sending the attempt's number and three
descriptors: evidence, log and a socket of the attempt's own. It may say before what forks will want to have imported.
Over the attempt's socket, everything else is said:

    first process    HELLO                             host: sees who it is, and counts it while it builds the box
                     STANDING                          host: looks into the box, answers RUN
                     ENDED {wait status, CPU seconds}  after the runner's end
                     FAILED {what}                     instead of any of these; then it waits until the host has heard
    the parent       FAILED {what}                     where nothing could be forked
                     DRIFTED {what, module}            where nothing should be
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

HELLO, STANDING, RUN = b"hello", b"standing", b"run"
MOST: Final = 16 * 1024  # bytes of a message
# Limits of every attempt, by `prlimit`'s names. One byte of core file, because a kernel that hands cores to a program
# of the machine's does so at 0 as well. Signals in waiting and message queues are counted by user, for all attempts
# together.
ALWAYS: Final[Mapping[str, int]] = {"core": 1, "sigpending": 1024, "msgqueue": 0, "rtprio": 0, "nice": 0}
_MOST_WHAT: Final = 1000  # characters, of up to twelve bytes each in JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkRequest:
    """Read by the warm parent itself, so it names nothing of a submission's but public libraries."""

    attempt: str  # folder of the attempt below the parent's pool
    modules: tuple[str, ...]  # to be imported before the fork, where they are not yet

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, message: bytes) -> ForkRequest:
        raw = json.loads(message)
        return cls(attempt=raw["attempt"], modules=tuple(raw["modules"]))


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """Comes without descriptors and is not answered: the next fork will find these modules imported."""

    modules: tuple[str, ...]

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, message: bytes) -> LoadRequest:
        return cls(modules=tuple(json.loads(message)["modules"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPlan:
    """Read by the first process of the attempt's namespaces, from `box.json` beside the job."""

    disk_bytes: int  # of each private folder
    processes: int  # RLIMIT_NPROC of the box
    open_files: int  # RLIMIT_NOFILE of each process
    shown: tuple[str, ...] = ()  # folders of the interpreter's, at the same place inside as outside
    links: tuple[tuple[str, str], ...] = ()  # (where, target) of symbolic links that lead to them
    devices: tuple[str, ...] = ()  # device nodes beyond the harmless ones: a GPU's, when one was granted
    environment: dict[str, str]  # over the warm parent's own

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BoxPlan:
        raw = json.loads(text)
        raw["devices"], raw["shown"] = tuple(raw["devices"]), tuple(raw["shown"])
        raw["links"] = tuple((where, target) for where, target in raw["links"])
        return cls(**raw)


@dataclass(frozen=True, slots=True)
class Said:
    """Every message but the three bare words: a word and what goes with it."""

    word: str  # "ended", "failed", "drifted"
    what: str = ""
    status: int = 0  # as `os.wait4` gives it
    cpu_seconds: float = 0.0
    module: str = ""  # after whose import the parent could not fork any more

    def encode(self) -> bytes:
        return json.dumps({**asdict(self), "what": self.what[:_MOST_WHAT]}).encode()

    @classmethod
    def decode(cls, message: bytes) -> Said:
        """Raises: ValueError for anything else."""
        try:
            return cls(**json.loads(message))
        except TypeError as error:
            raise ValueError(str(error)) from error
