"""The only door between a page and the rest of the world, and almost nothing passes it. Imports WeasyPrint."""

from __future__ import annotations

from weasyprint.urls import URLFetcher, URLFetcherResponse

from grader.report.templates import FACES, Templates

FONT_SCHEME = "grader-font:"
MEDIA = {".otf": ("font/otf", "opentype"), ".ttf": ("font/ttf", "truetype")}


class RefusedAddressError(ValueError):
    """Something in the page asked for an address that is neither data: nor one of our fonts."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves data: addresses and our own fonts. What is refused is left out of the page, and the log says so."""

    def __init__(self, templates: Templates) -> None:
        super().__init__(allowed_protocols=("data",))
        self._templates = templates

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises: RefusedAddressError for everything else; ValueError for a data: address that is none."""
        if url.startswith(FONT_SCHEME):
            for face in FACES:
                if url == FONT_SCHEME + face.full:
                    media, _ = MEDIA[face.full[-4:]]
                    return URLFetcherResponse(url, self._templates.font(face.full), {"Content-Type": media})
        if url.startswith("data:"):
            return super().fetch(url, headers)
        raise RefusedAddressError(f"refused: {url[:80]}")
