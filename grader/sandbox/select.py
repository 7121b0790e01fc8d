"""The executor of a name; what is asked for is what runs, or nothing does."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final

from grader.faults import SandboxUnavailableError, UsageError
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor
from grader.sandbox.plain import PlainExecutor
from grader.sandbox.service import service_user
from grader.sandbox.stage import sweep
from grader.sandbox.warm.executor import WarmExecutor


def bubblewrap() -> Executor:
    """Forks of a warm interpreter where namespaces can be nested, else a cold one in a box of its own per attempt.

    Both keep the same walls around student code; evidence and report say which it was.
    """
    warm = WarmExecutor()
    return warm if warm.can_nest() else BubblewrapExecutor()


EXECUTORS: Final[Mapping[str, Callable[[], Executor]]] = {
    BubblewrapExecutor.name: bubblewrap,
    PlainExecutor.name: PlainExecutor,
}


def open_executor(name: str) -> Executor:
    """An executor that has been tried out on this machine; what a killed grader left behind is cleared away.

    Raises: UsageError for a name nobody has; SandboxUnavailableError when it cannot work here, with what to
    install or set. There is never another one in its place.
    """
    if name not in EXECUTORS:
        near = get_close_matches(name.lower(), EXECUTORS, n=1)
        hint = f"did you mean '{near[0]}'? " if near else ""
        raise UsageError(
            f"there is no sandbox '{name}'", where="--sandbox", fix=f"{hint}known are {', '.join(EXECUTORS)}"
        )
    if name == PlainExecutor.name and os.geteuid() == 0:
        raise SandboxUnavailableError(
            "without isolation the notebook would run as root, and student code never does",
            where="--sandbox none",
            fix="use --sandbox bubblewrap, which drops to a user of its own, or run this as an ordinary user",
        )
    executor = EXECUTORS[name]()
    executor.isolation()
    sweep(service_user())
    return executor
