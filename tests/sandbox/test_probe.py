"""What `grader doctor` is told about isolation."""

from __future__ import annotations

from grader.sandbox.cgroups import offer
from grader.sandbox.probe import isolation_report


def test_every_line_is_there_and_what_is_wrong_has_a_fix() -> None:
    report = isolation_report()
    assert [row.name for row in report] == [
        "bubblewrap", "user namespaces", "system call filter", "identity", "sandbox", "warm forks", "cgroups",
        "landlock", "gpu",
    ]  # fmt: skip
    for row in report:
        assert row.detail
        assert row.ok or row.fix or not row.needed


def test_evidence_and_doctor_agree_on_who_keeps_the_limits() -> None:
    report = {row.name: row for row in isolation_report()}
    groups = offer().root
    label = groups.label if groups else None
    assert report["cgroups"].ok == (groups is not None)
    assert report["sandbox"].detail.endswith(f"control group {label}" if label else "limits watched from outside")
    assert report["cgroups"].detail.endswith("CPU time" if label else "limits are watched from outside")


def test_where_the_trial_succeeds_all_that_is_needed_is_there() -> None:
    report = {row.name: row for row in isolation_report()}
    assert report["sandbox"].ok == all(row.ok for row in report.values() if row.needed)
