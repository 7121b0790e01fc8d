"""How many descriptors this process may hold; that none is left open is seen in the executors' tests."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from grader.sandbox.descriptors import ENOUGH, allow_many


@pytest.fixture
def allowed() -> Iterator[int]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_low_limit_is_raised_as_far_as_it_goes(allowed: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, allowed))
    allow_many()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(ENOUGH, allowed), allowed)


def test_a_limit_is_never_lowered(allowed: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))
    allow_many()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (allowed, allowed)
