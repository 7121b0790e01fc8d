"""`keras_contrib.layers.normalization`."""

from grader.inside.standins.keras_contrib.layers.normalization.groupnormalization import GroupNormalization
from grader.inside.standins.keras_contrib.layers.normalization.instancenormalization import InstanceNormalization

__all__ = ["GroupNormalization", "InstanceNormalization"]
