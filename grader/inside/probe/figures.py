"""Matplotlib figures: what they show as numbers, and the picture, shown where a notebook would show it."""

from __future__ import annotations

import functools
import io
import itertools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import Axes, Figure, Output, Series
from grader.inside.probe.session import Session, current

MAX_POINTS: Final = 500
MAX_WIDTH: Final = 1000  # pixels
MAX_FIGURES: Final = 300
MAX_SERIES: Final = 60
MAX_AXES: Final = 60
_PATCHED: set[int] = set()


def watch_pyplot(pyplot: ModuleType) -> None:
    """`plt.show()` draws and closes all open figures, as the inline backend does; nothing opens a window."""
    if id(pyplot) in _PATCHED:
        return
    _PATCHED.add(id(pyplot))
    module: Any = pyplot
    original = module.show

    @functools.wraps(original)
    def show(*args: Any, **kwargs: Any) -> Any:
        session = current()
        if session is None or session.watch.blind:
            return original(*args, **kwargs)
        with session.watch.quietly("figures"):
            draw_open_figures(session)
        return None

    module.show = show
    _wrap_figure_show(module)


def _wrap_figure_show(pyplot: Any) -> None:
    """`fig.show()` warns under a backend without windows; it shows the figure here instead."""
    figure_class = sys.modules["matplotlib.figure"].Figure
    original: Callable[..., Any] = figure_class.show

    @functools.wraps(original)
    def show(self: Any, warn: bool = True) -> None:
        session = current()
        if session is None or session.watch.blind:
            original(self, warn)
            return
        with session.watch.quietly("figures"):
            _draw(session, self, None)
            pyplot.close(self)

    figure_class.show = show


def png_of_figure(figure: Any) -> bytes | None:
    """For IPython: the picture of a figure that a cell returns or displays; None where nobody watches."""
    session = current()
    if session is None or session.watch.blind:
        return None
    with session.watch.quietly("figures"):
        picture = _png(session, figure)
        _record(session, figure, session.context.emit.image(picture, "image/png", session.context.cell) or None)
        # Shown now; the end of the cell must not show it a second time.
        session.shared.setdefault("shown figures", set()).add(id(figure))
        return picture
    return None


def draw_open_figures(session: Session) -> None:
    """Record, show and close every open figure, in order of their numbers."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    shown = session.shared.pop("shown figures", set())
    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        if id(figure) not in shown:
            with session.watch.quietly("figures"):
                _draw(session, figure, number)
    pyplot.close("all")


def _draw(session: Session, figure: Any, number: int | None) -> None:
    del number
    if session.shared.get("figures", 0) >= MAX_FIGURES:
        session.watch.note("figures", f"more than {MAX_FIGURES} figures were drawn; the later ones are not kept")
        return
    image = session.context.emit.image(_png(session, figure), "image/png", session.context.cell) or None
    _record(session, figure, image)
    width, height = figure.get_size_inches() * figure.dpi
    count = len(figure.axes)
    text = f"<Figure size {width:.0f}x{height:.0f} with {count} Axes>"
    session.context.show(Output(kind="display", text=text, image=image))


def _record(session: Session, figure: Any, image: str | None) -> None:
    session.shared["figures"] = session.shared.get("figures", 0) + 1
    suptitle = getattr(figure, "_suptitle", None)
    axes: tuple[Axes, ...] = ()
    with session.watch.quietly("figures"):
        axes = tuple(_axes(item) for item in figure.axes[:MAX_AXES] if not _is_colorbar(item))
    session.context.emit.record(
        Figure(
            id=session.next_figure(),
            cell=session.context.cell,
            title=_text(suptitle.get_text()) if suptitle is not None else "",
            axes=axes,
            image=image,
        )
    )


def _png(session: Session, figure: Any) -> bytes:
    """At most about `MAX_WIDTH` pixels wide, as tight as the inline backend draws it."""
    width = max(1.0, float(figure.get_size_inches()[0]))
    dpi = min(100.0, MAX_WIDTH / width)
    target = io.BytesIO()
    with session.watch.probing():
        try:
            figure.savefig(target, format="png", dpi=dpi, bbox_inches="tight")
        except (ValueError, MemoryError, RuntimeError):
            # A tight box can fail or explode where an artist lies far outside; the plain canvas does not.
            target = io.BytesIO()
            figure.savefig(target, format="png", dpi=dpi)
    return target.getvalue()


def _is_colorbar(axes: Any) -> bool:
    return getattr(axes, "_colorbar", None) is not None


def _axes(axes: Any) -> Axes:
    legend = axes.get_legend()
    series = [*_lines(axes), *_scatters(axes), *_bars(axes), *_images(axes)]
    return Axes(
        title=_text(axes.get_title() or axes.get_title(loc="left") or axes.get_title(loc="right")),
        xlabel=_text(axes.get_xlabel()),
        ylabel=_text(axes.get_ylabel()),
        legend=tuple(_text(item.get_text()) for item in legend.get_texts())[:40] if legend is not None else (),
        series=tuple(series[:MAX_SERIES]),
    )


def _lines(axes: Any) -> list[Series]:
    return [_series(line.get_label(), "line", line.get_xdata(), line.get_ydata()) for line in axes.lines[:MAX_SERIES]]


def _scatters(axes: Any) -> list[Series]:
    found = []
    for collection in axes.collections[:MAX_SERIES]:
        if type(collection).__name__ != "PathCollection":
            continue
        offsets: np.ndarray[Any, Any] = np.ma.filled(np.ma.asarray(collection.get_offsets(), dtype=float), np.nan)
        if offsets.ndim == 2 and offsets.shape[1] == 2:
            found.append(_series(collection.get_label(), "scatter", offsets[:, 0], offsets[:, 1]))
    return found


def _bars(axes: Any) -> list[Series]:
    """Bars of one call are one series: their middles and heights; bars that touch are a histogram."""
    found = []
    for container in axes.containers[:MAX_SERIES]:
        if type(container).__name__ != "BarContainer":
            continue
        patches = list(container.patches)
        upright = getattr(container, "orientation", "vertical") != "horizontal"
        middles = [p.get_x() + p.get_width() / 2 if upright else p.get_y() + p.get_height() / 2 for p in patches]
        sizes = [p.get_height() if upright else p.get_width() for p in patches]
        touch = len(patches) > 2 and all(
            abs(a.get_x() + a.get_width() - b.get_x()) < 1e-9 * max(1.0, abs(b.get_x()))
            for a, b in itertools.pairwise(patches)
        )
        found.append(_series(container.get_label(), "hist" if touch else "bar", middles, sizes))
    return found


def _images(axes: Any) -> list[Series]:
    found = []
    for image in axes.images[:MAX_SERIES]:
        shape = getattr(image.get_array(), "shape", (0,))
        found.append(Series(label=_text(image.get_label()), kind="image", points=int(np.prod(shape[:2]))))
    return found


def _series(label: Any, kind: Any, x: Any, y: Any) -> Series:
    xs, ys = _numbers(x), _numbers(y)
    if len(ys) > MAX_POINTS:
        kept = np.linspace(0, len(ys) - 1, MAX_POINTS).astype(int)
        points = len(ys)
        xs, ys = (xs[kept] if len(xs) == points else xs[:MAX_POINTS]), ys[kept]
    else:
        points = len(ys)
    name = _text(label)
    return Series(
        # Matplotlib's names for what has none begin with an underscore.
        label="" if name.startswith("_") else name,
        kind=kind,
        points=points,
        x=tuple(float(value) for value in xs),
        y=tuple(float(value) for value in ys),
    )


def _numbers(values: Any) -> np.ndarray[Any, Any]:
    """As floats; categories and dates, which are no numbers, by their position."""
    array = np.ma.filled(np.ma.asarray(values), np.nan) if np.ma.isMaskedArray(values) else np.asarray(values)
    array = array.ravel()
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError):
        return np.arange(len(array), dtype=np.float64)


def _text(value: Any) -> str:
    return str(value)[:300] if isinstance(value, (str, int, float)) else ""
