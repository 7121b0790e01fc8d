"""Names of executors: what is asked for is what runs, or nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.faults import ExitCode, SandboxUnavailableError, UsageError
from grader.sandbox.launch import find_tools
from grader.sandbox.select import open_executor


@pytest.fixture
def ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.select.os.geteuid", lambda: 1000)


def test_bubblewrap_by_its_name() -> None:
    executor = open_executor("bubblewrap")
    assert executor.name == executor.isolation().executor == "bubblewrap"


def test_no_isolation_is_refused_to_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.select.os.geteuid", lambda: 0)
    with pytest.raises(SandboxUnavailableError, match="student code never does"):
        open_executor("none")


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


@pytest.mark.usefixtures("ordinary_user")
def test_no_isolation_says_so() -> None:
    executor = open_executor("none")
    assert executor.name == executor.isolation().executor == "none"
    assert executor.isolation().level == "none"
    assert "no isolation" in executor.isolation().detail
