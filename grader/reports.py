"""A submission's two reports as files: the page at once, the PDF as soon as it is printed."""

from __future__ import annotations

import hashlib
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from grader import __version__
from grader.events import Listener, ReportWritten, Warned
from grader.faults import GraderError, MachineError
from grader.files import write_atomically
from grader.measure.measurements import Measurements
from grader.printing import PageNotPrintedError, Press
from grader.report.facts import ReportFacts
from grader.report.html import render_html
from grader.report.pdf import print_page
from grader.report.view import build_report


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where one submission's reports are, and the digest of the page that its PDF was last printed from."""

    html: Path
    pdf: Path
    stamp: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _InPrint:
    """A report whose page is written and whose PDF is being made."""

    submission: str
    files: Files
    digest: str
    printed: Future[bytes]
    bare: ReportFacts | None  # what is printed when this cannot be; None when this is that already


class ReportWriter:
    """Writes the reports of one assignment. All files and events come from the calling thread.

    `press` prints meanwhile; without one no PDF is made. `again` prints also what would come out as last time.
    """

    def __init__(self, folder: Path, stamps: Path, listener: Listener, press: Press | None, *, again: bool) -> None:
        self._folder = folder
        self._stamps = stamps
        self._listener = listener
        self._press = press
        self._again = again
        self._in_print: list[_InPrint] = []

    def write(self, submission: str, facts: ReportFacts) -> tuple[Path, Path | None]:
        """Write the page; a PDF that belongs to an older page is gone then, and the new one is in print.

        A report that cannot be made, which is a fault of ours, gives way to one of the points alone.
        Returns: the page, and where its PDF is or will be.
        """
        bare = replace(facts, evidence=None, measurements=Measurements(), findings=(), cases={}, full_marks={})
        try:
            written = self._render(submission, facts, bare)
        except (GraderError, OSError):
            raise
        except Exception as error:  # noqa: BLE001  a stranger's text and pictures are in it: the class must go on
            self._give_way(submission, type(error).__name__)
            written = self._render(submission, bare, None)
        self._collect()
        return written

    def wait(self) -> None:
        """Until every PDF is written. Raises: MachineError, OSError when this machine is at fault."""
        while self._in_print:
            # The short waits let Ctrl-C through.
            wait([one.printed for one in self._in_print], timeout=0.5, return_when=FIRST_COMPLETED)
            self._collect()

    def _render(self, submission: str, facts: ReportFacts, bare: ReportFacts | None) -> tuple[Path, Path | None]:
        view = build_report(facts)
        files = Files(
            html=self._folder / f"{submission}.html",
            pdf=self._folder / f"{submission}.pdf",
            stamp=self._stamps / submission,
        )
        page = render_html(view).encode()
        digest = _digest(page)
        unchanged = files.pdf.is_file() and files.stamp.is_file() and files.stamp.read_text() == digest
        if not unchanged:
            files.pdf.unlink(missing_ok=True)  # it would contradict the page beside it
        # Nothing is read from it, and whichever command runs next for this submission writes it anew. A PDF is printed
        # only when its stamp says so: these two must be what they were written as.
        write_atomically(files.html, page, outlives_power_cut=False)
        if self._press is None or (unchanged and not self._again):
            pdf = files.pdf if unchanged else None
            self._say_written(submission, files.html, pdf)
            return files.html, pdf
        printed = self._press.print(print_page(view))
        self._in_print.append(_InPrint(submission=submission, files=files, digest=digest, printed=printed, bare=bare))
        return files.html, files.pdf

    def _collect(self) -> None:
        """Write the PDF files that are printed by now."""
        for one in [one for one in self._in_print if one.printed.done()]:
            self._in_print.remove(one)
            try:
                pdf = one.printed.result()
            except PageNotPrintedError as error:
                if one.bare is None:
                    raise MachineError(
                        f"not even a PDF of the points alone can be printed: {error}",
                        where=one.submission,
                        fix="`grader doctor` says what may be missing; --no-pdf writes everything else",
                    ) from error
                self._give_way(one.submission, str(error))
                self._render(one.submission, one.bare, None)
                continue
            write_atomically(one.files.pdf, pdf)
            write_atomically(one.files.stamp, one.digest.encode())
            self._say_written(one.submission, one.files.html, one.files.pdf)

    def _give_way(self, submission: str, why: str) -> None:
        text = f"its report could not be made whole ({why}); it shows the points alone"
        self._listener(Warned(where=submission, text=text))

    def _say_written(self, submission: str, html: Path, pdf: Path | None) -> None:
        self._listener(ReportWritten(submission=submission, html=str(html), pdf=str(pdf) if pdf else None))


def _digest(page: bytes) -> str:
    """Of a page as this version of the grader prints it."""
    digest = hashlib.sha256(page)
    digest.update(__version__.encode())
    return digest.hexdigest()
