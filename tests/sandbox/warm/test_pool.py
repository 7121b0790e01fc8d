"""Parents are started once, given out while they live, replaced when lost, and not kept without end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from grader.faults import SandboxUnavailableError
from grader.sandbox.interpreter import Interpreter
from grader.sandbox.warm.parent import Parent, ParentLostError, ParentPlan
from grader.sandbox.warm.pool import MOST_IDLE, WarmPool
from grader.sandbox.warm.runtime import Runtime

INTERPRETER = Interpreter(executable=Path("/usr/bin/python3"), folders=(), links=())


def plan(number: int) -> ParentPlan:
    return ParentPlan(interpreter=INTERPRETER, runtime=Runtime.LIGHT, environment=(("N", str(number)),), gpu=False)


@dataclass(eq=False)
class Standing:
    """A parent that runs nothing."""

    plan: ParentPlan
    thread: int = field(default_factory=threading.get_ident)
    users: int = 0
    alive: bool = True
    closed: bool = False
    lost: bool = False
    mute: bool = False
    loaded: list[str] = field(default_factory=list)

    def wait_until_ready(self) -> None:
        if self.mute:
            raise SandboxUnavailableError("it never came up", where="sandbox", fix="none")

    def load(self, modules: tuple[str, ...]) -> None:
        if self.lost:
            raise ParentLostError("gone")
        self.loaded.extend(modules)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def started() -> list[Standing]:
    return []


@pytest.fixture
def pool(started: list[Standing]) -> Iterator[WarmPool]:
    def start(wanted: ParentPlan) -> Parent:
        started.append(Standing(wanted))
        return cast(Parent, started[-1])

    opened = WarmPool(start)
    yield opened
    opened.close()
    assert all(parent.closed for parent in started)


def test_one_parent_serves_all_of_its_plan(pool: WarmPool, started: list[Standing]) -> None:
    with pool.parent(plan(1)) as first, pool.parent(plan(1)) as second, pool.parent(plan(2)) as other:
        assert first is second
        assert other is not first
        assert [parent.users for parent in started] == [2, 1]
    assert [parent.users for parent in started] == [0, 0]


def test_parents_are_started_by_a_thread_that_stays(pool: WarmPool, started: list[Standing]) -> None:
    for number in (1, 2):
        with pool.parent(plan(number)):
            assert started[-1].thread != threading.get_ident()
    assert started[0].thread == started[1].thread


def test_a_lost_parent_is_not_given_out_again(pool: WarmPool, started: list[Standing]) -> None:
    with pytest.raises(ParentLostError), pool.parent(plan(1)):
        raise ParentLostError("gone")
    with pool.parent(plan(1)) as another:
        assert another is not cast(Parent, started[0])


def test_a_lost_parent_is_ended_only_when_its_other_attempts_are_over(pool: WarmPool, started: list[Standing]) -> None:
    """Whatever one attempt made of it: the others go on."""
    with pool.parent(plan(1)):
        with pytest.raises(ParentLostError), pool.parent(plan(1)):
            raise ParentLostError("gone")
        with pool.parent(plan(2)), pool.parent(plan(3)):
            assert not started[0].closed
    with pool.parent(plan(4)):  # started by the thread that ends the lost ones
        assert started[0].closed


def test_a_dead_parent_is_replaced(pool: WarmPool, started: list[Standing]) -> None:
    with pool.parent(plan(1)):
        pass
    started[0].alive = False
    with pool.parent(plan(1)):
        assert len(started) == 2


def test_another_attempts_fault_keeps_its_parent(pool: WarmPool, started: list[Standing]) -> None:
    with pytest.raises(KeyboardInterrupt), pool.parent(plan(1)):
        raise KeyboardInterrupt
    with pool.parent(plan(1)):
        assert len(started) == 1


def test_the_idle_longest_are_ended_first(pool: WarmPool, started: list[Standing]) -> None:
    for number in range(MOST_IDLE + 2):
        with pool.parent(plan(number)):
            pass
    pool.close()
    ended = [number for number, parent in enumerate(started) if parent.closed]
    assert ended == list(range(MOST_IDLE + 2))


def test_one_at_work_is_never_ended_for_room(pool: WarmPool, started: list[Standing]) -> None:
    with pool.parent(plan(0)):
        for number in range(1, MOST_IDLE + 3):
            with pool.parent(plan(number)):
                pass
        assert not started[0].closed


def test_a_parent_that_cannot_start_is_said_and_forgotten() -> None:
    tries = []

    def start(wanted: ParentPlan) -> Parent:
        tries.append(wanted)
        raise SandboxUnavailableError("no", where="sandbox", fix="none")

    pool = WarmPool(start)
    for _ in range(2):
        with pytest.raises(SandboxUnavailableError), pool.parent(plan(1)):
            pass
    assert len(tries) == 2
    pool.close()


def test_what_is_foreseen_is_started_loaded_and_given_to_the_first_attempt(
    pool: WarmPool, started: list[Standing]
) -> None:
    pool.foresee(plan(1), ("json", "csv"))
    with pool.parent(plan(1)):
        pass
    assert [parent.plan for parent in started] == [plan(1)]
    assert started[0].loaded == ["json", "csv"]
    assert started[0].users == 0


def test_foresight_that_fails_is_met_again_by_the_attempt() -> None:
    def refuse(wanted: ParentPlan) -> Parent:
        raise SandboxUnavailableError("no namespaces", where="here", fix="none")

    pool = WarmPool(refuse)
    pool.foresee(plan(1), ())
    with pytest.raises(SandboxUnavailableError), pool.parent(plan(1)):
        pass
    pool.close()


def test_a_parent_that_is_lost_while_it_is_told_is_not_given_out(started: list[Standing]) -> None:
    def start(wanted: ParentPlan) -> Parent:
        started.append(Standing(wanted, lost=True))
        return cast(Parent, started[-1])

    pool = WarmPool(start)
    pool.foresee(plan(1), ("json",))
    with pool.parent(plan(1)) as another:
        assert another is not cast(Parent, started[0])
    pool.close()


def test_a_parent_that_never_comes_up_is_met_by_the_attempt_and_forgotten(started: list[Standing]) -> None:
    def start(wanted: ParentPlan) -> Parent:
        started.append(Standing(wanted, mute=not started))
        return cast(Parent, started[-1])

    pool = WarmPool(start)
    pool.foresee(plan(1), ("json",))
    with pytest.raises(SandboxUnavailableError, match="never came up"), pool.parent(plan(1)):
        pass
    with pool.parent(plan(1)):
        assert [parent.mute for parent in started] == [True, False]
    pool.close()
    assert all(parent.closed for parent in started)
