"""A process that prints pages: HTML in on a pipe, PDF out on another, WeasyPrint and its fonts kept warm between.

Frames both ways: eight bytes of length (big-endian), then the content. A reply's first byte says what it is. Whatever
comes back is bytes or words: the process that started this one never unpickles what a page made of it.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import resource
import signal
import struct
import threading
from typing import IO, Final

from grader.faults import GraderError
from grader.report.pdf import Printer

PDF: Final = b"P"  # the bytes of a PDF
STUMBLED: Final = b"S"  # this page could not be printed: the exception's name
MACHINE: Final = b"M"  # no page can be printed here: JSON of what, where, fix
CPU_SECONDS_A_PAGE: Final = 300  # a page of twenty sheets takes ten

_LENGTH: Final = struct.Struct(">Q")


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    """Raises: OSError when nobody reads any more."""
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next frame; None when the other side is gone, also in the middle of one."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None


def main() -> None:
    """Print page after page until the pipe's other end is closed; then end at once, also in the middle of a page."""
    # Replies leave by a pipe that nothing else writes to; whatever a library prints goes to the terminal.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    pages = os.fdopen(os.dup(0), "rb")
    # The terminal's Ctrl-C is for our parent, who closes the pipe when it means us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waiting = queue.SimpleQueue[bytes]()
    threading.Thread(target=_read, args=(pages, waiting), daemon=True).start()
    printer: Printer | None = None
    while True:
        try:
            printer = printer or _warm()
        except Exception as error:  # noqa: BLE001  said in reply to the page that finds no printer
            waiting.get()
            write_frame(replies, _fault(error))
            continue
        write_frame(replies, _printed(printer, waiting.get()))


def _warm() -> Printer:
    """A printer that has read its fonts and sheets and has gone through all of its code once."""
    gc.disable()
    try:
        printer = Printer()
        printer.warm()
        gc.freeze()  # what is warm by now stays: looking for garbage in it again and again finds none
    finally:
        gc.enable()
    return printer


def _read(pages: IO[bytes], waiting: queue.SimpleQueue[bytes]) -> None:
    while (page := read_frame(pages)) is not None:
        waiting.put(page)
    # Who started us is gone, perhaps killed: nobody wants what is being printed. The interpreter is not taken down
    # in order, since the main thread may be anywhere in WeasyPrint.
    os._exit(0)


def _printed(printer: Printer, page: bytes) -> bytes:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    # A page that never comes to an end kills this process alone, whoever else keeps the machine busy meanwhile.
    resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS_A_PAGE, hard))
    try:
        return PDF + printer.print_page(page.decode())
    except Exception as error:  # noqa: BLE001  a stranger's text and pictures are in it: the next page must be printed
        return _fault(error)


def _fault(error: Exception) -> bytes:
    if isinstance(error, GraderError):
        return MACHINE + json.dumps({"what": error.what, "where": error.where, "fix": error.fix}).encode()
    if isinstance(error, OSError):
        what = f"a PDF could not be printed: {error.strerror or error}"
        fix = "make room, or give --no-pdf; what was finished is kept"
        return MACHINE + json.dumps({"what": what, "where": str(error.filename or "this machine"), "fix": fix}).encode()
    return STUMBLED + type(error).__name__.encode()
