"""Which Keras an attempt ran with, and why: the host's own choice, no record of the student's side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeUsed:
    """Both sentences are parts of one, without a capital and a full stop."""

    keras: str  # "keras3", or "keras2": tf-keras under the names `keras` and `tf.keras`
    because: str  # "cell 3 uses lr="
    other: str = ""  # what became of the run with the other one: "Keras 3 was tried first: ..."; "": not tried
