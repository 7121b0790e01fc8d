"""Two attempts at once, forks of one parent: neither finds the other, nor uses up what the other needs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from grader.evidence.ending import EndingKind
from grader.evidence.wire.frames import Frame
from grader.inside.warm import landlock
from grader.sandbox.contract import AttemptCancelled
from grader.sandbox.warm.executor import WarmExecutor
from tests.sandbox.builders import frames, limits, order, standin_runner

Beside = Callable[[str, str], str]


@pytest.fixture
def warm() -> Iterator[WarmExecutor]:
    with closing(WarmExecutor(standin_runner())) as executor:
        yield executor


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def run(executor: WarmExecutor, data: Path, code: str, name: str) -> str:
    into = data.parent / name
    into.mkdir()
    raw = executor.run(order(data, code), limits(), into)
    assert raw.ending.kind is EndingKind.FINISHED, raw.log.read_text()
    return raw.log.read_text()


@pytest.fixture
def beside(warm: WarmExecutor, data: Path) -> Beside:
    """What the second code prints while the first, having done its work, stays."""

    def both(first: str, second: str) -> str:
        there, cancel = threading.Event(), threading.Event()

        def on_frame(frame: Frame) -> None:
            if b'"note"' in frame.head:
                there.set()

        def stay() -> None:
            into = data.parent / "first"
            into.mkdir()
            code = f"{first}\nemit('note', {{}})\nimport time\ntime.sleep(60)"
            with pytest.raises(AttemptCancelled):
                warm.run(order(data, code), limits(), into, on_frame=on_frame, cancel=cancel)

        with ThreadPoolExecutor(max_workers=1) as pool:
            staying = pool.submit(stay)
            try:
                assert there.wait(60)
                return run(warm, data, second, "second")
            finally:
                cancel.set()
                staying.result()

    return both


MEETING = """
import os, socket
names = [f'{folder}/for-others' for folder in ('/tmp', '/dev/shm', '/content', '/home/student')]
"""
WAITS = f"""{MEETING}
for name in names:
    open(name, 'w').close()
kept = []
for name in ('\\0meeting', '/tmp/meeting'):
    kept.append(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    kept[-1].bind(name)
    kept[-1].listen()
kept.append(socket.create_server(('127.0.0.1', 4711)))
kept.append(os.open('/dev/ptmx', os.O_RDWR))
"""
LOOKS = f"""{MEETING}
met = [name for name in names if os.path.exists(name)]
for family, address in ((1, '\\0meeting'), (1, '/tmp/meeting'), (2, ('127.0.0.1', 4711))):
    with socket.socket(family, socket.SOCK_STREAM) as link:
        if link.connect_ex(address) == 0:
            met.append(address)
met += [name for name in os.listdir('/dev/pts') if name.isdigit()]
met += [pid for pid in map(int, filter(str.isdigit, os.listdir('/proc'))) if pid not in (1, os.getpid())]
met += open('/proc/net/unix').read().split('\\n')[1:-1]
print('met', met)
"""


def test_they_do_not_find_each_other(beside: Beside) -> None:
    assert beside(WAITS, LOOKS) == "met []\n"


TAKES = """
import ctypes, os, signal
libc = ctypes.CDLL(None)
def take_all(take):
    count = 0
    while count < 3500 and take() >= 0:
        count += 1
    return count
def terminal():
    try:
        return os.open('/dev/ptmx', os.O_RDWR)
    except OSError:
        return -1
signal.pthread_sigmask(signal.SIG_BLOCK, [40])
def queue_a_signal():
    return libc.sigqueue(os.getpid(), 40, 0)
"""
TAKES_ALL = f"{TAKES}\ntaken = [take_all(take) for take in (terminal, libc.inotify_init, queue_a_signal)]"


def test_none_takes_what_the_others_need(beside: Beside) -> None:
    """The kernel counts these by user, or for the whole machine, and not by attempt."""
    needs = f"{TAKES}\nprint([take() >= 0 for take in (terminal, libc.inotify_init, queue_a_signal)])"
    assert beside(TAKES_ALL, needs) == "[True, True, True]\n"


def test_what_each_may_take_is_bounded(warm: WarmExecutor, data: Path) -> None:
    assert run(warm, data, f"{TAKES_ALL}\nprint(taken)", "one") == "[128, 16, 1024]\n"


def test_it_stays_the_first_to_die_when_the_machine_has_no_memory_left(warm: WarmExecutor, data: Path) -> None:
    """Where the kernel has Landlock; elsewhere the kernel's own bound, which a grader run by root has set, must do."""
    code = """
try:
    open('/proc/self/oom_score_adj', 'w').write('500')
except OSError:
    pass
print(open('/proc/self/oom_score_adj').read())
"""
    assert run(warm, data, code, "one").strip() == ("900" if landlock.version() >= 2 else "500")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import os; os.kill(os.getpid(), 9)", id="kills itself"),
        pytest.param("import os; os._exit(125)", id="leaves as if it never began"),
        pytest.param("import os; os.close(pipe); os.abort()", id="closes the pipe"),
        pytest.param("import os; os.kill(-1, 9); os.kill(1, 9); os._exit(0)", id="kills everybody"),
        pytest.param("import os; [os.fork() for _ in range(20)]", id="forks without end"),
    ],
)
def test_no_attempt_gets_a_second_run(code: str, warm: WarmExecutor, data: Path) -> None:
    """Whatever it does to its processes: it is never taken for the machine's fault."""
    into, begun = data.parent / "into", list[Frame]()
    into.mkdir()

    def on_frame(frame: Frame) -> None:
        if b'"environment"' in frame.head:
            begun.append(frame)

    raw = warm.run(order(data, code), limits(), into, on_frame=on_frame)
    assert len(begun) == 1
    assert len(frames(raw.stream)) >= 1
    assert run(warm, data, "print('served')", "another") == "served\n"


OURS = ("json", "grader/__init__", "grader/inside/__init__", "sitecustomize", "usercustomize", "numpy", "IPython")


def test_a_companion_named_like_a_module_of_ours_is_not_run(data: Path, tmp_path: Path) -> None:
    """Neither in the fork, which has ours already, nor in the parent, which never sees it."""
    files = tmp_path / "files"
    for name in OURS:
        path = files / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("import os\nos.write(2, b'TAKEN OVER')\n")
    with closing(WarmExecutor()) as executor:
        for number, companions in enumerate((files, None)):
            into = tmp_path / str(number)
            into.mkdir()
            raw = executor.run(replace(order(data, "import json, grader"), files=companions), limits(), into)
            assert raw.ending.kind is EndingKind.FINISHED
            assert "TAKEN OVER" not in raw.log.read_text()
