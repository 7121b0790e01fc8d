"""The PDF: pages, outline, tags, fonts, size, silence; nothing is fetched. Bytes are compared with themselves alone."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from hashlib import sha256

import pypdf
import pytest
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

from grader.audit.finding import ClaimVerdict
from grader.evidence.wire.records import Note
from grader.report import preview_parts as parts
from grader.report.fetching import RefusedAddressError
from grader.report.pdf import Paper, Printer, shared_printer
from grader.report.preview_cases import CASES
from grader.report.preview_good import good
from grader.report.view import build_report
from tests.report.pages import view_of

pytestmark = pytest.mark.slow

ALL = sorted(CASES)
SEEN: dict[str, list[str]] = {}  # WeasyPrint's log by case


@cache
def pdf_of(case: str) -> bytes:
    pdf = shared_printer().print(view_of(case))
    SEEN[case] = list(shared_printer().log)
    return pdf


@cache
def document(case: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_of(case)))


def resolved(thing: object) -> object:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing


def elements(node: object) -> Iterator[DictionaryObject]:
    """Structure elements, parents first."""
    node = resolved(node)
    if isinstance(node, ArrayObject):
        for child in node:
            yield from elements(child)
    elif isinstance(node, DictionaryObject) and ("/S" in node or node.get("/Type") == "/StructTreeRoot"):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


@pytest.mark.parametrize("case", ALL)
def test_weasyprint_has_nothing_to_say(case: str) -> None:
    """An unknown CSS property, a missing anchor or a refused address would be a line here."""
    pdf_of(case)
    assert SEEN[case] == []


@pytest.mark.parametrize("case", ALL)
def test_it_is_a_small_tagged_document_with_title_language_and_date(case: str) -> None:
    pdf, view = document(case), view_of(case)
    root = pdf.trailer["/Root"]
    assert len(pdf_of(case)) < 1_000_000
    if view.brief:
        assert len(pdf.pages) == 1
    else:
        assert 4 <= len(pdf.pages) <= 20
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == view.document_title
    assert pdf.metadata.creation_date_raw == "D:20261120081200Z"
    assert b"pdfuaid" in pdf_of(case) or "pdfuaid" in str(root["/Metadata"].get_object().get_data())
    assert all(page["/Tabs"] == "/S" for page in pdf.pages)


@pytest.mark.parametrize("case", ALL)
def test_every_figure_says_what_it_shows_and_every_value_has_its_heads(case: str) -> None:
    tree = list(elements(document(case).trailer["/Root"]["/StructTreeRoot"]))
    figures = [e for e in tree if e.get("/S") == "/Figure"]
    assert figures
    assert all(e.get("/Alt") for e in figures)
    cells = [e for e in tree if e.get("/S") == "/TD" and "/K" in e and len(resolved(e["/K"]) or ()) > 0]  # type: ignore[arg-type]
    assert cells
    assert all("Headers" in str([resolved(a) for a in _list(e.get("/A"))]) for e in cells)


def _list(thing: object) -> list[object]:
    thing = resolved(thing)
    return list(thing) if isinstance(thing, ArrayObject) else [thing]


def test_the_outline_follows_the_headings() -> None:
    titles = [str(entry.title) for entry in _flat(document("weak").outline)]
    assert titles[0] == "Assignment 2: Sequence models"
    for wanted in (
        "Three things to fix first",
        "Problem 1: SMS spam with an RNN and an LSTM",
        "Points, and why",
        "Measured results",
        "What you built, next to the reference",
        "How training went",
        "Audit: what you wrote, what we measured",
        "Can I trust and repeat this?",
        "Environment",
        "Check again, or appeal",
    ):
        assert wanted in titles


def _flat(outline: object) -> Iterator[pypdf.generic.Destination]:
    for entry in outline if isinstance(outline, list) else []:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def glyph_zero(pdf: pypdf.PdfReader) -> int:
    """How many signs are printed as the box of a missing glyph: glyph 0 of a font with two-byte codes.

    A font that stands in for missing glyphs has an encoding of its own in place of Identity-H.
    """
    missing = 0
    for page in pdf.pages:
        missing += sum(font["/Encoding"] != "/Identity-H" for font in _fonts(page))
        contents = page.get_contents()
        assert isinstance(contents, ContentStream)
        for operands, operator in contents.operations:
            if operator not in (b"TJ", b"Tj"):
                continue
            for operand in operands[0] if operator == b"TJ" else operands:
                data = getattr(operand, "original_bytes", b"")
                missing += sum(data[i : i + 2] == b"\0\0" for i in range(0, len(data), 2))
    return missing


@pytest.mark.parametrize(("case", "family"), [("chinese-name", "CJK"), ("arabic-name", "Arabic")])
def test_names_in_other_scripts_are_printed(case: str, family: str) -> None:
    """Needs fonts-noto-core and fonts-noto-cjk, which `make` installs."""
    pdf = document(case)
    fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in _fonts(page)}
    assert any(family in font for font in fonts), (
        f"no Noto font for this script among {sorted(fonts)}; run `make system`"
    )
    assert glyph_zero(pdf) == 0
    assert view_of(case).student in pdf.pages[0].extract_text() or case == "arabic-name"


def _fonts(page: pypdf.PageObject) -> Iterator[DictionaryObject]:
    resources = resolved(page["/Resources"])
    assert isinstance(resources, DictionaryObject)
    for font in (resolved(resources["/Font"]) or {}).values():  # type: ignore[attr-defined]
        found = resolved(font)
        assert isinstance(found, DictionaryObject)
        yield found


@pytest.mark.parametrize("case", ALL)
def test_no_sign_is_missing(case: str) -> None:
    assert glyph_zero(document(case)) == 0


def test_signs_that_no_font_has_are_replaced_and_cost_nothing_else() -> None:
    facts = good()
    claim = replace(facts.findings[0].claim, text="\u2705 Accuracy 0.98 \U0001f680\ufe0f done")
    view = build_report(replace(facts, findings=(replace(facts.findings[0], claim=claim),)))
    fresh = Printer()
    pdf = fresh.print(view)
    assert fresh.log == []
    assert glyph_zero(pypdf.PdfReader(io.BytesIO(pdf))) == 0
    assert "Accuracy 0.98" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert fresh.print(view) == pdf
    assert fresh.print(view_of("good")) == pdf_of("good")


def test_the_fonts_are_ours() -> None:
    fonts = {str(font["/BaseFont"]).partition("+")[2] for page in document("good").pages for font in _fonts(page)}
    expected = {"Report-Sans", "Report-Sans-Medium", "Report-Sans-Semi-Bold", "Report-Display-Semi-Bold", "Report-Mono"}
    assert fonts == expected


def test_same_view_same_bytes_in_another_process_too() -> None:
    again = Printer().print(build_report(good()))
    assert again == pdf_of("good")
    lines = (
        "from hashlib import sha256",
        "from grader.report.pdf import render_pdf",
        "from grader.report.preview_good import good",
        "from grader.report.view import build_report",
        "print(sha256(render_pdf(build_report(good()))).hexdigest())",
    )
    script = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sha256(again).hexdigest()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "https://e.example/x.png",
        "file:///etc/passwd",
        "grader-font:../../x",
        "ftp://e.example",
        "//x",
    ],
)
def test_the_fetcher_refuses_everything_else(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        shared_printer().fetcher.fetch(url)


def test_a_refused_address_is_left_out_and_logged() -> None:
    printer = Printer()
    page = "<html lang=en><title>x</title><p>kept</p><p><img alt=x src='http://127.0.0.1/x.png'></p></html>"
    pdf = pypdf.PdfReader(io.BytesIO(printer.print_page(page)))
    assert "kept" in pdf.pages[0].extract_text()
    assert any("RefusedAddressError" in line for line in printer.log)


def test_the_fetcher_serves_data_and_our_fonts() -> None:
    assert shared_printer().fetcher.fetch("data:text/plain,hello").read() == b"hello"
    assert len(shared_printer().fetcher.fetch("grader-font:Inter-Regular.otf").read()) > 100_000


def test_hostile_text_is_printed_as_text() -> None:
    text = "".join(page.extract_text() for page in document("hostile").pages)
    assert "<script>" in text
    assert not any("/URI" in str(resolved(a)) for page in document("hostile").pages for a in page.get("/Annots", []))
    assert "/JavaScript" not in str(document("hostile").trailer["/Root"])


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("problems", [1, 3, 4])
@pytest.mark.parametrize("lines", [1, 4])
def test_page_1_stands_alone_however_long_its_claims_are(lines: int, problems: int, paper: Paper) -> None:
    facts = CASES["weak"]()
    told = tuple(replace(f, measured="We measured it anew. " * 2 * lines) for f in facts.findings)
    one = facts.assessment.problems[0]
    more = tuple(replace(one, id=f"p{i}", title=f"Problem {i}") for i in range(problems))
    view = build_report(replace(facts, assessment=replace(facts.assessment, problems=more), findings=told))
    pages = pypdf.PdfReader(io.BytesIO(shared_printer().print(view, paper=paper))).pages
    first, second = pages[0].extract_text(), pages[1].extract_text()
    assert (first.count("We measured it anew") > 0) == (first.count("You wrote") > 0)
    assert "We measured it anew" not in second


@pytest.mark.parametrize("case", ALL)
def test_no_page_ends_below_the_heading_of_a_table(case: str) -> None:
    heading, note = "What you built, next to the reference", "Points are lost only where a criterion says so."
    for page in document(case).pages:
        _, found, rest = page.extract_text().partition(heading)
        if found:
            under = rest.partition(note)[2].partition(view_of(case).title)[0]  # without the lines around the page
            assert any(sign.isalpha() for sign in under), under


def test_us_letter_keeps_the_text_block() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(shared_printer().print(view_of("weak"), paper="letter")))
    assert shared_printer().log == []
    assert (float(pdf.pages[0].mediabox.width), float(pdf.pages[0].mediabox.height)) == (612.0, 792.0)


def test_the_largest_report_stays_within_twenty_pages_and_a_megabyte() -> None:
    """24 criteria, 300 claims, 400 notes, 200 failed cells, pictures that compress badly."""
    facts = CASES["many-criteria"]()
    assert facts.evidence is not None
    sources = [*parts.SOURCES, *(("code", f"x = {i}  # {'long ' * 30}") for i in range(400))]
    book = parts.notebook(sources)
    notes = tuple(Note(cell=i, about="probe", text="It could not tell. " * 20) for i in range(1, 400))
    failed = tuple(parts.failed_cell(i) for i in range(100, 300))
    claims = tuple(
        parts.finding(
            "accuracy", 0.5, f"claim {i}: " + "word " * 60, i % 400 + 1, "m1", ClaimVerdict.CONTRADICTED, "No. " * 60
        )
        for i in range(300)
    )
    seen = replace(facts.evidence, notes=notes, cells=failed, submitted=book.cells)
    submission = replace(facts.submission, notebook=book)
    big = replace(facts, evidence=seen, submission=submission, findings=claims)
    assert sum((p.possible for p in big.assessment.problems), Fraction(0)) == big.assessment.possible
    pdf = shared_printer().print(build_report(big))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= 20
    assert len(pdf) < 1_000_000
