"""What host and warm parent say to each other survives the way, and anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.wire.warm import MOST, BoxPlan, ForkRequest, Said


@given(st.text("0123456789abcdef", max_size=20), st.lists(st.sampled_from(["keras", "torch"])))
def test_a_request_arrives_as_it_was_sent(attempt: str, modules: list[str]) -> None:
    asked = ForkRequest(attempt=attempt, modules=tuple(modules))
    assert ForkRequest.decode(asked.encode()) == asked


def test_a_plan_is_read_as_it_was_written() -> None:
    plan = BoxPlan(
        disk_bytes=1,
        processes=2,
        open_files=3,
        devices=("/dev/nvidia0",),
        shown=("/a",),
        links=(("/b", "a"),),
        environment={"A": "ü"},
    )
    assert BoxPlan.from_json(plan.to_json()) == plan


@given(st.text(max_size=200), st.integers(0, 0xFFFF), st.floats(0, 1e6))
def test_a_word_arrives_as_it_was_said(what: str, status: int, seconds: float) -> None:
    said = Said("ended", what, status, seconds)
    assert len(said.encode()) <= MOST
    assert Said.decode(said.encode()) == said


@pytest.mark.parametrize("sign", ["a", '"', "ü", "\U0001f600", "\udc80"])
def test_a_long_explanation_is_cut_and_still_a_message(sign: str) -> None:
    message = Said("failed", sign * MOST).encode()
    assert len(message) <= MOST
    assert Said.decode(message).word == "failed"


@pytest.mark.parametrize("message", [b"", b"hello", b"{}", b"[]", b'{"word": 1, "x": 2}', b"\xff", b"null"])
def test_what_is_no_word_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  json's own kinds of it among them
        Said.decode(message)
