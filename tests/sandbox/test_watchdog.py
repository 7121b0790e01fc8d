"""Limits are told apart by cause, and each is reached exactly where it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.ending import EndingKind
from grader.sandbox.contract import Limits
from grader.sandbox.watchdog import MOST_FILES, Sample, Watchdog, size

LIMITS = Limits(wall_seconds=10, cpu_seconds=20, memory_bytes=1000, processes=5, disk_bytes=500)


@pytest.mark.parametrize(
    ("sample", "elapsed", "ending"),
    [
        pytest.param(Sample(), 0.0, None, id="nothing used"),
        pytest.param(
            Sample(memory_bytes=1000, processes=5, disk_bytes=499, files=MOST_FILES), 10.0, None,
            id="at every limit, which is allowed; a full disk is full",
        ),
        pytest.param(Sample(memory_bytes=1001), 0.0, EndingKind.OUT_OF_MEMORY, id="one byte over"),
        pytest.param(Sample(processes=6), 0.0, EndingKind.TOO_MANY_PROCESSES, id="one process over"),
        pytest.param(Sample(disk_bytes=500), 0.0, EndingKind.DISK_FULL, id="disk full"),
        pytest.param(Sample(files=MOST_FILES + 1), 0.0, EndingKind.DISK_FULL, id="one file over"),
        pytest.param(Sample(), 10.1, EndingKind.TIMED_OUT, id="too long"),
        pytest.param(Sample(cpu_seconds=20.0), 0.0, None, id="at the limit of CPU time"),
        pytest.param(Sample(cpu_seconds=20.1), 0.0, EndingKind.TIMED_OUT, id="too much CPU time"),
        pytest.param(
            Sample(memory_bytes=9999, processes=99, disk_bytes=9999), 99.0, EndingKind.TOO_MANY_PROCESSES,
            id="a fork bomb also takes memory, disk and time",
        ),
        pytest.param(Sample(memory_bytes=9999), 99.0, EndingKind.OUT_OF_MEMORY, id="a memory bomb also takes time"),
    ],
)  # fmt: skip
def test_the_cause(sample: Sample, elapsed: float, ending: EndingKind | None) -> None:
    judged = Watchdog(LIMITS).judge(sample, elapsed)
    assert (judged.kind if judged else None) is ending


@pytest.mark.parametrize(
    ("limits", "sample", "elapsed", "detail"),
    [
        (Limits(memory_bytes=6 * 1024**3), Sample(memory_bytes=7 * 1024**3), 1, "more than 6 GiB of memory in use"),
        (
            Limits(cpu_seconds=90), Sample(cpu_seconds=91), 1,
            "more than 90 seconds of CPU time used, by all processes together",
        ),
        (Limits(wall_seconds=90), Sample(cpu_seconds=91), 91, "not done after 90 seconds"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_limit_that_decided(limits: Limits, sample: Sample, elapsed: float, detail: str) -> None:
    judged = Watchdog(limits).judge(sample, elapsed)
    assert judged is not None
    assert judged.detail == detail


def test_without_a_limit_of_its_own_cpu_time_is_bounded_by_the_clock() -> None:
    assert Watchdog(Limits()).judge(Sample(cpu_seconds=10**6), 1) is None


@given(st.lists(st.builds(Sample, memory_bytes=st.integers(0, 10**12), processes=st.integers(0, 10**6)), min_size=1))
def test_peaks_are_the_most_ever_seen(samples: list[Sample]) -> None:
    watchdog = Watchdog(LIMITS)
    for sample in samples:
        watchdog.judge(sample, 0.0)
    assert watchdog.peak.memory_bytes == max(sample.memory_bytes for sample in samples)
    assert watchdog.peak.processes == max(sample.processes for sample in samples)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KiB"), (1536 * 1024**2, "1.5 GiB"), (200 * 1024**2, "200 MiB"),
     (5000 * 1024**3, "5000 GiB")],
)  # fmt: skip
def test_sizes_read_as_people_write_them(count: int, text: str) -> None:
    assert size(count) == text
