"""Arrays from a sandbox: raw bytes with an announced type and shape, which must agree to the byte."""

from __future__ import annotations

import math

import numpy as np

from grader.evidence.evidence import Array
from grader.evidence.wire.records import ArrayHead


def byte_count(head: ArrayHead) -> int:
    """How many bytes an array of this type and shape takes; exact, however large the shape claims to be."""
    return math.prod(head.shape) * np.dtype(head.dtype).itemsize


def decode_array(head: ArrayHead, payload: bytes) -> Array:
    """The array, little endian, read-only, of shape `head.shape`.

    Raises: ValueError when the payload is not exactly as long as announced.
    """
    if len(payload) != byte_count(head):
        raise ValueError(f"{len(payload):,} bytes for an array of {byte_count(head):,}")
    if head.dtype == "bool":
        # Any byte but 0 means true; a stray byte must not become a bool that is neither True nor False.
        array: Array = np.frombuffer(payload, dtype=np.uint8) != 0
    else:
        array = np.frombuffer(payload, dtype=np.dtype(head.dtype).newbyteorder("<"))
    array = array.reshape(head.shape)
    array.flags.writeable = False
    return array
