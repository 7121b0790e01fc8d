"""Small packages whose last release is older than what they lean on, or that lean on what is not here.

yellowbrick asks scikit-learn's estimators for an attribute that they have no more, visualkeras Keras's layers;
textstat counts syllables by a dictionary of NLTK's, and graphviz draws with programs of its own. imageio once opened a
moving picture's file before its first frame, and notebooks look at it before the last. pandas_path gave columns
their `.path` by being imported, and sklearn_pandas makes lists by a function that scikit-learn has no more. What
scikeras says its estimators are, scikit-learn looks up in another place today.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, value
from grader.inside.hooks import after_import

_LISTS: Final = {"tosequence": value("list", list)}
_KINDS: Final = ("classifier", "regressor", "clusterer")


def install(library: Library) -> None:
    """Wait for each of them."""
    after_import("graphviz", lambda module: _drawings(library, module))
    after_import("imageio", _moving_pictures)
    after_import("pandas_path", lambda module: module.register_path_accessor("path", Path))
    after_import("scikeras.wrappers", _networks)
    after_import("pydot.core", lambda module: _graphs(library, module))
    after_import("sklearn.utils", lambda module: library.names(module, _LISTS, also_for=("sklearn_pandas",)))
    after_import("textstat.backend.counts._count_syllables", lambda module: _syllables(library, module))
    after_import("visualkeras", _shapes)
    after_import("yellowbrick", _fonts)
    after_import("yellowbrick.utils.types", _estimators)


def _drawings(library: Library, graphviz: Any) -> None:
    """Without the programs a drawing stays what it was drawn from."""
    for kind in (graphviz.Graph, graphviz.Digraph, graphviz.Source):
        original: Callable[..., str] = kind.render

        @functools.wraps(original)
        def render(self: Any, *args: Any, original: Callable[..., str] = original, **named: Any) -> str:
            try:
                return original(self, *args, **{"quiet": True, **named, "view": False})
            except graphviz.ExecutableNotFound:
                library.say("render() of graphviz", "the text of the drawing", "the programs that draw it are not here")
                return str(self.filepath)

        kind.render = render


def _moving_pictures(imageio: Any) -> None:
    original: Callable[..., Any] = imageio.get_writer

    @functools.wraps(original)
    def get_writer(uri: Any, *args: Any, **named: Any) -> Any:
        writer = original(uri, *args, **named)
        if isinstance(uri, str | Path) and str(uri).lower().endswith(".gif"):
            Path(uri).touch()
        return writer

    imageio.get_writer = get_writer


def _graphs(library: Library, pydot: Any) -> None:
    """`SVG(model_to_dot(model).create(prog="dot", format="svg"))`: the labels of the nodes, a line each."""
    original: Callable[..., bytes] = pydot.Dot.create

    @functools.wraps(original)
    def create(self: Any, *args: Any, **named: Any) -> bytes:
        try:
            return original(self, *args, **named)
        except FileNotFoundError:
            if "svg" not in (*args, *named.values()):
                raise
        library.say("create() of pydot", "the labels of the nodes", "the programs that draw it are not here")
        labels = [str(node.get_label() or node.get_name()).strip('"') for node in self.get_nodes()]
        lines = (f'<text x="4" y="{16 * at}">{escape(label)}</text>' for at, label in enumerate(labels, start=1))
        size = f'width="640" height="{16 * len(labels) + 8}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(lines)}</svg>'.encode()

    pydot.Dot.create = create


def _networks(scikeras: Any) -> None:
    """Without it no vote takes a network, and a cross-validation leaves out rows without a look at the classes."""
    from sklearn import base

    kinds = ((scikeras.KerasClassifier, base.ClassifierMixin), (scikeras.KerasRegressor, base.RegressorMixin))
    for kind, mixin in kinds:
        if "__sklearn_tags__" not in vars(kind):
            kind.__sklearn_tags__ = _tags_of(mixin)


def _tags_of(mixin: Any) -> Callable[[Any], Any]:
    """Tags as of an estimator that has this class before the one of all estimators, which asks no other."""
    from sklearn.base import BaseEstimator

    whole = type("Estimator", (mixin, BaseEstimator), {})
    return lambda _: whole().__sklearn_tags__()


def _syllables(library: Library, module: Any) -> None:
    """Without the dictionary every word is taken apart by its letters, as those are that are not in it."""
    original = module.get_cmudict

    @functools.wraps(original)
    def get_cmudict(lang: str) -> Any:
        try:
            return original(lang)
        except LookupError:
            library.say("syllables by NLTK's cmudict", "syllables by rules for hyphens", "cmudict is not served")
            return None

    module.get_cmudict = get_cmudict


def _shapes(module: Any) -> None:
    """Keras 3's layers have no `output_shape`: they have one as long as a view is drawn."""
    original = module.layered_view

    @functools.wraps(original)
    def layered_view(*args: Any, **named: Any) -> Any:
        keras = sys.modules.get("keras")
        kind = keras.layers.Layer if keras is not None else None
        if kind is None or hasattr(kind, "output_shape"):
            return original(*args, **named)
        kind.output_shape = property(lambda layer: _shape_of(layer.output))
        try:
            return original(*args, **named)
        finally:
            del kind.output_shape

    module.layered_view = layered_view


def _shape_of(output: Any) -> Any:
    return [each.shape for each in output] if isinstance(output, list | tuple) else output.shape


def _estimators(module: Any) -> None:
    """What an estimator is, scikit-learn says of all but its oldest versions."""
    from sklearn import base

    for kind in _KINDS:
        ask = getattr(base, f"is_{kind}", None)
        if ask is not None:
            answer = functools.partial(_is, ask, getattr(module, f"is_{kind}"))
            setattr(module, f"is_{kind}", answer)
            setattr(module, f"is{kind}", answer)


def _is(ask: Callable[[Any], bool], before: Callable[[Any], bool], estimator: Any) -> bool:
    try:
        return bool(before(estimator) or ask(estimator))
    except (AttributeError, TypeError):  # not one of scikit-learn's
        return False


def _fonts(_: Any) -> None:
    """It asks for fonts that are not here; with one that is, no figure tells of each that it did not find."""
    import matplotlib as mpl

    fonts = mpl.rcParams["font.sans-serif"]
    if "DejaVu Sans" not in fonts:
        mpl.rcParams["font.sans-serif"] = [*fonts, "DejaVu Sans"]
