"""A printed page as the element tree that WeasyPrint works on, without what would cost time and print nothing.

Imports WeasyPrint. The tree and the sheet below are handed over through attributes and a method that WeasyPrint 70
has; another version gets the page as text and decides by itself. The PDF is the same, byte for byte, and tested so.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import weasyprint
from weasyprint import CSS, HTML
from weasyprint.html import UA

from grader.report.fetching import Fetcher
from grader.report.styles import quick_styles

_KNOWN = weasyprint.__version__.startswith("70.")
_DOCTYPE = "<!DOCTYPE html>"
_SVG = "{http://www.w3.org/2000/svg}"
_VOID = re.compile(r"<((?:meta|col|br|img)(?=[\s>])[^<>]*)>")
# Six rules of WeasyPrint's own sheet give every element as many pseudo-elements, each with a style of its own. The
# report has no footnotes, and only list items have markers.
_NOTES = re.compile(r"^::(?:footnote-call|footnote-marker|note-call|note-marker|note-callback) \{[^}]*\}$", re.M)
_MARKER = re.compile(r"^::marker(?= \{)", re.M)
_ROOT = re.compile(r"^:root \{([^}]*)\}", re.M)
_VALUE = re.compile(r"(--[\w-]+): ([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")


if _KNOWN:
    quick_styles()


class Page(HTML):  # type: ignore[misc]
    """What `weasyprint.HTML` makes of the same text, sooner."""

    def __init__(self, text: str, fetcher: Fetcher) -> None:
        root = _tree(text) if _KNOWN else None
        if root is None:
            super().__init__(string=text, url_fetcher=fetcher, base_url=None)
            return
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_user_agent()] if _KNOWN and not forms else list(super()._ua_stylesheets(forms))


def _tree(text: str) -> ElementTree.Element | None:
    """The page read by expat, in a thirtieth of the time; None when only a parser of HTML reads it as meant.

    Our templates escape every sign that XML knows, close every element and quote every attribute; a course's need not.
    """
    if not text.startswith(_DOCTYPE) or "<!" in text[len(_DOCTYPE) :]:  # a second doctype could declare entities
        return None
    try:
        root = ElementTree.fromstring(_VOID.sub(r"<\1/>", text[len(_DOCTYPE) :]))
    except ElementTree.ParseError:
        return None
    return root if all(_means_the_same(element) for element in root.iter()) else None


def _means_the_same(element: ElementTree.Element) -> bool:
    """HTML reads names in any case as lower case, and puts rows that lie in a table bare into a body."""
    if element.tag == "table":
        return all(child.tag != "tr" for child in element)
    return element.tag.startswith(_SVG) or element.tag.islower()


def without_variables(sheet: str) -> str:
    """The sheet with `var(--name)` replaced by what `:root` sets: resolved once, not for every element."""
    values = dict(_VALUE.findall("".join(_ROOT.findall(sheet))))
    return _USE.sub(lambda use: values.get(use[1], use[0]), sheet)


@cache
def _user_agent() -> CSS:
    return CSS(string=_MARKER.sub("li::marker", _NOTES.sub("", UA)))
