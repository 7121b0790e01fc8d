"""Keras models that a failed `fit` left unbuilt: built for the rows they were given, so that their size can be told."""

from __future__ import annotations

from grader.inside.probe.keras_fit import FITTED
from grader.inside.probe.session import Session


def build_left_unbuilt(session: Session) -> None:
    """After the last cell: until then the notebook may give the same model rows of another shape."""
    for known in session.catalogue:
        shape, model = known.memory.get(FITTED), known.object
        if shape is not None and model is not None and (known.last is None or not known.last.built):
            with session.watch.quietly("models"), session.watch.probing():
                model.build(shape)
