"""What you drew: the pictures of the rerun, re-encoded small; nothing of a submission is embedded as it came."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Axes, Figure
from grader.report.cells import CellBook, Chip
from grader.report.numbers import count
from grader.report.text import clean

if TYPE_CHECKING:
    from PIL import Image

MOST = 6  # pictures of one report
_TRIED = 12  # figures looked at for them: one that cannot be made small costs a second
ROW_BYTES = 40_000
TOTAL_BYTES = 400_000
_WIDEST = 760  # px; two in a row are printed 84 mm wide, 230 dpi
_PIXELS = 4_000_000
# (scale, colours; None: as drawn) from the best to the smallest: colours go first, then detail.
_REDUCTIONS: tuple[tuple[float, int | None], ...] = (
    (1.0, None), (1.0, 128), (1.0, 64), (1.0, 32), (1.0, 16), (0.7, 64), (0.7, 16), (0.5, 64), (0.5, 16), (0.35, 16),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    source: str  # data: address of a PNG
    alt: str
    title: str
    chips: tuple[Chip, ...]
    width: int  # px
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplesView:
    pictures: tuple[Picture, ...]
    more: str  # "and 3 more in your notebook"
    nothing: str


def build_samples(evidence: Evidence | None, cells: CellBook, *, spent: int = 0) -> SamplesView:
    """Pictures in the notebook's order, within the budget of one report, of which `spent` bytes are taken."""
    if evidence is None:
        return SamplesView(pictures=(), more="", nothing="Nothing was run, so no figure was drawn.")
    drawn = [figure for figure in evidence.figures if figure.image in evidence.images]
    pictures = _pictures(drawn, evidence.images, cells, spent)
    left = len(drawn) - len(pictures)
    return SamplesView(
        pictures=pictures,
        more=f"and {count(left, 'more figure')} in your notebook" if left else "",
        nothing="" if pictures else _nothing(len(drawn)),
    )


def _nothing(drawn: int) -> str:
    if not drawn:
        return "No figure was drawn on the rerun."
    return f"{count(drawn, 'figure was', 'figures were')} drawn on the rerun; none could be made small enough to show."


def _pictures(drawn: Sequence[Figure], images: Mapping[str, bytes], cells: CellBook, spent: int) -> tuple[Picture, ...]:
    pictures: list[Picture] = []
    for figure in drawn[:_TRIED]:
        if len(pictures) == MOST:
            break
        encoded = encode(images[figure.image]) if figure.image is not None else None
        if encoded is None or spent + len(encoded[0]) > TOTAL_BYTES:
            continue
        data, width, height = encoded
        spent += len(data)
        pictures.append(
            Picture(
                source="data:image/png;base64," + base64.b64encode(data).decode("ascii"),
                alt=_alt(figure),
                title=_title(figure),
                chips=cells.chips([figure.cell]),
                width=width,
                height=height,
            )
        )
    return tuple(pictures)


def encode(image: bytes) -> tuple[bytes, int, int] | None:
    """(PNG, width, height) of at most ROW_BYTES, without metadata; None for what is no picture or stays too large."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(image), formats=("PNG",)) as opened:
            if opened.width * opened.height > _PIXELS or min(opened.size) < 1:
                return None
            flat = Image.new("RGB", opened.size, "white")
            rgba = opened.convert("RGBA")
            flat.paste(rgba, mask=rgba.getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    if flat.width > _WIDEST:
        flat = flat.resize((_WIDEST, max(1, round(flat.height * _WIDEST / flat.width))), Image.Resampling.LANCZOS)
    for scale, colours in _REDUCTIONS:
        size = max(1, round(flat.width * scale)), max(1, round(flat.height * scale))
        scaled = flat if scale == 1 else flat.resize(size, Image.Resampling.LANCZOS)
        reduced = scaled if colours is None else scaled.quantize(colours, dither=Image.Dither.NONE)
        # Few colours are undone in a PDF: what had to be scaled, dense as it is, comes out three times as large there.
        data = _png(reduced, ROW_BYTES if scale == 1 else ROW_BYTES // 2)
        if data is not None:
            return data, reduced.width, reduced.height
    return None


def _png(image: Image.Image, most: int) -> bytes | None:
    """A PNG of at most so many bytes. What fits as it is, is left so: a twentieth less takes three times as long."""
    for optimize in (False, True):
        out = io.BytesIO()
        image.save(out, "PNG", optimize=optimize)
        if out.tell() <= most:
            return out.getvalue()
    return None


def _title(figure: Figure) -> str:
    named = [clean(axes.title, 80) for axes in figure.axes if axes.title]
    return clean(figure.title, 80) or (named[0] if named else "Figure without a title")


def _alt(figure: Figure) -> str:
    parts = [f"Figure drawn by cell {figure.cell} on the rerun", *(_axes_words(axes) for axes in figure.axes[:4])]
    return clean(". ".join(p for p in parts if p), 600) + "."


def _axes_words(axes: Axes) -> str:
    words = [f"“{clean(axes.title, 80)}”" if axes.title else "a plot without a title"]
    labels = [clean(label, 40) for label in (axes.xlabel, axes.ylabel) if label]
    words.append(f"axes {' and '.join(labels)}" if labels else "axes without labels")
    kinds: dict[str, int] = {}
    for series in axes.series:
        kinds[series.kind] = kinds.get(series.kind, 0) + 1
    words += [count(n, f"{kind} series", f"{kind} series") for kind, n in kinds.items()]
    named = [clean(entry, 30) for entry in axes.legend[:6] if entry]
    if named:
        words.append(f"legend {', '.join(named)}")
    return ", ".join(words)
