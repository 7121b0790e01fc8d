"""Every hostile case, on every executor it can be let loose on: told apart, contained, and nothing left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor
from grader.sandbox.plain import PlainExecutor
from grader.sandbox.warm.executor import WarmExecutor
from tests.hostile.case import Case, all_cases
from tests.hostile.host import MARK, HostProbe
from tests.sandbox.builders import limits, order, standin_runner

pytestmark = pytest.mark.slow

EXECUTORS: dict[str, Executor] = {
    "warm": WarmExecutor(standin_runner()),
    "warm-watched": WarmExecutor(standin_runner(), groups=False),  # as on a machine without control groups
    "single-use": BubblewrapExecutor(standin_runner()),
    "single-use-watched": BubblewrapExecutor(standin_runner(), groups=False),
    "none": PlainExecutor(standin_runner()),
}


def runs() -> Iterator[ParameterSet]:
    for name in EXECUTORS:
        for case in all_cases():
            if name == "none" and not case.runs_without_sandbox:
                continue
            if name.endswith("watched") and (case.needs_group or not case.has_limits):
                continue
            marks = [pytest.mark.cgroup] if case.needs_group else []
            yield pytest.param(name, case, id=f"{name}-{case.name}", marks=marks)


@pytest.fixture(scope="module", autouse=True)
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Warm parents are there before anything is compared with what was before, and gone afterwards."""
    warm = [executor for name, executor in EXECUTORS.items() if name.startswith("warm")]
    for executor in warm:
        folder = tmp_path_factory.mktemp("running")
        executor.run(order(folder, "1"), limits(), folder)
    yield
    for executor in warm:
        executor.close()


@pytest.mark.parametrize(("name", "case"), list(runs()))
def test_it_is_contained(
    name: str, case: Case, host: HostProbe, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    executor = EXECUTORS[name]
    course, data, into = tmp_path / "course", tmp_path / "data", tmp_path / "into"
    for folder in (course / "rubrics", data, into):
        folder.mkdir(parents=True)
    (course / "rubrics" / "secret.yaml").write_text("points: 100")
    (data / "served.txt").write_text("ham")
    executor.isolation()  # what lives as long as the executor is there before we count
    open_before = host.descriptors()

    raw = executor.run(order(data, case.source, **{MARK: host.mark, "COURSE": str(course)}), case.limits, into)

    for key, value in (("executor", name), ("case", case.name), ("ending", str(raw.ending.kind))):
        record_property(key, value)
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
