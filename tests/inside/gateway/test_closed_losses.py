"""Which losses take outputs of layers from outside."""

from __future__ import annotations

import pytest

from grader.inside.gateway.old_keras.closed_losses import has_closed_loss
from grader.inside.gateway.usage import parsed

LAYERS = "z_mean = Dense(2)(h)\nz = Lambda(f)([z_mean, h])\n"


@pytest.mark.parametrize(
    ("code", "closed"),
    [
        ("def loss(y, p):\n    return mse(y, p) + z_mean\nm.compile('adam', loss=loss)", True),
        ("def loss(y, p):\n    return mse(y, p) + z_mean\nm.compile(loss=[loss, 'mse'])", True),
        (
            "def make(mean):\n    def loss(y, p):\n        return mean\n    return loss\nm.compile(loss=make(z_mean))",
            True,
        ),
        ("def loss(y, p):\n    return mse(y, p)\nm.compile(loss=loss)", False),
        ("def loss(y, z_mean):\n    return z_mean\nm.compile(loss=loss)", False),
        ("def loss(y, p):\n    z_mean = y\n    return z_mean\nm.compile(loss=loss)", False),
        ("def loss(y, p):\n    return z_mean\nm.compile(loss='mse')", False),
        ("m.compile(loss='mse')", False),
        ("class Last(Layer):\n    def call(self, x):\n        self.add_loss(mean(z_mean))\n        return x", True),
        (
            "class Last(Layer):\n    def loss(self):\n        return z_mean\n    def call(self, x):\n"
            "        self.add_loss(self.loss())\n        return x",
            True,
        ),
        (
            "class Last(Layer):\n    def call(self, x):\n        z_mean = x\n        self.add_loss(z_mean)",
            False,
        ),
        ("class Last(Layer):\n    def call(self, x):\n        return z_mean", False),
    ],
)
def test_a_loss_is_closed_over_what_layers_gave(code: str, closed: bool) -> None:
    assert has_closed_loss(parsed([LAYERS, code])) is closed
