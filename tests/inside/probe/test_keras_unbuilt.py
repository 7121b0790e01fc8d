"""A network of Keras 2 that was never built: it has no weights yet, and says so by an error."""

from __future__ import annotations

from typing import Any

from grader.inside.probe.keras_answers import KerasAdapter


class Unbuilt:
    """As a `Sequential` of tf-keras before it knows the shape of its input."""

    @property
    def weights(self) -> Any:
        raise ValueError("Weights for model 'sequential' have not yet been created.")

    trainable_weights = weights


def test_it_has_no_weights() -> None:
    adapter = KerasAdapter(predict=lambda *_: None)
    assert adapter.weights(Unbuilt()) == adapter.trainable(Unbuilt()) == []
    assert adapter.fingerprint(Unbuilt()) == adapter.fingerprint(Unbuilt())
