"""How a process that ended by itself is judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.ending import EndingKind
from grader.sandbox.verdict import Exit, verdict


@pytest.mark.parametrize(
    ("code", "nested", "done", "kind", "signal", "status"),
    [
        (0, True, True, EndingKind.FINISHED, None, 0),
        (0, True, False, EndingKind.EXITED_EARLY, None, 0),
        (7, True, False, EndingKind.EXITED_EARLY, None, 7),
        (139, True, False, EndingKind.KILLED_BY_SIGNAL, 11, None),
        (139, False, False, EndingKind.EXITED_EARLY, None, 139),
        (-11, False, False, EndingKind.KILLED_BY_SIGNAL, 11, None),
        (-9, True, False, EndingKind.KILLED_BY_SIGNAL, 9, None),
        (128, True, False, EndingKind.EXITED_EARLY, None, 128),
        (255, True, False, EndingKind.EXITED_EARLY, None, 255),
        (139, True, True, EndingKind.FINISHED, 11, None),
        (1, True, True, EndingKind.FINISHED, None, 1),
    ],
)
def test_a_return_code(
    code: int, nested: bool, done: bool, kind: EndingKind, signal: int | None, status: int | None
) -> None:
    ending = verdict(Exit.of(code, nested=nested), done=done)
    assert (ending.kind, ending.signal, ending.exit_status) == (kind, signal, status)


def test_a_crash_after_the_last_record_is_told_and_costs_nothing() -> None:
    ending = verdict(Exit.of(-11), done=True)
    assert ending.detail == "ran to the end; the interpreter was killed by signal 11 (SIGSEGV) while leaving"


def test_the_machines_own_lack_of_memory_is_not_a_plain_kill() -> None:
    assert verdict(Exit.of(-9, machine_out_of_memory=True), done=False).kind is EndingKind.OUT_OF_MEMORY
    assert verdict(Exit.of(-11, machine_out_of_memory=True), done=False).kind is EndingKind.KILLED_BY_SIGNAL


@given(st.integers(-64, 255), st.booleans(), st.booleans(), st.booleans())
def test_every_code_has_a_verdict(code: int, nested: bool, done: bool, struck: bool) -> None:
    exit_ = Exit.of(code, nested=nested, machine_out_of_memory=struck)
    assert (exit_.signal is None) != (exit_.status is None)
    ending = verdict(exit_, done=done)
    assert (ending.kind is EndingKind.FINISHED) == done
    assert ending.detail
