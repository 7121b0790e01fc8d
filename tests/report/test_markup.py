"""The quick way to WeasyPrint's tree prints what its own way prints; what the quick way cannot read goes the other."""

from __future__ import annotations

import pytest
from weasyprint import HTML
from weasyprint.css import ComputedStyle

from grader.report import markup, styles
from grader.report.html import shipped
from grader.report.markup import Page, without_variables
from grader.report.pdf import Printer, print_page, shared_printer
from tests.report.pages import view_of

pytestmark = pytest.mark.slow

HEAD = '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body>'


def tags(text: str) -> list[str]:
    return [element.tag for element in Page(text, shared_printer().fetcher).etree_element.iter()]


@pytest.mark.parametrize("case", ["weak", "hostile", "deep-model", "unreadable"])
def test_it_prints_the_same_bytes_as_weasyprint_by_itself(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = print_page(view_of(case))
    quick = shared_printer().print_page(page)
    monkeypatch.setattr(markup, "_KNOWN", False)
    monkeypatch.setattr(markup, "without_variables", lambda sheet: sheet)
    monkeypatch.setattr(ComputedStyle, "__missing__", styles.by_the_book)
    assert Printer().print_page(page) == quick


@pytest.mark.parametrize("case", ["good", "hostile", "many-criteria"])
def test_our_pages_are_read_quickly(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read as HTML")

    monkeypatch.setattr(HTML, "__init__", refuse)
    assert "section" in tags(print_page(view_of(case)))


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two",  # not closed
        "<p>a&nbsp;b</p>",  # a name that XML does not know
        "<p>\x0c</p>",  # a sign that XML forbids
        "<P>loud</P>",
        "<table><tr><td>bare</td></tr></table>",
        "<hr>",
    ],
)
def test_what_is_no_xml_or_means_something_else_is_read_as_html(body: str) -> None:
    text = f"{HEAD}{body}</body></html>"
    plain = HTML(string=text, url_fetcher=shared_printer().fetcher)
    assert tags(text) == [element.tag for element in plain.etree_element.iter()]


def test_entities_cannot_be_declared() -> None:
    """Entities made of entities grow without end."""
    text = f'<!DOCTYPE html><!DOCTYPE x [<!ENTITY a "grown">]>{HEAD[15:]}<p>&a;</p></body></html>'
    assert "grown" not in "".join(Page(text, shared_printer().fetcher).etree_element.itertext())


def test_weasyprints_sheet_still_has_the_rules_that_are_left_out() -> None:
    """When it changes, what is left out must be looked at again."""
    assert len(markup._NOTES.findall(markup.UA)) == 5
    assert len(markup._MARKER.findall(markup.UA)) == 1


def test_variables_are_replaced_and_unknown_ones_stay() -> None:
    root, rule = (
        ":root {\n  --ink: #123; --line: red;\n}",
        "p { color: var(--ink); border: 1pt solid var(--line); fill: var(--x); }",
    )
    assert without_variables(f"{root}\n{rule}").endswith("p { color: #123; border: 1pt solid red; fill: var(--x); }")
    assert "var(" not in without_variables(shipped().style("marks.css", "print.css"))
