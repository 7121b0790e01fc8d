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


LOSS = "def loss(y, p):\n    return mse(y, p) + z_mean\nm.compile(loss=loss)"


@pytest.mark.parametrize(
    ("layers", "closed"),
    [
        ("x = Input(shape=(8,))\nfirst = Dense(6)\nmean = layers.Dense(2)\nz_mean = mean(first(x))\n", True),
        ("x = Input(shape=(8,))\nfirst = Dense(6)\nmean = layers.Dense(2)\nh = first(x)\nz_mean = mean(h)\n", True),
        ("x = keras.Input(shape=(8,))\nencoder = Model(a, [b, c])\nz_mean, z_log_var, z = encoder(x)\n", True),
        ("x = Input(shape=(8,))\nmean = Dense(2)\nz_mean = mean(BatchNormalization()(x))\n", True),
        ("x = picture()\nextractor = Model(a, b)\nz_mean = extractor(x)\n", False),
        ("x = Input(shape=(8,))\nz_mean = Model(x, y)\n", False),
    ],
)
def test_a_layer_may_have_a_name_before_it_is_called(layers: str, closed: bool) -> None:
    assert has_closed_loss(parsed([layers, LOSS])) is closed
