"""The ending of an attempt whose processes came to an end by themselves."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from grader.evidence.ending import RAN_TO_THE_END, Ending, EndingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How the runner's process ended: by a signal or with a status, never both."""

    status: int | None = None
    signal: int | None = None
    machine_out_of_memory: bool = False  # the kernel's own out-of-memory killer struck meanwhile

    @classmethod
    def of(cls, code: int, *, nested: bool = False, machine_out_of_memory: bool = False) -> Exit:
        """From a return code as `subprocess` gives it: negative for a signal.

        A `nested` code was passed on by an init process, which can only say 128 + n for signal n; an exit status
        chosen to look like that is taken for the signal.
        """
        number = -code if code < 0 else code - 128 if nested else 0
        if number in signal.valid_signals():
            return cls(signal=number, machine_out_of_memory=machine_out_of_memory)
        return cls(status=code)


def verdict(exit_: Exit, *, done: bool) -> Ending:
    """Tell apart: finished, killed by a signal, exited early.

    `done` says that the runner's last record came. Whatever happened after it (libraries crash on leaving more
    often than one would think) took nothing from the evidence, so it is finished all the same.
    """
    if done:
        return Ending(
            kind=EndingKind.FINISHED,
            detail=f"{RAN_TO_THE_END}{_afterwards(exit_)}",
            signal=exit_.signal,
            exit_status=exit_.status,
        )
    if exit_.signal is None:
        return Ending(
            kind=EndingKind.EXITED_EARLY,
            detail=f"the process left with exit status {exit_.status} before the run was over",
            exit_status=exit_.status,
        )
    if exit_.signal == signal.SIGKILL and exit_.machine_out_of_memory:
        return Ending(
            kind=EndingKind.OUT_OF_MEMORY,
            detail="killed when the whole machine ran out of memory",
            signal=exit_.signal,
        )
    return Ending(
        kind=EndingKind.KILLED_BY_SIGNAL,
        detail=f"killed by signal {_name(exit_.signal)}",
        signal=exit_.signal,
    )


def _afterwards(exit_: Exit) -> str:
    if exit_.signal is not None:
        return f"; the interpreter was killed by signal {_name(exit_.signal)} while leaving"
    return f"; the interpreter left with exit status {exit_.status}" if exit_.status else ""


def _name(number: int) -> str:
    try:
        return f"{number} ({signal.Signals(number).name})"
    except ValueError:
        return str(number)
