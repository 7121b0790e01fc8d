"""The report as one HTML file: no script, no request, no style attribute; the same template as the PDF."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from functools import cache, lru_cache

from grader.faults import GraderError
from grader.report.templates import Templates, style_markup
from grader.report.view import ReportView


def render_html(view: ReportView, *, templates: Templates | None = None) -> str:
    """A self-contained page. Everything in it was escaped by autoescape or built by `charts.svg`."""
    source = templates or shipped()
    style = page_style(source)
    return source.render("report/report.html.j2", view=view, medium="screen", style=style, policy=policy(style))


def get_ready() -> None:
    """Compile templates and read fonts, so that the first page takes no longer than the next, which says what fails."""
    with suppress(GraderError):
        shipped().compile()
        policy(page_style(shipped()))


@lru_cache(maxsize=4)  # 0.3 MB, the same for a whole class
def page_style(templates: Templates, *extra: str) -> str:
    """Fonts, marks, the sheet for screens and, for a person who prints the page, the PDF's layout.

    Templates are read once: the same object gives the same style even if its files change meanwhile.
    """
    sheets = [
        templates.web_fonts,
        templates.style("marks.css"),
        f"@media screen {{\n{templates.style('screen.css', *extra)}\n}}",
        f"@media print {{\n{templates.style('print.css', *extra)}\n}}",
    ]
    return style_markup(sheets)


@lru_cache(maxsize=4)
def policy(style: str) -> str:
    """The page's Content-Security-Policy: pictures and fonts from the file itself, and this one style sheet."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    allowed = f"img-src data:; font-src data:; style-src 'sha256-{digest}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


@cache
def shipped() -> Templates:
    """The shipped templates, read once per process."""
    return Templates()
