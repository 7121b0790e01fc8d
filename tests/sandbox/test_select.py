"""Names of executors: what is asked for is what runs, or nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.faults import ExitCode, SandboxUnavailableError, UsageError
from grader.sandbox.launch import find_tools
from grader.sandbox.select import open_executor


@pytest.mark.parametrize("name", ["bubblewrap", "none"])
def test_known_names(name: str) -> None:
    executor = open_executor(name)
    assert executor.name == executor.isolation().executor == name


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("bubblewarp", "did you mean 'bubblewrap'? known are bubblewrap, none"),
        ("None", "did you mean 'none'? known are bubblewrap, none"),
        ("docker", "known are bubblewrap, none"),
        ("", "known are bubblewrap, none"),
    ],
)
def test_unknown_names_get_the_nearest(name: str, advice: str) -> None:
    with pytest.raises(UsageError) as raised:
        open_executor(name)
    assert raised.value.fix == advice


def test_a_missing_bubblewrap_is_refused_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SandboxUnavailableError) as raised:
        find_tools(str(tmp_path))
    assert "apt-get install bubblewrap" in raised.value.fix
    assert raised.value.exit_code is ExitCode.MACHINE


def test_no_isolation_says_so() -> None:
    assert open_executor("none").isolation().level == "none"
    assert "no isolation" in open_executor("none").isolation().detail
