"""The labels of a data set whose test rows are served under decoys."""

from __future__ import annotations

import hmac
from dataclasses import replace

import numpy as np

from grader.datasets.dataset import Labels
from grader.datasets.decoys import IntArray, draw_decoys


def seal_labels(truth: Labels, digest: str, secret: bytes) -> tuple[Labels, IntArray]:
    """Draw decoys for the test rows, and a new order of these rows.

    The truth decides the draw, by `digest`, the plain data's own: other labels make other decoys.
    Returns: labels whose `codes` keep the truth in the new order, with `decoys` beside; and the order, of shape
        (test_rows,): test row i as it is now served was test row `order[i]`.
    """
    known, hidden = np.split(truth.codes, [truth.train_rows])
    drawn = draw_decoys(hidden, hmac.digest(secret, f"sealed {truth.dataset} {digest}".encode(), "sha256"))
    labels = replace(
        truth,
        codes=np.concatenate([known, hidden[drawn.order]]),
        decoys=np.concatenate([known, drawn.codes]),
    )
    return labels, drawn.order
