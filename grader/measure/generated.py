"""What generated pictures are worth: whether they differ, whether they are copies, whether they show what was asked."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.measure.estimates import Estimate, share_of
from grader.measure.intervals import Z_TWO_SIDED

ByteArray = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

COPY_RATIO: Final = 1 / 3  # of the distance to the second nearest training picture
COPY_DIFFERENCE: Final = 0.01  # root mean square, white is 1: closer is the same picture to the eye
PAIRED: Final = 1000  # pictures of each side whose pairs are measured: bounds the time
_BATCH: Final = 256  # generated pictures against all training pictures at a time: bounds the memory


def diversity(made: ByteArray, real: ByteArray) -> Estimate:
    """Mean distance between two generated pictures over that between two real ones: 0 when all are the same.

    Euclidean distances of pixels, over all pairs of the first 1,000 of each side. The interval is that of the
    generated pictures' mean, a U-statistic over pairs; the real ones are taken as given.

    Args: (m, height, width, channels) and (n, height, width, channels).
    Raises: ValueError unless there are two pictures on each side, and the real ones differ.
    """
    ours, theirs = _mean_distances(made[:PAIRED]), _mean_distances(real[:PAIRED])
    scale = float(theirs.mean())
    if scale <= 0:
        raise ValueError("the real pictures are all the same")
    value, n = float(ours.mean()) / scale, ours.size
    half = Z_TWO_SIDED * 2 * float(ours.std(ddof=1)) / scale / math.sqrt(n)
    return Estimate(value=value, low=max(0.0, value - half), high=value + half, n=n)


def nearness(made: ByteArray, train: ByteArray) -> Estimate:
    """Share of generated pictures that are copies of a training picture.

    A copy is less than a third as far from its nearest training picture as from the second nearest, or so near that
    no eye tells them apart. A model that generalises lies about as far from both.

    Args: (m, height, width, channels) and (n, height, width, channels), n at least 2.
    Raises: ValueError when there are fewer.
    Source: Yoon, Choi, Kwon, Ryu, Diffusion Probabilistic Models Generalize when They Fail to Memorize, ICML 2023
        workshop on structured probabilistic inference.
    """
    if not len(made) or len(train) < 2:
        raise ValueError("copies need pictures, and two training pictures to be copies of")
    known = _flat(train)
    copies = sum(_copies(_flat(made[at : at + _BATCH]), known) for at in range(0, len(made), _BATCH))
    return share_of(copies, len(made))


def recognised(judged: IntArray, asked: IntArray) -> Estimate:
    """Share of generated pictures that the judge gives the class that was asked for; codes, both of shape (n,).

    Pictures of one class come out of one place of the generator and stand or fall together: an untrained one can hit
    two classes of ten by luck. So the interval is that of a mean over classes, at least Wilson's of all pictures.

    Raises: ValueError unless there are as many verdicts as pictures.
    """
    if judged.shape != asked.shape:
        raise ValueError(f"{judged.size} verdicts on {asked.size} pictures")
    right = judged == asked
    pictures = share_of(int(np.count_nonzero(right)), int(asked.size))
    of, counts = np.unique(asked, return_inverse=True, return_counts=True)[1:]
    if counts.size < 2:
        return pictures
    # The sandwich estimator of a ratio's variance, its residuals summed within each class.
    residuals = np.bincount(of, weights=right - pictures.value)
    variance = float(np.sum(residuals**2)) / asked.size**2 * counts.size / (counts.size - 1)
    half = Z_TWO_SIDED * math.sqrt(variance)
    low, high = max(0.0, pictures.value - half), min(1.0, pictures.value + half)
    return replace(pictures, low=min(low, pictures.low), high=max(high, pictures.high))


def frechet(made: npt.NDArray[np.floating], real: npt.NDArray[np.floating]) -> float:
    """Fréchet distance between the Gaussians of two sets of features, of shapes (m, d) and (n, d); at least 0.

    It is the squared distance: |difference of means|² + tr(A + B - 2 (A B)^½). With few pictures it comes out too
    high, and numbers compare only at the same count of pictures and the same judge.
    Raises: ValueError unless there are two rows on each side and the widths agree.
    Source: Dowson, Landau, Journal of Multivariate Analysis 12 (1982), pages 450 to 455; as FID, Heusel et al., GANs
        Trained by a Two Time-Scale Update Rule, NIPS 2017.
    """
    a, b = np.asarray(made, dtype=np.float64), np.asarray(real, dtype=np.float64)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1] or min(len(a), len(b)) < 2:
        raise ValueError(f"features of shape {a.shape} do not go with {b.shape}")
    between = a.mean(axis=0) - b.mean(axis=0)
    spread_a, spread_b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (a, b))
    root = _root(spread_a)
    # The roots of A^½ B A^½ are those of A B, and it is symmetric, so that its root is real.
    common = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ spread_b @ root), 0.0)).sum()
    distance = between @ between + np.trace(spread_a) + np.trace(spread_b) - 2 * common
    return max(0.0, float(distance))


def _root(symmetric: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(symmetric)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T, dtype=np.float64)


def _mean_distances(images: ByteArray) -> FloatArray:
    """Each picture's mean distance to the others, shape (n,)."""
    if len(images) < 2:
        raise ValueError("diversity needs two pictures or more")
    flat = images.reshape(len(images), -1).astype(np.float64)
    squares = (flat * flat).sum(axis=1)
    # Whole numbers below 2**53 throughout: equal pictures are at distance 0 exactly.
    distances = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * (flat @ flat.T), 0.0))
    return np.asarray(distances.sum(axis=1) / (len(images) - 1), dtype=np.float64)


def _copies(made: npt.NDArray[np.float32], known: npt.NDArray[np.float32]) -> int:
    squares = np.einsum("ij,ij->i", known, known) - 2 * (made @ known.T)
    nearest = np.argpartition(squares, 1, axis=1)[:, :2]
    # The product above is rounded; the two that count are measured again.
    apart = known[nearest].astype(np.float64) - made[:, None, :]
    differences = np.sort(np.sqrt((apart * apart).mean(axis=2)), axis=1)
    first, second = differences[:, 0], differences[:, 1]
    return int(np.count_nonzero((first < COPY_RATIO * second) | (first <= COPY_DIFFERENCE)))


def _flat(images: ByteArray) -> npt.NDArray[np.float32]:
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
