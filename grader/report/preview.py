"""Writes sample reports from invented facts into a folder, to look at: `python -m grader.report.preview FOLDER`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.files import write_atomically
from grader.report.html import render_html
from grader.report.overview import build_overview, render_overview
from grader.report.pdf import Printer
from grader.report.preview_cases import CASES
from grader.report.preview_class import class_of
from grader.report.view import build_report


def write_preview(
    folder: Path, names: Sequence[str] = tuple(CASES), *, pdf: bool = True, say: Callable[[str], None] = print
) -> list[Path]:
    """One HTML (and PDF) per case and the overview of an invented class; returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    printer = Printer() if pdf else None
    for name in names:
        view = build_report(CASES[name]())
        written.append(_write(folder / f"{name}.html", render_html(view).encode("utf-8")))
        if printer is not None:
            written.append(_write(folder / f"{name}.pdf", printer.print(view)))
            for line in printer.log:
                say(f"{name}: {line}")
        say(f"{name}: {written[-1]}")
    overview = render_overview(build_overview(class_of(84)))
    written.append(_write(folder / "overview.html", overview.encode("utf-8")))
    say(f"overview: {written[-1]}")
    return written


def _write(path: Path, data: bytes) -> Path:
    write_atomically(path, data)
    return path


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m grader.report.preview", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("--no-pdf", action="store_true", help="HTML only")
    parser.add_argument("--case", action="append", choices=tuple(CASES), help="this case alone; may be repeated")
    options = parser.parse_args(argv)
    write_preview(options.folder, options.case or tuple(CASES), pdf=not options.no_pdf)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
