"""The report as a tagged PDF (PDF/UA-1). Nothing is fetched; same view, same bytes; one printer for a whole class."""

from __future__ import annotations

import atexit
import gc
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Literal

from grader.report.html import shipped
from grader.report.loading import load_weasyprint
from grader.report.templates import FACES, Templates, font_face
from grader.report.view import ReportView

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from grader.report.fetching import Fetcher

Paper = Literal["a4", "letter"]

# WeasyPrint says which sign no installed font has and prints boxes over each other; mostly emoji in quoted outputs.
_NO_GLYPH = re.compile(r"^\.notdef glyph rendered .*\(U\+([0-9A-F]{4,6})\)", re.S)
_REPLACEMENT = "\ufffd"
_UNUSUAL = 0x2100  # from here on Inter has some signs and lacks others


class Printer:
    """Turns views into PDF files. Fonts and style sheets are read once; not to be shared between threads."""

    def __init__(self, templates: Templates | None = None) -> None:
        # WeasyPrint takes half a second to import; only commands that print pay for it.
        load_weasyprint()
        from weasyprint.text.fonts import FontConfiguration

        from grader.report.fetching import Fetcher

        self._templates = templates or shipped()
        self.fetcher: Fetcher = Fetcher(self._templates)
        self._fonts: FontConfiguration = FontConfiguration()
        self._sheets: dict[Paper, CSS] = {}
        self._sheet_log: dict[Paper, list[str]] = {}
        self._tried: set[str] = set()
        self._unprintable: dict[int, str] = {}
        self.log: list[str] = []  # what WeasyPrint warned of in the last printing; empty when all is well

    def print(self, view: ReportView, *, paper: Paper = "a4") -> bytes:
        """The PDF's bytes."""
        return self.print_page(print_page(view, templates=self._templates), paper=paper)

    def print_page(self, page: str, *, paper: Paper = "a4") -> bytes:
        """The PDF's bytes, of what `print_page` made of a view."""
        from grader.report.markup import Page

        sheet = self._sheet(paper)
        self._try_signs(page, sheet)
        while True:
            with _captured() as log, _no_collecting():
                # Signs that no font here has are known from trying them, from earlier reports, or from the last turn.
                document = Page(page.translate(self._unprintable), self.fetcher)
                pdf = document.write_pdf(stylesheets=[sheet], font_config=self._fonts, pdf_variant="pdf/ua-1")
            self.log = [*self._sheet_log[paper], *log]
            found = _no_glyph(log) - self._unprintable.keys()
            if not found:
                return bytes(pdf)
            self._unprintable |= dict.fromkeys(found, _REPLACEMENT)

    def _try_signs(self, page: str, sheet: CSS) -> None:
        """Print the unusual signs of a page by themselves first: finding one missing then costs no second printing."""
        from weasyprint import HTML

        signs = sorted({sign for sign in set(page) if ord(sign) >= _UNUSUAL} - self._tried)
        self._tried |= set(signs)
        if signs:
            with _captured() as log:
                alone = "".join(f"<p>{escape(sign)}</p>" for sign in signs)
                HTML(string=alone, url_fetcher=self.fetcher, base_url=None).write_pdf(
                    stylesheets=[sheet], font_config=self._fonts
                )
            self._unprintable |= dict.fromkeys(_no_glyph(log), _REPLACEMENT)

    def warm(self) -> None:
        """Read fonts and sheets and print something, so that the first report takes no longer than the next."""
        self.print_page("<p>0</p>")

    def _sheet(self, paper: Paper) -> CSS:
        from weasyprint import CSS

        from grader.report.fetching import FONT_SCHEME, MEDIA
        from grader.report.markup import without_variables

        if paper not in self._sheets:
            faces = "\n".join(font_face(face, FONT_SCHEME + face.full, MEDIA[face.full[-4:]][1]) for face in FACES)
            names = ("marks.css", "print.css", "letter.css") if paper == "letter" else ("marks.css", "print.css")
            with _captured() as self._sheet_log[paper]:
                self._sheets[paper] = CSS(
                    string=f"{faces}\n{without_variables(self._templates.style(*names))}",
                    font_config=self._fonts,
                    url_fetcher=self.fetcher,
                )
        return self._sheets[paper]


def print_page(view: ReportView, *, templates: Templates | None = None) -> str:
    """The report as a page for `Printer.print_page`; a string, so that it costs little to hand to another process."""
    return (templates or shipped()).render("report/report.html.j2", view=view, medium="print")


def render_pdf(view: ReportView, *, printer: Printer | None = None) -> bytes:
    """A4; pass one `Printer` for a class, or the process-wide one is used."""
    return (printer or shared_printer()).print(view)


@cache
def shared_printer() -> Printer:
    """The process-wide printer with the shipped templates."""
    # Let go before the interpreter takes WeasyPrint's modules apart, or its fonts complain on the way out.
    atexit.register(shared_printer.cache_clear)
    return Printer()


def _no_glyph(log: Sequence[str]) -> set[int]:
    return {int(code, 16) for line in log for code in _NO_GLYPH.findall(line)}


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A page's boxes live until it is done: looking for garbage among ever more of them takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _captured() -> Iterator[list[str]]:
    """WeasyPrint's warnings as a list instead of lines on the terminal."""
    lines: list[str] = []
    handler, logger = _Lines(lines), logging.getLogger("weasyprint")
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
