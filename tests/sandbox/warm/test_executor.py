"""What holds for forks of a warm interpreter alone; the executors' and the hostile cases hold for them too."""

from __future__ import annotations

import os
import tempfile
import venv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.evidence.ending import EndingKind
from grader.evidence.wire.frames import Frame
from grader.faults import SandboxUnavailableError
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.contract import AttemptCancelled, Executor
from grader.sandbox.readiness import try_out
from grader.sandbox.stage import Runner
from grader.sandbox.warm.executor import NESTED, WarmExecutor, warm_isolation
from grader.sandbox.warm.parent import Parent
from grader.sandbox.warm.start import ForkStart
from tests.sandbox.builders import frames, limits, order, standin_runner


@pytest.fixture
def warm() -> Iterator[WarmExecutor]:
    with closing(WarmExecutor(standin_runner())) as executor:
        yield executor


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def run(executor: Executor, data: Path, code: str, name: str, **changes: object) -> str:
    into = data.parent / name
    into.mkdir()
    raw = executor.run(replace(order(data, code), **changes), limits(), into)  # type: ignore[arg-type]
    assert raw.ending.kind is EndingKind.FINISHED, raw.log.read_text()
    return raw.log.read_text()


SEARCH = """
import re
needle = b"-".join([b"OF", b"ANOTHER", b"STUDENT"])
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        begin, end, rights = re.match(r"(\\w+)-(\\w+) (\\S+)", line).groups()
        if "r" in rights and "[v" not in line:
            try:
                memory.seek(int(begin, 16))
                found += memory.read(int(end, 16) - int(begin, 16)).count(needle)
            except (OSError, ValueError, OverflowError):
                pass
print("found", found)
"""


def test_nothing_of_one_submission_is_in_the_memory_of_the_next(warm: WarmExecutor, data: Path, tmp_path: Path) -> None:
    secret = "OF-ANOTHER-STUDENT"
    files = tmp_path / "files"
    files.mkdir()
    (files / "notes.txt").write_text(secret * 500)
    before = run(warm, data, SEARCH, "before")  # what is searched for is itself in memory
    run(warm, data, f"kept = ['{secret}'] * 9\nopen('x', 'w').write({secret!r})", "one", files=files)
    assert run(warm, data, SEARCH, "two") == before
    assert run(warm, data, SEARCH + f"# {secret}", "control") != before


def test_forks_of_one_parent_have_nothing_to_do_with_each_other(warm: WarmExecutor, data: Path) -> None:
    code = """
import os
print(os.getpid(), sorted(name for name in os.listdir('/proc') if name.isdigit()), os.path.exists('/grader/pool'))
"""
    assert run(warm, data, code, "one") == run(warm, data, code, "two") == "2 ['1', '2'] False\n"


def test_the_group_that_counts_it_is_the_uppermost_it_sees(warm: WarmExecutor, data: Path) -> None:
    code = "print({line.split(':', 2)[2] for line in open('/proc/self/cgroup').read().split()})"
    assert run(warm, data, code, "one") == "{'/'}\n"


def test_its_signals_are_those_of_a_fresh_interpreter(warm: WarmExecutor, data: Path) -> None:
    code = """
import signal
kinds = (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD, signal.SIGTERM)
print([signal.getsignal(kind).name for kind in kinds], signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""
    fresh = "['SIG_IGN', 'SIG_IGN', 'SIG_DFL', 'SIG_DFL'] True\n"
    with closing(BubblewrapExecutor(standin_runner())) as cold:
        assert run(warm, data, code, "one") == run(cold, data, code, "two") == fresh


def test_a_parent_that_dies_is_replaced_and_the_attempt_runs_again(warm: WarmExecutor, data: Path) -> None:
    into, killed = data.parent / "into", list[int]()
    into.mkdir()

    def on_frame(frame: Frame) -> None:
        if b'"note"' in frame.head and not killed:
            killed.append(kill_the_parent())

    code = "import time\nemit('note', {})\ntime.sleep(0.5)"
    raw = warm.run(order(data, code), limits(), into, on_frame=on_frame)
    assert killed
    assert raw.ending.kind is EndingKind.FINISHED
    assert len(frames(raw.stream)) == 3


def test_losing_two_parents_is_the_machines_fault(warm: WarmExecutor, data: Path) -> None:
    into = data.parent / "into"
    into.mkdir()

    def on_frame(frame: Frame) -> None:
        if b'"note"' in frame.head:
            kill_the_parent()

    with pytest.raises(SandboxUnavailableError, match="two warm interpreters in a row"):
        warm.run(order(data, "import time\nemit('note', {})\ntime.sleep(9)"), limits(), into, on_frame=on_frame)


def kill_the_parent() -> int:
    """Of the processes that are ours, the one with the warm parent's command line and in two pid namespaces."""
    for process in psutil.Process().children(recursive=True):
        status = Path(f"/proc/{process.pid}/status").read_text()
        levels = next(line for line in status.splitlines() if line.startswith("NSpid:")).split()
        if "grader.inside.warm" in process.cmdline() and len(levels) == 3:
            os.kill(process.pid, 9)
            return process.pid
    return 0


def variant(folder: Path, prepare: str) -> Runner:
    """The stand-in, with something done in the parent that a parent must not do."""
    runner, path = standin_runner(), folder / "variant.py"
    path.write_text(f"from standin import run, settle\n\n\ndef prepare():\n    {prepare}\n")
    return replace(runner, warm="variant", sources=(*runner.sources, ("variant.py", path)))


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        pytest.param(
            "import threading as t; t.Thread(target=t.Event().wait, daemon=True).start()", "2 threads", id="threads"
        ),
        pytest.param("raise RuntimeError('no such luck')", "no such luck", id="it fails"),
        pytest.param("import os; os._exit(3)", "ended before it began", id="it leaves"),
        pytest.param(
            "import resource as r; r.setrlimit(r.RLIMIT_NPROC, (1, 1))", "clone: Resource temp", id="no more processes"
        ),
        pytest.param(
            "from grader.inside.warm import box; box.build = lambda *_: 1 / 0", "ZeroDivisionError", id="no box"
        ),
        pytest.param(
            "from grader.inside.warm import box; box.hide_groups = lambda: 1 / 0", "ZeroDivisionError", id="no groups"
        ),
    ],
)
def test_a_parent_that_cannot_be_forked_safely_is_not_forked(
    prepare: str, words: str, data: Path, tmp_path: Path
) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with (
        closing(WarmExecutor(variant(tmp_path, prepare))) as executor,
        pytest.raises(SandboxUnavailableError, match=words),
    ):
        executor.run(order(data, "1"), limits(), into)


def test_a_fork_whose_host_has_gone_ends_without_a_word(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing above it on the stack goes on, which is a copy of the parent's."""
    made = list[Parent]()

    def kept(*arguments: Any, **named: Any) -> Parent:
        made.append(Parent(*arguments, **named))
        return made[-1]

    def cancelled(fork: ForkStart) -> int:
        meet(fork)
        raise AttemptCancelled

    meet = ForkStart.meet
    monkeypatch.setattr("grader.sandbox.warm.executor.Parent", kept)
    with closing(WarmExecutor(variant(tmp_path, "import atexit; atexit.register(print, 'unwound')"))) as executor:
        for _ in range(5):
            with monkeypatch.context() as patch:
                patch.setattr(ForkStart, "meet", cancelled)
                with pytest.raises(AttemptCancelled):
                    executor.run(order(data, "1"), limits(), tmp_path)
        assert run(executor, data, "print('ran')", "after") == "ran\n"
        assert [parent.said() for parent in made] == [""]


@pytest.mark.cgroup
def test_a_fork_that_is_gone_before_it_is_counted_is_lost(
    warm: WarmExecutor, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(group: Cgroup, process: int) -> None:
        raise ProcessLookupError(process)

    monkeypatch.setattr(Cgroup, "add", gone)
    with pytest.raises(SandboxUnavailableError, match="killed before it could be counted"):
        warm.run(order(data, "1"), limits(), tmp_path)


def test_a_parent_that_has_drifted_is_replaced(data: Path, tmp_path: Path) -> None:
    """Each parent of this kind has one more file open once it has forked: the next attempt asks another parent."""
    prepare = "import os; os.register_at_fork(after_in_parent=lambda: os.open('/', os.O_RDONLY))"
    with closing(WarmExecutor(variant(tmp_path, prepare))) as executor:
        code = "import os\nprint('ran')"
        assert [run(executor, data, code, f"into-{number}") for number in range(3)] == ["ran\n"] * 3


def test_where_namespaces_cannot_be_nested_there_are_no_warm_forks() -> None:
    refused = replace(try_out(), nesting="unshare: unshare failed: Operation not permitted")
    with pytest.raises(SandboxUnavailableError, match="Operation not permitted"):
        warm_isolation(refused)
    assert warm_isolation(try_out()).level == NESTED


HOMES = "/home" if os.access("/home", os.W_OK) else str(Path.home())


@pytest.mark.parametrize("place", ["/tmp", HOMES], ids=["tmp", "home"])
def test_an_interpreter_below_a_folder_that_is_made_anew_is_there(place: str, data: Path) -> None:
    """As when a course lies in somebody's home: the environment, what it starts, and a link on the way to it."""
    with tempfile.TemporaryDirectory(prefix="environment-", dir=place) as name:
        home = Path(name).resolve()
        home.chmod(0o755)
        venv.create(home / "real", symlinks=True, with_pip=False)
        (home / "link").symlink_to("real")
        code = """
import os, subprocess, sys
print(os.path.isfile(sys.executable), subprocess.run([sys.executable, "-c", "print(6 * 7)"]).returncode)
import wave  # of the standard library, which nothing has imported before
print(*os.listdir("/home"))
"""
        with closing(WarmExecutor(standin_runner())) as executor:
            printed = run(executor, data, code, "into", python=home / "link" / "bin" / "python")
    assert "True 0" in printed
    assert "42" in printed
    assert set(printed.splitlines()[-1].split()) <= {"student", home.name}


def test_what_was_foreseen_has_been_imported_before_anybody_asks(warm: WarmExecutor, data: Path) -> None:
    warm.foresee(order(data, "import pandas"))
    assert run(warm, data, "import sys; print('pandas' in sys.modules)", "one") == "True\n"


def test_the_collector_works_in_a_fork_as_in_a_fresh_interpreter(warm: WarmExecutor, data: Path) -> None:
    code = "import gc, pandas; print(gc.isenabled(), gc.get_threshold(), gc.get_freeze_count() > 0)"
    assert run(warm, data, code, "one") == "True (700, 10, 10) True\n"


def test_a_module_that_starts_a_thread_is_left_to_the_forks(data: Path, tmp_path: Path) -> None:
    """As pyarrow does wherever pandas is imported: a parent that has imported it cannot be forked."""
    threaded = tmp_path / "nltk.py"
    threaded.write_text("import threading\n\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n")
    runner = standin_runner()
    runner = replace(runner, sources=(*runner.sources, ("nltk.py", threaded)))
    code = (
        "import sys\nprint('numpy' in sys.modules, 'pandas' in sys.modules, 'nltk' in sys.modules)\nimport nltk, pandas"
    )
    with closing(WarmExecutor(runner)) as executor:
        assert [run(executor, data, code, name) for name in ("one", "two")] == ["True True False\n"] * 2


def test_a_package_that_starts_a_thread_costs_one_parent_however_many_modules_it_has(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def counted(*arguments: Any, **named: Any) -> Parent:
        begun.append(arguments)
        return Parent(*arguments, **named)

    monkeypatch.setattr("grader.sandbox.warm.executor.Parent", counted)
    threaded = tmp_path / "sklearn.py"
    threaded.write_text("import threading\n\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n")
    sources = [(f"sklearn/{name}.py", threaded) for name in ("cluster", "ensemble", "svm")]
    nothing = tmp_path / "nothing.py"
    nothing.touch()
    runner = standin_runner()
    runner = replace(runner, sources=(*runner.sources, ("sklearn/__init__.py", nothing), *sources))
    code = "import sys\nprint('scipy.stats' in sys.modules, 'sklearn.svm' in sys.modules)\nimport scipy, sklearn"
    with closing(WarmExecutor(runner)) as executor:
        assert run(executor, data, code, "one") == "True False\n"
    assert len(begun) == 2
