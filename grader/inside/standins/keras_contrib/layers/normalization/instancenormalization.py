"""Instance normalisation, in whichever Keras runs the notebook."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

__all__ = ["InstanceNormalization"]


class InstanceNormalization(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Each row normalised by itself, over every axis but the first and `axis`.

    Args: `axis` keeps its values apart, usually that of the channels; without it a row has one mean and deviation, and
        one scale and offset. The other arguments are those of Keras's batch normalisation.
    """

    def __init__(
        self, axis: int | None = None, epsilon: float = 1e-3, center: bool = True, scale: bool = True,
        beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", beta_regularizer: Any = None,
        gamma_regularizer: Any = None, beta_constraint: Any = None, gamma_constraint: Any = None, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(**named)
        self.supports_masking = True
        self.axis, self.epsilon, self.center, self.scale = axis, epsilon, center, scale
        self._of_beta = (beta_initializer, beta_regularizer, beta_constraint)
        self._of_gamma = (gamma_initializer, gamma_regularizer, gamma_constraint)

    def build(self, input_shape: Any) -> None:
        """Raises: ValueError for the axis of the rows, which cannot be kept apart."""
        if self.axis == 0:
            raise ValueError("Axis cannot be zero")
        size = 1 if self.axis is None else int(input_shape[self.axis])
        self.gamma = self._weight("gamma", size, self._of_gamma) if self.scale else None
        self.beta = self._weight("beta", size, self._of_beta) if self.center else None
        super().build(input_shape)

    def call(self, inputs: Any, training: Any = None) -> Any:  # noqa: ARG002  the same in training and after it
        rank = len(inputs.shape)
        kept = None if self.axis is None else self.axis % rank
        mean, variance = tf.nn.moments(inputs, [a for a in range(1, rank) if a != kept], keepdims=True)
        normed = (inputs - mean) / (tf.sqrt(variance) + self.epsilon)
        shape = [-1 if a == kept else 1 for a in range(rank)]
        if self.gamma is not None:
            normed *= tf.reshape(self.gamma, shape)
        return normed if self.beta is None else normed + tf.reshape(self.beta, shape)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """What a saved model is read back from; initialisers and the like only where they are names."""
        own: dict[str, Any] = {"axis": self.axis, "epsilon": self.epsilon, "center": self.center, "scale": self.scale}
        for name, settings in (("beta", self._of_beta), ("gamma", self._of_gamma)):
            parts = zip(("initializer", "regularizer", "constraint"), settings, strict=True)
            own.update({f"{name}_{part}": value for part, value in parts if isinstance(value, str)})
        return {**super().get_config(), **own}

    def _weight(self, name: str, size: int, settings: tuple[Any, Any, Any]) -> Any:
        initializer, regularizer, constraint = settings
        return self.add_weight(
            name=name, shape=(size,), initializer=initializer, regularizer=regularizer, constraint=constraint
        )
