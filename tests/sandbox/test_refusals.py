"""What bubblewrap says when it cannot start, and what staff are told to do about it."""

from __future__ import annotations

import pytest

from grader.faults import ExitCode
from grader.sandbox.refusals import never_came_up, refusal


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        (
            "bwrap: No permissions to create new namespace, likely because the kernel does not allow",
            "unprivileged_userns_clone",
        ),
        ("bwrap: Creating new namespace failed: Operation not permitted", "AppArmor profile"),
        ("bwrap: setting up uid map: Permission denied", "apparmor_restrict_unprivileged_userns"),
        ("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "AppArmor profile"),
        ("unshare: unshare failed: Operation not permitted", "--cap-add SYS_ADMIN"),
        ("mount: /tmp/x: permission denied.", "ordinary user"),
        ("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "systempaths=unconfined"),
        ("bwrap: Unknown option --size", "too old"),
        ("bwrap: Can't find source path /root/data: Permission denied", "chmod o+x"),
        ("bwrap: prctl(PR_SET_SECCOMP): Invalid argument, seccomp", "CONFIG_SECCOMP_FILTER"),
        ("something new", "grader doctor"),
        ("", "grader doctor"),
    ],
)
def test_each_refusal_has_its_advice(said: str, advice: str) -> None:
    error = refusal(said)
    assert advice in error.fix
    assert (said or "without a word") in error.what
    assert error.exit_code is ExitCode.MACHINE


def test_a_runner_that_never_came_up_is_the_machines_fault() -> None:
    error = never_came_up("ModuleNotFoundError: No module named 'IPython'")
    assert "IPython" in error.what
    assert error.exit_code is ExitCode.MACHINE
