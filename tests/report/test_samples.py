"""Pictures of a submission: decoded, flattened, re-encoded small, without what else was in the file."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, PngImagePlugin

from grader.report import preview_parts as parts
from grader.report.cells import CellBook
from grader.report.samples import MOST, ROW_BYTES, TOTAL_BYTES, build_samples, encode


def png(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)  # type: ignore[arg-type]
    return out.getvalue()


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 90).convert("RGB")


def test_a_plot_stays_as_it_is_and_gets_small() -> None:
    encoded = encode(parts.picture(((0.4, 0.2, 0.1),), width=1600, height=900))
    assert encoded is not None
    data, width, height = encoded
    assert len(data) <= ROW_BYTES
    assert (width, height) == (760, 428)


def waves(size: int) -> Image.Image:
    """A square picture that packs a quarter smaller when every filter is tried."""
    pixels = bytes((i % size * (i // size) // 211 + i // (7 * size) * 3) % 256 for i in range(size * size))
    return Image.frombytes("L", (size, size), pixels).convert("RGB")


@pytest.mark.parametrize(("size", "optimize"), [(500, False), (700, True)])
def test_only_what_would_be_too_large_is_packed_tighter(size: int, optimize: bool) -> None:
    picture = waves(size)
    assert (len(png(picture)) > ROW_BYTES) is optimize
    encoded = encode(png(picture))
    assert encoded == (png(picture, optimize=optimize), size, size)


def test_metadata_is_gone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    encoded = encode(png(Image.new("RGB", (40, 30), "red"), pnginfo=info))
    assert encoded is not None
    assert b"script" not in encoded[0]


def test_transparency_becomes_white() -> None:
    encoded = encode(png(Image.new("RGBA", (4, 4), (0, 0, 0, 0))))
    assert encoded is not None
    with Image.open(io.BytesIO(encoded[0])) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg onload=alert(1)>", id="svg"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 60, id="broken"),
        pytest.param(png(Image.new("L", (2100, 2100))), id="over four megapixels"),
        pytest.param(png(noise((500, 2000))), id="cannot be made small"),
    ],
)
def test_what_cannot_be_shown_is_left_out(data: bytes) -> None:
    assert encode(data) is None


def test_a_picture_full_of_detail_is_shown_smaller() -> None:
    encoded = encode(png(noise((640, 480))))
    assert encoded is not None
    data, width, height = encoded
    assert len(data) <= ROW_BYTES
    assert width / height == pytest.approx(640 / 480, abs=0.02)
    assert width < 640


@pytest.mark.parametrize(
    ("figures", "said"),
    [(1, "1\u00a0figure was drawn on the rerun"), (2, "2\u00a0figures were drawn on the rerun")],
)
def test_figures_that_cannot_be_shown_are_not_said_to_be_missing(figures: int, said: str) -> None:
    drawn = tuple(parts.loss_figure(f"g{i}", 11, f"Plot {i}") for i in range(figures))
    images = {f"image-g{i}": b"no picture" for i in range(figures)}
    view = build_samples(parts.evidence((), (), figures=drawn, images=images), CellBook(None))
    assert view.pictures == ()
    assert view.nothing.startswith(said)


def test_a_report_keeps_its_budget_and_counts_the_rest() -> None:
    figures = tuple(parts.loss_figure(f"g{i}", 11, f"Plot {i}") for i in range(20))
    images = {f"image-g{i}": parts.picture(((0.4, 0.1 * i),)) for i in range(20)}
    seen = parts.evidence((), (), figures=figures, images=images)
    view = build_samples(seen, CellBook(parts.notebook(parts.SOURCES)))
    assert len(view.pictures) == MOST
    assert view.more == f"and {20 - MOST}\u00a0more figures in your notebook"
    assert sum(len(picture.source) * 3 // 4 for picture in view.pictures) <= TOTAL_BYTES


def test_the_alternative_text_says_what_was_drawn() -> None:
    seen = parts.evidence(
        (), (), figures=(parts.loss_figure("g0", 11, "RNN loss"),), images={"image-g0": parts.picture(((1.0, 0.5),))}
    )
    (picture,) = build_samples(seen, CellBook(parts.notebook(parts.SOURCES))).pictures
    assert picture.alt == (
        "Figure drawn by cell 11 on the rerun. “RNN loss”, axes epoch and loss, 2\u00a0line series, "
        "legend train, validation."
    )
    assert [chip.target for chip in picture.chips] == ["cell-11"]


def test_figures_without_a_picture_are_said_in_words() -> None:
    seen = replace(parts.evidence((), ()), figures=(parts.loss_figure("g0", 11, "x"),))
    assert build_samples(seen, CellBook(None)).nothing == "No figure was drawn on the rerun."
