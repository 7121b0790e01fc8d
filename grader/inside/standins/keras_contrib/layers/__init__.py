"""`keras_contrib.layers`: normalisation; all else of it is not here."""

from grader.inside.standins.keras_contrib.layers.normalization import GroupNormalization, InstanceNormalization

__all__ = ["GroupNormalization", "InstanceNormalization"]
