"""Every hostile case, on every executor it can be let loose on: told apart, contained, and nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor
from grader.sandbox.plain import PlainExecutor
from tests.hostile.case import Case, all_cases
from tests.hostile.host import MARK, HostProbe
from tests.sandbox.builders import order, standin_runner

BUBBLEWRAP = BubblewrapExecutor(standin_runner())
WATCHED = BubblewrapExecutor(standin_runner(), groups=False)  # as on a machine without control groups
PLAIN = PlainExecutor(standin_runner())
RUNS: list[tuple[str, Executor, Case]] = [("bubblewrap", BUBBLEWRAP, case) for case in all_cases()]
RUNS += [("watched", WATCHED, case) for case in all_cases() if case.has_limits and not case.needs_group]
RUNS += [("none", PLAIN, case) for case in all_cases() if case.runs_without_sandbox]
RUN_PARAMETERS = [
    pytest.param(executor, case, id=f"{name}-{case.name}", marks=[pytest.mark.cgroup] if case.needs_group else [])
    for name, executor, case in RUNS
]


@pytest.mark.parametrize(("executor", "case"), RUN_PARAMETERS)
def test_it_is_contained(executor: Executor, case: Case, host: HostProbe, tmp_path: Path) -> None:
    course, data, into = tmp_path / "course", tmp_path / "data", tmp_path / "into"
    for folder in (course / "rubrics", data, into):
        folder.mkdir(parents=True)
    (course / "rubrics" / "secret.yaml").write_text("points: 100")
    (data / "served.txt").write_text("ham")
    executor.isolation()  # what lives as long as the executor is there before we count
    open_before = host.descriptors()

    raw = executor.run(order(data, case.source, **{MARK: host.mark, "COURSE": str(course)}), case.limits, into)

    log = raw.log.read_text(errors="replace")
    assert raw.ending.kind is case.ending, f"{raw.ending}\n{raw.usage}\n{log[-2000:]}"
    assert case.detail in raw.ending.detail, f"{raw.ending}\n{raw.usage}\n{log[-2000:]}"
    if case.signal is not None:
        assert raw.ending.signal == case.signal
    if case.status is not None:
        assert raw.ending.exit_status == case.status
    assert [text for text in case.prints if text not in log] == [], log
    assert raw.stream.stat().st_size <= case.limits.output_bytes
    assert raw.log.stat().st_size <= case.limits.log_bytes + 100
    assert host.unchanged()
    # At most: what an earlier test left to the collector may be closed meanwhile.
    assert host.descriptors() <= open_before
    assert (data / "served.txt").read_text() == "ham"


def test_every_case_says_why_it_is_not_run_without_a_sandbox() -> None:
    assert all(case.none == "same" or len(case.none) > 10 for case in all_cases())
