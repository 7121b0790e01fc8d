"""`tf.Session`, `tf.train.AdamOptimizer`: names of TensorFlow 1, which TensorFlow 2 keeps in `tf.compat.v1`.

Code that fills placeholders or asks a session for values was written for graphs, and runs in them from the first line;
where a name means something else in either version, it then means what it did, as `import tensorflow.compat.v1` has it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_GRAPH: Final = "placeholder"  # only code that builds graphs of its own has any
_BELOW: Final = ("data", "debugging", "graph_util", "image", "io", "nn", "random", "saved_model", "sparse", "summary",
                 "test", "train")  # fmt: skip
# Of Keras, in a TensorFlow that leads to it.
_OF_KERAS: Final = ("initializers", "losses", "metrics")
_KERASES: Final = ("tf_keras.api._v2.keras", "keras._tf_keras.keras")
# Whole modules that are the first version's in a graph: their functions take other arguments, or answer otherwise.
_OTHERWISE: Final = ("data", "losses", "metrics", "nn", "summary", "train")
_ON_THE_SPOT: Final = re.compile(r"eager_execution\b|\btf\.function\b|\bGradientTape\b")
_PLACEHOLDER: Final = re.compile(r"^[^#\n]*\btf\.placeholder\(", re.MULTILINE)
_SESSION: Final = re.compile(r"^[^#\n]*\btf\.(?:Interactive)?Session\(", re.MULTILINE)
_ASKED: Final = re.compile(r"^[^#\n]*(?:\bsess(?:ion)?\w*\.run\(|\.eval\((?:session=|feed_dict=|\)))", re.MULTILINE)


def install(context: Context) -> None:
    """Wait for TensorFlow, and for what it shows of Keras's."""
    after_import("tensorflow", functools.partial(_extend, context))


def builds_graphs(source: str) -> bool:
    """Whether the code of a notebook is TensorFlow 1's throughout: graphs that are built first and run in sessions."""
    if _ON_THE_SPOT.search(source):
        return False
    return bool(_PLACEHOLDER.search(source) or (_SESSION.search(source) and _ASKED.search(source)))


def _extend(context: Context, tensorflow: ModuleType) -> None:
    first = tensorflow.__dict__["compat"].v1
    into_graphs = functools.cache(functools.partial(_into_graphs, context, tensorflow, first))
    _answer(context, tensorflow, "tf", first, into_graphs)
    for name in _BELOW:
        module = vars(tensorflow).get(name)
        if module is not None:
            _answer(context, module, f"tf.{name}", getattr(first, name))
    for name in _OF_KERAS:
        for keras in _KERASES:
            after_import(f"{keras}.{name}", functools.partial(_answer_of_keras, context, first, name))
    if builds_graphs("\n".join(cell.source for cell in context.job.cells if cell.kind == "code")):
        into_graphs()


def _answer_of_keras(context: Context, first: Any, name: str, module: ModuleType) -> None:
    _answer(context, module, f"tf.{name}", getattr(first, name))


def _answer(
    context: Context, module: ModuleType, path: str, first: Any, into_graphs: Callable[[], None] | None = None
) -> None:
    """Names that `module` lacks are looked up in `first`; `into_graphs` is called for those that only graphs know."""
    before = vars(module).get("__getattr__")

    def missing(name: str) -> Any:
        if before is not None:
            try:
                return before(name)
            except AttributeError:
                pass
        if name.startswith("_") or not hasattr(first, name):
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
        if name == _GRAPH and into_graphs is not None:
            into_graphs()
        context.substituted_once(
            asked=f"{path}.{name}",
            served=f"tf.compat.v1.{path[3:]}{'.' if path[3:] else ''}{name}",
            how="shim",
            why="TensorFlow 2 keeps this name of TensorFlow 1 there",
        )
        return getattr(first, name)

    module.__dict__["__getattr__"] = missing


def _into_graphs(context: Context, tensorflow: ModuleType, first: Any) -> None:
    """No operation is run on the spot from here on, and `tf.nn.dropout(x, keep)` is what it was; once is enough."""
    first.disable_eager_execution()
    # A recurrent layer that was asked in a session before it is trained has what its slopes need.
    first.experimental.output_all_intermediates(True)
    context.substituted_once(
        asked="graphs and sessions of TensorFlow 1",
        served="tf.compat.v1, with eager execution turned off",
        how="shim",
        why="the code was written for the first version throughout",
    )
    _seed_graphs(first, context.job.seed)
    today = vars(tensorflow.__dict__["compat"].v2)
    names = vars(tensorflow)
    for name in _OTHERWISE:
        if name in names and hasattr(first, name):
            names[name] = getattr(first, name)
    for name, value in list(names.items()):
        # What somebody else has put in its place stays.
        if isinstance(value, FunctionType) and not name.startswith("_") and value is today.get(name):
            names[name] = getattr(first, name, value)


def _seed_graphs(first: Any, seed: int) -> None:
    """A graph has a seed of its own: without, each of those that `reset_default_graph` begins would draw otherwise."""
    original: Callable[..., None] = first.Graph.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        original(self, *args, **named)
        self.seed = seed

    first.Graph.__init__ = __init__
    first.set_random_seed(seed)
