"""matplotlib before 3.9: styles of seaborn, `hist(normed=)`, `cm.get_cmap`, `gca(projection=)`, bars of colours.

And before 3.5: rows, columns and places of subplots that are floats. `plot` took `axes=`, and lists of tensors that
keep their gradients; `legend` took its handles by place beside names by keyword, and places that there are not.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from grader.inside.gateway.shims.library import Library, StandIn, alias, dropped, renamed
from grader.inside.hooks import after_import

NOW_CALLED: Final = "seaborn-v0_8"


def install(library: Library) -> None:
    """Wait for each module that lost something."""
    after_import("matplotlib.style", lambda module: _styles(library, module))
    after_import("matplotlib.cm", lambda module: library.names(module, {"get_cmap": _maps()}, also_for=("scikitplot",)))
    after_import("matplotlib.axes", lambda module: _axes(library, module))
    after_import("matplotlib.axis", lambda module: _ticks(library, module.Axis))
    after_import("matplotlib.contour", lambda module: _levels(library, module.ContourSet))
    after_import("matplotlib.gridspec", lambda module: _subplots(library, module))
    after_import("matplotlib.figure", lambda module: _figures(library, module))
    after_import("matplotlib.legend", lambda module: _legends(library, module))
    after_import("matplotlib.axes._axes", lambda module: _mixed_legends(library, module.Axes))
    after_import("matplotlib.pyplot", lambda module: _pyplot(library, module))


def _styles(library: Library, style: Any) -> None:
    use, context = style.use, style.context

    def renew(wanted: Any) -> Any:
        if isinstance(wanted, list | tuple):
            return [renew(each) for each in wanted]
        if not isinstance(wanted, str) or not wanted.startswith("seaborn") or wanted in style.library:
            return wanted
        new = wanted.replace("seaborn", NOW_CALLED, 1)
        library.say(f"the style {wanted!r}", f"the style {new!r}")
        return new

    @functools.wraps(use)
    def use_renewed(style: Any) -> None:
        use(renew(style))

    @functools.wraps(context)
    def context_renewed(style: Any, after_reset: bool = False) -> Any:
        return context(renew(style), after_reset=after_reset)

    style.use, style.context = use_renewed, context_renewed


def _maps() -> StandIn:
    return StandIn("matplotlib.pyplot.get_cmap", lambda: alias("matplotlib.pyplot:get_cmap").make())


def _axes(library: Library, module: Any) -> None:
    axes = module.Axes
    library.keywords(axes, "plot", {"axes": dropped})
    _tensors(library, axes)
    _places(library, axes)
    library.keywords(axes, "hist", {"normed": renamed("density", bool)})
    library.keywords(axes, "grid", {"b": renamed("visible")})
    library.keywords(axes, "stem", {"use_line_collection": dropped})
    library.keywords(axes, "boxplot", {"labels": renamed("tick_labels")})
    library.keywords(axes, "bar", {"left": renamed("x")})


def _tensors(library: Library, axes: Any) -> None:
    """Losses gathered without `.item()`: of a list of tensors NumPy took each for a number, gradient or not."""
    original = axes.plot

    @functools.wraps(original)
    def plot(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return original(self, *args, **named)
        except RuntimeError as error:
            if "requires grad" not in str(error) or not any(isinstance(given, list) for given in args):
                raise
        library.say("plot() of tensors with their gradients", "the numbers in them")
        return original(self, *([_number(each) for each in g] if isinstance(g, list) else g for g in args), **named)

    axes.plot = plot


def _number(given: Any) -> Any:
    return given.detach().cpu().numpy() if hasattr(given, "detach") else given


def _places(library: Library, axes: Any) -> None:
    """`annotate(name, (x[i], y[i]))` with columns of an array: before NumPy 2.4 one number in brackets was a number."""
    annotate, text = axes.annotate, axes.text

    def number(given: Any) -> Any:
        if not isinstance(given, np.ndarray) or given.ndim == 0 or given.size != 1:
            return given
        library.say("a text's place as arrays of one number", "the numbers in them")
        return given.item()

    def place(given: Any) -> Any:
        return tuple(map(number, given)) if isinstance(given, tuple | list) else given

    @functools.wraps(annotate)
    def annotate_at(self: Any, text: Any, xy: Any, xytext: Any = None, *args: Any, **named: Any) -> Any:
        return annotate(self, text, place(xy), place(xytext), *args, **named)

    @functools.wraps(text)
    def text_at(self: Any, x: Any, y: Any, s: Any, *args: Any, **named: Any) -> Any:
        return text(self, number(x), number(y), s, *args, **named)

    axes.annotate, axes.text = annotate_at, text_at


def _pyplot(library: Library, pyplot: Any) -> None:
    library.keywords(pyplot, "hist", {"normed": renamed("density", bool)})
    library.keywords(pyplot, "grid", {"b": renamed("visible")})
    library.keywords(pyplot, "stem", {"use_line_collection": dropped})
    library.keywords(pyplot, "boxplot", {"labels": renamed("tick_labels")})
    library.keywords(pyplot, "bar", {"left": renamed("x")})


def _figures(library: Library, module: Any) -> None:
    figure = module.Figure
    gca = figure.gca

    @functools.wraps(gca)
    def gca_of(self: Any, *args: Any, **named: Any) -> Any:
        if not named:
            return gca(self, *args)
        library.say(f"Figure.gca({', '.join(named)}=)", f"Figure.add_subplot({', '.join(named)}=)")
        return self.add_subplot(*args, **named)

    figure.gca = gca_of
    _colour_bars(library, figure)


def _colour_bars(library: Library, figure: Any) -> None:
    """A bar for a map of colours that is on no axes took its room from those that were drawn on."""
    original = figure.colorbar

    @functools.wraps(original)
    def colorbar(self: Any, mappable: Any, cax: Any = None, ax: Any = None, **named: Any) -> Any:
        if cax is None and ax is None and getattr(mappable, "axes", None) is None:
            library.say("colorbar() of what is on no axes", "colorbar(ax=gca())")
            ax = self.gca()
        return original(self, mappable, cax, ax, **named)

    figure.colorbar = colorbar


def _ticks(library: Library, axis: Any) -> None:
    """`xticks(places, labels)` with a place too many, or too few: before 3.3 those without a partner had none."""
    original = axis.set_ticklabels

    @functools.wraps(original)
    def set_ticklabels(self: Any, labels: Any, **named: Any) -> Any:
        try:
            return original(self, labels, **named)
        except ValueError as error:
            if "FixedLocator locations" not in str(error):
                raise
        places = len(self.get_minor_locator().locs if named.get("minor") else self.get_major_locator().locs)
        library.say("ticks and labels of different numbers", "each place with its label, as far as there are both")
        return original(self, [*list(labels)[:places], *[""] * (places - len(labels))], **named)

    axis.set_ticklabels = set_ticklabels


def _levels(library: Library, contours: Any) -> None:
    """`contourf(…).collections[0]`: what is drawn between two levels was a collection of its own, before 3.10."""

    def each(drawn: Any) -> list[Any]:
        from matplotlib.collections import PathCollection

        paths, faces, edges = drawn.get_paths(), drawn.get_facecolor(), drawn.get_edgecolor()
        return [
            PathCollection([path], facecolors=faces[n : n + 1], edgecolors=edges[n : n + 1])
            for n, path in enumerate(paths)
        ]

    library.members(contours, {"collections": ("a collection for each level", each)})


def _subplots(library: Library, module: Any) -> None:
    """`subplot(2, 20 / 2, 1)`: `subplots` and grids made an error of a float all along."""
    original = module.SubplotSpec._from_subplot_args

    def whole(given: Any) -> Any:
        if isinstance(given, tuple):  # the first and the last place
            return tuple(whole(each) for each in given)
        if not isinstance(given, float | np.floating) or not float(given).is_integer():
            return given
        library.say("subplot(…) with whole numbers as floats", "subplot(…) with int()")
        return int(given)

    @functools.wraps(original)
    def from_subplot_args(figure: Any, args: Sequence[Any]) -> Any:
        return original(figure, [whole(each) for each in args])

    module.SubplotSpec._from_subplot_args = staticmethod(from_subplot_args)


def _mixed_legends(library: Library, axes: Any) -> None:
    """`legend(handles, labels, labels=names)`: what was given by place was passed over, with a warning.

    So was a place that there is not, `legend(loc="upper_left")`.
    """
    original = axes.legend

    def placed(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return original(self, *args, **named)
        except ValueError as error:
            if "is not a valid value for loc" not in str(error):
                raise
        library.say(f"legend(loc={named.get('loc')!r})", "legend(loc='best')", "there is no such place")
        return original(self, *args, **{**named, "loc": "best"})

    @functools.wraps(original)
    def legend(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return placed(self, *args, **named)
        except TypeError as error:
            if not args or "both be passed positionally or both as keywords" not in str(error):
                raise
        library.say("legend(handles, labels=…)", "legend(labels=…)", "the installed matplotlib takes one way at a time")
        return placed(self, **named)

    axes.legend = legend


def _legends(library: Library, module: Any) -> None:
    library.members(module.Legend, {"legendHandles": ("Legend.legend_handles", lambda legend: legend.legend_handles)})
