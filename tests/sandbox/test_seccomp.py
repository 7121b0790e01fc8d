"""The filter, run by a small interpreter of classic BPF: what is refused, how, and that the rest is let through."""

from __future__ import annotations

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.seccomp import ABSENT, BY_ARGUMENT, MACHINES, REFUSED, Machine, instructions, program

ALLOW = 0x7FFF0000
machines = pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.name)


def decide(machine: Machine, number: int, *arguments: int, arch: int | None = None) -> int | None:
    """The errno a call is refused with, or None when it is allowed."""
    data = struct.pack("=IIQ6Q", number, machine.audit if arch is None else arch, 0, *(*arguments, *[0] * 6)[:6])
    code, at, value = instructions(machine), 0, 0
    while True:
        kind, yes, no, constant = code[at]
        at += 1
        if kind == 0x20:
            value = struct.unpack_from("=I", data, constant)[0]
        elif kind == 0x06:
            return None if constant == ALLOW else constant & 0xFFFF
        else:
            holds = {0x15: value == constant, 0x35: value >= constant, 0x45: bool(value & constant)}[kind]
            at += yes if holds else no


@machines
def test_what_is_refused_is_refused_as_agreed(machine: Machine) -> None:
    for names, number in ((REFUSED, errno.EPERM), (ABSENT, errno.ENOSYS)):
        for name in names:
            call = machine.number(name)
            if call is not None:
                assert decide(machine, call) == number, name


@machines
def test_every_other_call_is_allowed(machine: Machine) -> None:
    named = {machine.number(name) for name in (*REFUSED, *ABSENT, *BY_ARGUMENT)}
    assert [call for call in range(600) if call not in named and decide(machine, call) is not None] == []


@machines
@pytest.mark.parametrize(
    ("name", "arguments", "refused"),
    [
        ("clone", (0x003D0F00,), None),  # a thread
        ("clone", (17,), None),  # a fork
        ("clone", (0x10000000 | 17,), errno.EPERM),
        ("clone", (0x00020000 | 17,), errno.EPERM),
        ("ioctl", (0, 0x5401), None),
        ("ioctl", (0, 0x5412), errno.EPERM),
        ("ioctl", (0, 0xDEAD_0000_5412), errno.EPERM),  # the kernel looks at the lower half only
        ("ioctl", (0, 0x541C), errno.EPERM),
        ("ioctl", (0, 0x5423), errno.EPERM),
        ("socket", (1,), None),
        ("socket", (2,), None),
        ("socket", (10,), None),
        ("socket", (16, 3, 0), None),
        ("socket", (16, 3, 12), errno.EPROTONOSUPPORT),  # netfilter
        ("socket", (16, 3, 0xDEAD_0000_000C), errno.EPROTONOSUPPORT),
        ("socket", (40,), errno.EAFNOSUPPORT),  # vsock
        ("socket", (38,), errno.EAFNOSUPPORT),  # alg
        ("socket", (17,), errno.EAFNOSUPPORT),  # packet
        ("prlimit64", (0, 7), None),
        ("prlimit64", (2, 7), None),
        ("prlimit64", (1, 7), errno.EPERM),
        ("prlimit64", (0xDEAD_0000_0001, 7), errno.EPERM),
        ("prctl", (15,), None),  # a thread's name
        ("prctl", (35, 14), errno.EPERM),
        ("personality", (0,), None),
        ("personality", (0xFFFFFFFF,), None),
        ("personality", (0x0400000,), errno.EPERM),
    ],
)
def test_calls_judged_by_an_argument(
    machine: Machine, name: str, arguments: tuple[int, ...], refused: int | None
) -> None:
    call = machine.number(name)
    assert call is not None
    assert decide(machine, call, *arguments) == refused


@machines
def test_no_other_table_of_calls_is_a_way_round(machine: Machine) -> None:
    assert decide(machine, 39, arch=0x40000003) == errno.ENOSYS
    if machine.name == "x86_64":
        assert decide(machine, 0x40000000 | 39) == errno.ENOSYS


@given(st.sampled_from(sorted(MACHINES)), st.integers(0, 2**32 - 1), st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_every_call_comes_to_a_decision(name: str, number: int, arguments: list[int]) -> None:
    decide(MACHINES[name], number, *arguments)


@machines
def test_the_program_is_one_the_kernel_can_load(machine: Machine) -> None:
    code = instructions(machine)
    assert len(program(machine)) == 8 * len(code)
    assert len(code) < 4096
    for at, (kind, yes, no, _) in enumerate(code):
        assert 0 <= yes <= 255
        assert 0 <= no <= 255
        assert kind in (0x20, 0x06) or at + 1 + max(yes, no) < len(code)
