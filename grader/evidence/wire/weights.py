"""Pretrained weights: the words both sides use for what a notebook was given in their place."""

from __future__ import annotations

from typing import Final

HOW: Final = "weights"  # `Substitution.how` of everything about pretrained weights
FRESH_WEIGHTS: Final = "the same network with fresh weights"  # `Substitution.served`: nothing pretrained was at hand
CACHED_WEIGHTS: Final = "from the course's cache"  # `Substitution.served` begins so where the file was found
# Folders below the one that `Job.weights` names, each as its library lays files out; any of them may be missing.
# `flat` holds files for any library, by the names that the libraries ask for.
KERAS, TORCH, HUB, FLAT = "keras", "torch", "hf", "flat"
PLACES: Final = (KERAS, TORCH, HUB, FLAT)
