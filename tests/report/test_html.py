"""Laws of every HTML report: self-contained, well formed, accessible, and hostile text never becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from grader.report.html import render_html
from grader.report.overview import build_overview, render_overview
from grader.report.preview_cases import CASES
from grader.report.preview_class import class_of
from grader.report.preview_hostile import HOSTILE
from grader.report.text import clean
from grader.report.view import build_report
from tests.report.pages import Page, html_of, read

ALL = sorted(CASES)
OURS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "section",
        "div",
        "p",
        "span",
        "strong",
        "a",
        "code",
        "br",
        "q",
    ),
    *("h1", "h2", "h3", "h4", "ul", "ol", "li", "bdi", "img", "details", "summary"),
    *("table", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("svg", "rect", "line", "circle", "path", "text"),
}


@cache
def hostile_overview() -> str:
    rows = tuple(
        replace(
            row,
            id=f"{HOSTILE}{i}",
            student=HOSTILE,
            ending=HOSTILE,
            html=f"../{HOSTILE}",
            pdf="javascript:alert(1)",
            notes=(HOSTILE,),
        )
        for i, row in enumerate(class_of(6).rows)
    )
    return render_overview(build_overview(replace(class_of(6), rows=rows, title=HOSTILE, warnings=(HOSTILE,))))


@pytest.fixture(params=[*ALL, "overview"])
def html(request: pytest.FixtureRequest) -> str:
    return hostile_overview() if request.param == "overview" else html_of(request.param)


@pytest.fixture
def page(html: str) -> Page:
    return read(html)


def test_it_is_well_formed_and_holds_our_elements_alone(page: Page) -> None:
    assert page.unclosed == []
    assert page.tags <= OURS


def test_it_asks_for_nothing(html: str, page: Page) -> None:
    assert all((img["src"] or "").startswith("data:image/png;base64,") for img in page.of("img"))
    for attributes in (attributes for _, attributes in page.elements):
        assert not any(name.startswith("on") or name in ("style", "srcset", "action", "srcdoc") for name in attributes)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.S)
    addresses = set(re.findall(r"url\(\s*[\"']?([^\"')]{0,30})", style))
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "@import" not in style


def test_its_policy_names_its_style_sheet_and_nothing_else(html: str, page: Page) -> None:
    (policy,) = [m["content"] for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:; style-src 'sha256-")
    assert f"'sha256-{digest}'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy


def test_links_stay_on_the_page_or_lead_to_a_report_beside_it(page: Page) -> None:
    targets = {attributes["id"] for _, attributes in page.elements if attributes.get("id")}
    for link in page.of("a"):
        address = link["href"] or ""
        if address.startswith("#"):
            assert address[1:] in targets
        else:
            assert re.fullmatch(r"[\w%./~-]+", address), address
            assert ".." not in address.split("/")


def test_ids_are_unique(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-4]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_figures_say_what_they_show(html: str, page: Page) -> None:
    assert all(img.get("alt") for img in page.of("img"))
    drawings = re.findall(r"<svg [^>]*>(<title>[^<]+</title>)?", html)
    assert all(drawings)
    assert len(drawings) == len(page.of("svg"))


def test_tables_have_scoped_heads(page: Page) -> None:
    assert all(head.get("scope") in ("row", "col", "colgroup") for head in page.of("th"))


def test_it_stays_small(html: str) -> None:
    assert len(html.encode()) < 1_500_000


def test_the_language_is_said(page: Page) -> None:
    assert page.of("html")[0]["lang"] == "en"


def test_hostile_text_is_shown_as_text() -> None:
    page = read(html_of("hostile"))
    assert page.text.count("<script>alert(1)</script>") > 10
    assert "{{ 7*7 }}" in page.text
    assert not set(page.text) & set("\u202e\u202c\x1b\x07")
    assert "word" * 61 not in page.text
    assert clean(HOSTILE, 80) in page.text


@pytest.mark.parametrize("case", ALL)
def test_same_facts_same_bytes(case: str) -> None:
    assert render_html(build_report(CASES[case]())) == html_of(case)
