"""Group normalisation: Keras has it by now, under the same name."""

from keras.layers import GroupNormalization

__all__ = ["GroupNormalization"]
