"""Puts the loops of one attempt in the place of the notebook's own: in its cells and in its companion modules."""

from __future__ import annotations

import ast
import builtins
import functools
import importlib.machinery
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from grader.inside.budget import repeated
from grader.inside.budget.boosting import watch_boosting
from grader.inside.budget.evaluations import watch_evaluations
from grader.inside.budget.lightning import CALLBACKS, watch_lightning
from grader.inside.budget.loops import Caps, Loops
from grader.inside.budget.plots import watch_axes
from grader.inside.budget.rewriting import NAME, rewritten
from grader.inside.budget.tracing import TRAINER, trace_once
from grader.inside.budget.trainers import watch_trainer
from grader.inside.budget.tsne import watch_tsne
from grader.inside.budget.tuners import MODULE as TUNERS
from grader.inside.budget.tuners import watch_search
from grader.inside.hooks import after_import

if TYPE_CHECKING:
    from grader.inside.context import Context

GRAPH_CALLS = "tensorflow.python.eager.polymorphic_function.polymorphic_function"


def stand(context: Context) -> None:
    """What asks for its attempt only when it is called; `context` may have none yet. Before the probe."""
    after_import(TRAINER, trace_once)
    for module, owner in repeated.OWNERS:
        after_import(module, functools.partial(repeated.ask_quickly, owner, _repeats(context)))


def install(context: Context, work: Path) -> None:
    """Hand the loops of all code in `work` and in the shell's cells to this attempt's `Loops`."""
    job = context.job
    caps = Caps(epochs=job.max_epochs, steps=job.max_steps, least=job.least_steps, seconds=job.max_seconds)
    loops = context.loops = Loops(context.loops.clock, caps, _sayer(context))
    setattr(builtins, NAME, loops)
    # Also among the notebook's own names: what sends a function of a cell to another process sends those along.
    context.shell.user_ns[NAME] = loops
    context.shell.ast_transformers.append(_Cells())
    _rewrite_modules(work)
    for watch_library in (watch_trainer, watch_evaluations):
        after_import("transformers.trainer", functools.partial(watch_library, loops, _sayer(context)))
    for module, callbacks in CALLBACKS.items():
        watch = functools.partial(watch_lightning, loops, _sayer(context), functools.partial(import_module, callbacks))
        after_import(module, watch)
    after_import(TUNERS, functools.partial(watch_search, caps, _sayer(context)))
    after_import(GRAPH_CALLS, functools.partial(_watch_graphs, loops))
    if loops.allowance.limited:
        for name in ("xgboost", "xgboost.sklearn"):
            after_import(name, functools.partial(watch_boosting, loops, _sayer(context)))
    if job.max_steps is not None:
        after_import("sklearn.manifold._t_sne", functools.partial(watch_tsne, context))
    after_import("matplotlib.axes", lambda module: watch_axes(module, lambda: loops.cut, _plot_sayer(context)))


class _Cells:
    """A transformer as IPython asks for it; one that raises would be taken away with a warning in the cell."""

    def visit(self, tree: ast.Module) -> ast.Module:
        try:
            return rewritten(tree)
        except (RecursionError, ValueError):
            return tree


def _sayer(context: Context) -> Any:
    said: set[tuple[int, str, str]] = set()

    def say(*, asked: str, served: str, how: str, why: str) -> None:
        key = (context.cell, asked, served)
        if key not in said:
            said.add(key)
            context.substituted(asked=asked, served=served, how=how, why=why)

    return say


def _plot_sayer(context: Context) -> Any:
    def say(points: int, kept: int) -> None:
        context.substituted_once(
            asked=f"a curve of {points} against {kept} values",
            served=f"the first {kept}",
            how="plot",
            why="training was ended early, so that there are fewer values than the notebook counts on",
        )

    return say


def _watch_graphs(loops: Loops, module: Any) -> None:
    """A call of a `tf.function` may step an optimiser inside the graph."""
    original = module.Function.__call__

    @functools.wraps(original)
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807  # put in the place of a method of that name
        result = original(self, *args, **kwargs)
        loops.clock.touched()
        return result

    module.Function.__call__ = __call__


def _rewrite_modules(work: Path) -> None:
    """Companion modules are compiled from rewritten code, which is never cached: other processes read the cache too."""
    original = importlib.machinery.SourceFileLoader.get_code
    home = f"{work}/"

    def get_code(self: Any, fullname: str) -> CodeType | None:
        path = str(self.get_filename(fullname))
        if path.startswith(home):
            try:
                return compile(rewritten(ast.parse(self.get_data(path), path)), path, "exec", dont_inherit=True)
            except (SyntaxError, RecursionError, ValueError):
                pass  # the plain way says what is wrong with it
        return original(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def _repeats(context: Context) -> Callable[[], None]:
    def say() -> None:
        context.substituted_once(
            asked="predict of one batch, again and again",
            served="predict_on_batch, with the same answers and without a bar",
            how="time",
            why="Keras prepares each call of predict for many batches",
        )

    return say
