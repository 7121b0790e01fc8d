"""Printing processes: warm, side by side, replaced when they die, and none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.faults import MachineError
from grader.printing import PageNotPrintedError, PrinterPool, open_press

# A printer without WeasyPrint: same frames, and it does what its page says.
STANDIN = """
import json, os, sys
sys.path[:] = json.loads(sys.argv[1])
from grader.report.worker import read_frame, write_frame
pages, replies = os.fdopen(0, "rb"), os.fdopen(1, "wb")
while (page := read_frame(pages)) is not None:
    match page.decode().split():
        case ["<p>0</p>"]: write_frame(replies, b"Pwarm")
        case ["die"]: os.kill(os.getpid(), 9)
        case ["leave"]: os._exit(3)
        case ["stumble"]: write_frame(replies, b"SZeroDivisionError")
        case ["no-space"]: write_frame(replies, b'M{"what": "no space", "where": "/tmp", "fix": "make room"}')
        case ["half"]: replies.write(b"\\0" * 7 + b"\\x09P12"); replies.flush(); os._exit(0)
        case ["hang"]: read_frame(pages)
        case ["who"]: write_frame(replies, b"P" + str(os.getpid()).encode())
        case ["wait-for", path]: open(path, "rb").close(); write_frame(replies, b"P" + str(os.getpid()).encode())
"""
COMMAND = (sys.executable, "-c", STANDIN, __import__("json").dumps(sys.path))


@contextmanager
def pool_of(size: int, temporary: Path) -> Iterator[PrinterPool]:
    pool = PrinterPool(size, temporary, COMMAND)
    try:
        yield pool
    finally:
        pool.stop()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_prints_page_after_page_and_is_gone_afterwards(tmp_path: Path) -> None:
    with pool_of(1, tmp_path) as pool:
        pool.warm()
        first, second = (int(pool.print("who").result()) for _ in range(2))
        assert first == second
        assert alive(first)
    assert not alive(first)


def test_a_pool_that_was_stopped_is_not_warmed(tmp_path: Path) -> None:
    """Templates are read in a thread of their own, which may come to the printers when the command is over."""
    with pool_of(1, tmp_path) as pool:
        pool.stop()
        pool.warm()
        with pytest.raises(RuntimeError):
            pool.print("who")


def test_pages_are_printed_side_by_side(tmp_path: Path) -> None:
    """Both processes hold a page at the same time: each waits for its own pipe, and neither is fed before the other."""
    ways = [tmp_path / "one", tmp_path / "two"]
    for way in ways:
        os.mkfifo(way)
    with pool_of(2, tmp_path) as pool:
        printed = [pool.print(f"wait-for {way}") for way in ways]
        for way in reversed(ways):  # opening for writing waits until the other side reads
            way.open("wb").close()
        assert len({one.result() for one in printed}) == 2


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("die", "killed by signal 9"),
        ("leave", "ended with status 3"),
        ("half", "ended with status 0"),
        ("stumble", "ZeroDivisionError"),
    ],
)
def test_a_page_that_fails_costs_no_other(page: str, says: str, tmp_path: Path) -> None:
    with pool_of(1, tmp_path) as pool:
        failed, next_one = pool.print(page), pool.print("who")
        with pytest.raises(PageNotPrintedError, match=says):
            failed.result()
        assert alive(int(next_one.result()))


def test_a_machine_that_cannot_print_is_said_in_words(tmp_path: Path) -> None:
    with pool_of(1, tmp_path) as pool, pytest.raises(MachineError, match="no space") as raised:
        pool.print("no-space").result()
    assert (raised.value.where, raised.value.fix) == ("/tmp", "make room")


def test_a_program_that_cannot_be_started_is_an_error_of_the_system(tmp_path: Path) -> None:
    pool = PrinterPool(1, tmp_path, (str(tmp_path / "nothing"),))
    with pytest.raises(FileNotFoundError):
        pool.print("who").result()
    pool.stop()


def test_stopping_waits_for_no_page(tmp_path: Path) -> None:
    with pool_of(1, tmp_path) as pool:
        pid = int(pool.print("who").result())
        busy, queued = pool.print("hang"), pool.print("who")
    assert busy.cancelled() or isinstance(busy.exception(), PageNotPrintedError)
    assert queued.cancelled() or isinstance(queued.exception(), PageNotPrintedError)
    assert not alive(pid)


PAGE = "<html lang=en><title>x</title><style>p{color:red}</style><p>Two pages.</p></html>"

# Prints in a process of its own, says which processes print, and is then killed with a page in print.
KILLED = """
import json, os, sys
from pathlib import Path
sys.path[:] = json.loads(sys.argv[1])
from grader.printing import open_press
with open_press(Path(sys.argv[2])) as press:
    press.print("<p>one</p>").result()
    press.print("<p>word</p>" * 100_000)
    threads = Path("/proc/self/task").iterdir()
    print(*(pid for thread in threads for pid in (thread / "children").read_text().split()), flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.slow
def test_the_real_printer_prints_and_leaves_nothing(tmp_path: Path) -> None:
    with open_press(tmp_path / "scratch") as press:
        printed = [press.print(PAGE), press.print("<img src='data:image/png;base64,AA'>"), press.print(PAGE)]
        first, _, last = (one.result() for one in printed)
        assert first.startswith(b"%PDF-")
        assert first == last
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.slow
def test_when_we_are_killed_no_printer_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, COMMAND[3], str(tmp_path / "scratch")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        printers = [int(pid) for pid in grader.stdout.read().split()]
    assert grader.returncode == -signal.SIGKILL
    assert printers
    # Our end of the pipe above is read to its end, which a printer holds open through its stderr alone: it inherits
    # no other. So each is asked for by its own descriptor, which becomes readable when it ends.
    for pid in printers:
        wait_until_gone(pid)


def wait_until_gone(pid: int) -> None:
    """Raises: AssertionError when a process is still there after a minute."""
    import select

    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([descriptor], [], [], 60)[0], f"process {pid} goes on"
    finally:
        os.close(descriptor)
