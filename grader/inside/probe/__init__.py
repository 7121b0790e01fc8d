"""Watches what a notebook builds, fits, asks and shows, and writes it down as it happens.

`stand` once in a process, `install` before the first cell, `after_cell` after each, `finish` after the last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.inside.hooks import after_import
from grader.inside.probe.characters import CharacterQuestions
from grader.inside.probe.features import FeatureQuestions
from grader.inside.probe.figures import draw_open_figures, watch_pyplot
from grader.inside.probe.gensim import watch_gensim
from grader.inside.probe.images import ImageQuestions
from grader.inside.probe.keras import watch_keras
from grader.inside.probe.keras_loops import watch_datasets
from grader.inside.probe.metrics import watch_metrics
from grader.inside.probe.session import begin, current
from grader.inside.probe.sklearn import watch_sklearn
from grader.inside.probe.tables import watch_tables
from grader.inside.probe.torch import watch_torch
from grader.inside.probe.unbuilt import build_left_unbuilt

if TYPE_CHECKING:
    from grader.inside.context import Context

__all__ = ["after_cell", "finish", "install", "stand"]


def stand() -> None:
    """Wait for the frameworks under whose patches nothing of an attempt's own belongs; they ask which is current."""
    after_import("keras", watch_keras)
    after_import("tf_keras", watch_keras)
    after_import("tensorflow.python.data.ops.dataset_ops", watch_datasets)
    after_import("matplotlib.pyplot", watch_pyplot)


def install(context: Context) -> None:
    """Be this attempt's, after `stand`; wait for the other frameworks, each patched right after its own import."""
    session = begin(context)
    after_import("torch", watch_torch)
    after_import("sklearn.base", watch_sklearn)
    after_import("sklearn.metrics", watch_metrics)
    after_import("gensim.models.word2vec", watch_gensim)
    after_import("gensim.models.doc2vec", watch_gensim)
    with session.watch.quietly("tables"):
        watch_tables(session)


def after_cell(context: Context) -> None:
    """Name bindings, figures left open, models that became complete; `context.cell` is still the cell that ran."""
    session = current()
    if session is None or session.context is not context:
        return
    with session.watch.quietly("figures"):
        draw_open_figures(session)
    with session.watch.quietly("texts"):
        session.texts.look(session.variables())
    with session.watch.quietly("models"):
        session.flush_fresh(last=True)
        session.name_models()
        for act in list(session.after_cell.values()):
            act()
    context.loops.after_cell()
    with session.watch.quietly("models"):
        session.trained.refresh()
        for known in session.catalogue:
            if known.object is not None and (known.last is None or not known.last.built):
                session.catalogue.publish(known)
            if not known.trained:
                known.release()


def finish(context: Context) -> None:
    """Ask every fitted model about the test rows that it has not answered on with its last weights."""
    session = current()
    if session is None or session.context is not context:
        return
    with session.watch.quietly("models"):
        session.flush_fresh()
        session.name_models()
        for act in list(session.at_finish.values()):
            act()
    with session.watch.quietly("prediction"):
        session.answers.search(session.variables())
        images = ImageQuestions(session.watch, session.catalogue, session.answers)
        characters = CharacterQuestions(session.watch, session.catalogue)
        others = images.claimed() | {reader.known.id for reader in characters.found(session.variables())}
        build_left_unbuilt(session)
        for known in session.catalogue:
            if known.object is not None:
                session.catalogue.publish(known)
        patient = context.loops.allowance.patience()
        for known in session.catalogue:
            if known.id not in others:
                session.answers.ask(known, patient)
        questions: tuple[Callable[[], None], ...] = (
            lambda: FeatureQuestions(session.watch, session.catalogue, session.answers).ask(others),
            images.ask,
            lambda: characters.ask(session.variables()),
        )
        for question in questions:
            if patient():
                question()
