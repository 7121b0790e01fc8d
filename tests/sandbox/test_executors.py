"""What both executors promise beyond containment: see the hostile cases for that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from grader.evidence.ending import EndingKind
from grader.evidence.wire.frames import Frame
from grader.faults import SandboxUnavailableError
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.cgroups import offer
from grader.sandbox.contract import AttemptCancelled, Executor
from grader.sandbox.plain import PlainExecutor
from grader.sandbox.service import service_user
from grader.sandbox.stage import Runner, sweep
from grader.sandbox.warm.executor import WarmExecutor
from tests.hostile.host import MARK, HostProbe
from tests.sandbox.builders import frames, limits, order, standin_runner

BUBBLEWRAP = BubblewrapExecutor(standin_runner())
PLAIN = PlainExecutor(standin_runner())
WARM = WarmExecutor(standin_runner())
boxes = pytest.mark.parametrize("executor", [WARM, BUBBLEWRAP], ids=["warm", "single-use"])
every = pytest.mark.parametrize("executor", [WARM, BUBBLEWRAP, PLAIN], ids=["warm", "single-use", "none"])
SLEEPS = "emit('note', {})\nimport time\ntime.sleep(60)"


@pytest.fixture(scope="module", autouse=True)
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The warm parent is there before anything is compared with what was before, and gone afterwards."""
    folder = tmp_path_factory.mktemp("running")
    WARM.run(order(folder, "1"), limits(), folder)
    yield
    WARM.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "sms").mkdir(parents=True)
    (folder / "sms" / "rows").write_text("ham")
    return folder


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


@every
def test_a_run_to_the_end(executor: Executor, data: Path, into: Path) -> None:
    seen = list[Frame]()
    raw = executor.run(
        order(data, "print('hello'); emit('note', {'n': 1}, b'xyz')"), limits(), into, on_frame=seen.append
    )
    assert raw.ending.kind is EndingKind.FINISHED
    assert raw.ending.exit_status == 0
    assert frames(raw.stream) == seen
    assert [frame.payload for frame in seen] == [b"", b"xyz", b""]
    assert raw.log.read_text() == "hello\n"
    assert raw.usage.output_bytes == raw.stream.stat().st_size
    assert raw.usage.processes >= 1
    assert raw.usage.wall_seconds > 0
    assert raw.isolation == executor.isolation()


@every
def test_files_and_data_are_where_the_job_says(executor: Executor, data: Path, into: Path, tmp_path: Path) -> None:
    companions = tmp_path / "companions"
    companions.mkdir()
    (companions / "helper.py").write_text("x = 1")
    (companions / "helper.py").chmod(0o600)
    (data / "sms" / "rows").chmod(0o600)
    code = "import os\nprint(open(job.data + '/sms/rows').read(), os.listdir(job.files), os.listdir('.'))"
    raw = executor.run(order(data, code, files=companions), limits(), into)
    assert raw.log.read_text() == "ham ['helper.py'] []\n"
    assert sorted(path.name for path in companions.iterdir()) == ["helper.py"]


@every
def test_half_a_character_in_a_cell_is_that_cells_affair(executor: Executor, data: Path, into: Path) -> None:
    raw = executor.run(order(data, "x = '\ud800'", "print('went on')"), limits(), into)
    assert raw.ending.kind is EndingKind.FINISHED
    assert "went on" in raw.log.read_text()


@every
def test_the_work_of_one_attempt_is_gone_in_the_next(executor: Executor, data: Path, tmp_path: Path) -> None:
    code = "import os, tempfile\nprint(os.listdir('.'), os.listdir(os.environ['HOME']))\nopen('left', 'w')"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        raw = executor.run(order(data, code), limits(), tmp_path / name)
        assert raw.log.read_text() == "[] []\n"


@every
def test_the_clock_of_the_processor_is_read_from_outside(executor: Executor, data: Path, into: Path) -> None:
    code = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'sum(range(12_000_000))'])"
    raw = executor.run(order(data, code), limits(), into)
    assert raw.usage.cpu_seconds > 0.1
    assert raw.usage.peak_memory_bytes > 1024**2


@every
def test_evidence_until_the_end_of_its_time_is_kept(executor: Executor, data: Path, into: Path) -> None:
    raw = executor.run(order(data, SLEEPS), limits(wall_seconds=0.7), into)
    assert raw.ending.kind is EndingKind.TIMED_OUT
    assert len(frames(raw.stream)) == 2


@every
def test_cancelling_ends_the_attempt(executor: Executor, data: Path, into: Path, host: HostProbe) -> None:
    cancel = threading.Event()

    def on_frame(frame: Frame) -> None:
        if b'"note"' in frame.head:
            cancel.set()

    with pytest.raises(AttemptCancelled):
        executor.run(order(data, SLEEPS, **{MARK: host.mark}), limits(), into, on_frame=on_frame, cancel=cancel)
    assert host.unchanged()


@every
def test_an_attempt_cancelled_before_it_began(executor: Executor, data: Path, into: Path, host: HostProbe) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(AttemptCancelled):
        executor.run(order(data, SLEEPS, **{MARK: host.mark}), limits(), into, cancel=cancel)
    assert host.unchanged()


@every
def test_an_interrupt_leaves_nothing_behind(executor: Executor, data: Path, into: Path, host: HostProbe) -> None:
    def on_frame(frame: Frame) -> None:
        if b'"note"' in frame.head:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        executor.run(order(data, SLEEPS, **{MARK: host.mark}), limits(), into, on_frame=on_frame)
    assert host.unchanged()


@every
def test_a_runner_that_never_comes_up_is_not_the_students_fault(executor: Executor, data: Path, into: Path) -> None:
    runner = Runner(module="absent", warm="absent", sources=standin_runner().sources)
    broken = type(executor)(runner)  # type: ignore[call-arg]
    with pytest.raises(SandboxUnavailableError, match=r"No module named '?absent"):
        broken.run(order(data, "1"), limits(), into)


@every
def test_an_interpreter_that_is_not_there(executor: Executor, data: Path, into: Path) -> None:
    with pytest.raises(SandboxUnavailableError, match="no-such-python"):
        executor.run(replace(order(data), python=Path("/usr/bin/no-such-python")), limits(), into)


@every
def test_attempts_side_by_side_do_not_meet(executor: Executor, data: Path, tmp_path: Path) -> None:
    def run(number: int) -> str:
        folder = tmp_path / f"into-{number}"
        folder.mkdir()
        code = f"import os, time\nopen('mine', 'w').write('{number}')\ntime.sleep(0.2)\n"
        code += "print(os.listdir('.'), open('mine').read())"
        return executor.run(order(data, code), limits(), folder).log.read_text()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(run, range(3))) == [f"['mine'] {number}\n" for number in range(3)]


@boxes
def test_the_box_shows_the_runner_and_the_wire_format_and_no_more(executor: Executor, data: Path, into: Path) -> None:
    code = """
import os
shown = sorted(os.path.join(at, name) for at, _, names in os.walk('/grader') for name in names)
print(*shown, sep='\\n')
try:
    import grader.rubric.rubric
    print('THE RUBRIC')
except ImportError:
    print('no rubric')
"""
    raw = executor.run(order(data, code), limits(), into)
    expected = [f"/grader/code/{place}" for place, _ in standin_runner().sources]
    assert raw.log.read_text().splitlines() == [
        *sorted([*expected, "/grader/data/sms/rows", "/grader/job.json"]),
        "no rubric",
    ]


def test_the_environment_is_ours_alone(data: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    code = "import os\nprint(os.getcwd(), os.environ['HOME'], 'SECRET_TOKEN' in os.environ, os.environ['EXTRA'])"
    for executor, folder in ((WARM, "/content /home/student"), (BUBBLEWRAP, "/content /home/student"), (PLAIN, "")):
        raw = executor.run(order(data, code, EXTRA="yes"), limits(), into)
        assert raw.log.read_text().startswith(folder)
        assert raw.log.read_text().endswith(" False yes\n")


HOST = """
import sys
from pathlib import Path
from tests.sandbox.test_executors import BUBBLEWRAP, SLEEPS, WARM
from tests.sandbox.builders import limits, order
base, mark, executor = Path(sys.argv[1]), sys.argv[2], WARM if sys.argv[3] == "warm" else BUBBLEWRAP
say = lambda frame: print("up", flush=True) if b'"note"' in frame.head else None
spawn = "import os, time\\nfor _ in range(3):\\n    if os.fork() == 0:\\n        os.setsid(); time.sleep(60)\\n"
executor.run(order(base / "data", spawn + SLEEPS, HOSTILE_MARK=mark), limits(), base / "into", on_frame=say)
"""


@pytest.mark.usefixtures("into")
@pytest.mark.parametrize("name", ["warm", "single-use"])
def test_killing_the_grader_kills_the_box(name: str, data: Path, host: HostProbe) -> None:
    """Nobody of ours can clean up after `kill -9`: processes die with their parent, a companion removes the groups."""
    root = Path(__file__).parents[2]
    grader = subprocess.Popen(
        [sys.executable, "-c", HOST, str(data.parent), host.mark, name], cwd=root, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(host.temporary)},
    )  # fmt: skip
    assert grader.stdout is not None
    assert grader.stdout.readline() == "up\n"
    running = [psutil.Process(pid) for pid in host.processes()]
    assert len(running) >= 4
    assert bool(host.groups(grader.pid)) == (offer().root is not None)
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    grader.stdout.close()
    assert eventually(lambda: not any(alive(process) for process in running) and not host.groups(grader.pid))
    left = list(host.temporary.iterdir())
    assert len(left) == 1  # its folder, which only the next grader can remove
    sweep(service_user())
    assert list(host.temporary.iterdir()) == left  # it might be one just being made
    os.utime(left[0], (0, 0))
    sweep(service_user())
    assert host.unchanged()


def alive(process: psutil.Process) -> bool:
    """Also told from another process that has got the same number since."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.slow
def test_the_real_runner_runs_a_cell_in_all(data: Path, tmp_path: Path) -> None:
    for executor in (WarmExecutor(), BubblewrapExecutor(), PlainExecutor()):
        into = tmp_path / type(executor).__name__
        into.mkdir()
        with closing(executor):
            raw = executor.run(order(data, "print(6 * 7)"), limits(processes=200), into)
        assert raw.ending.kind is EndingKind.FINISHED, raw.log.read_text()
        assert any(b'"42\\\\n"' in frame.head or b"42" in frame.head for frame in frames(raw.stream))


@boxes
def test_a_fork_bomb_stays_small_between_two_looks(executor: Executor, data: Path, into: Path) -> None:
    code = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass"
    raw = executor.run(order(data, code), limits(processes=40), into)
    assert raw.ending.kind is EndingKind.TOO_MANY_PROCESSES
    assert 40 < raw.usage.processes <= 40 + 10 + 32


@boxes
def test_bubblewrap_is_never_root(executor: Executor, data: Path, into: Path) -> None:
    """Seen from outside: the owner of the processes while they run."""
    executor.isolation()  # what outlives an attempt, the companion that removes groups, is a child too
    ours, owners = {child.pid for child in psutil.Process().children()}, set[int]()

    def on_frame(frame: Frame) -> None:
        if b'"note"' in frame.head:
            owners.update(owner(child) for child in psutil.Process().children(recursive=True) if child.pid not in ours)
            cancel.set()

    cancel = threading.Event()
    with pytest.raises(AttemptCancelled):
        executor.run(order(data, SLEEPS), limits(), into, on_frame=on_frame, cancel=cancel)
    assert owners
    assert 0 not in owners


def owner(process: psutil.Process) -> int:
    return int(process.uids().effective)
