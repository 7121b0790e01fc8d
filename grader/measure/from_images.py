"""Numbers of the models that make images: how near reconstructions are, how varied and how clear what is generated.

Images are compared on the scale from 0 to 1. What two models made together (an encoder and a decoder) is a number of
both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Codes, Images
from grader.measure.found import FloatArray, Found, exactly, mean_of
from grader.measure.intervals import wilson
from grader.measure.judges import Judge
from grader.measure.measurements import Measured, Provenance

ACTIVE: Final = 0.01  # variance of a latent mean over images from which its dimension says something about them
SMALLEST: Final = 1e-10  # of a mean squared error: 100 dB, which no picture of 256 levels reaches unless it is equal
MOST_PAIRS: Final = 200  # images whose distances to one another are looked at

Pictures = npt.NDArray[np.uint8]
IntArray = npt.NDArray[np.int64]


def measure_images(evidence: Evidence, labels: Mapping[str, Labels], judges: Mapping[str, Judge]) -> Found:
    """Everything that Images and Codes records hold; of several records of one kind and model the last counts."""
    found = Found()
    for made in evidence.images_made:
        if made.what == "reconstruction":
            _reconstruction(made, evidence, labels, found)
        else:
            _generated(made, evidence, labels, judges, found)
    for codes in evidence.codes:
        _codes(codes, evidence, found)
    return found


def _reconstruction(made: Images, evidence: Evidence, labels: Mapping[str, Labels], found: Found) -> None:
    metrics = ("mse", "psnr")
    known = labels.get(made.rows.dataset) if made.rows is not None else None
    positions = evidence.indices(made.rows) if made.rows is not None else None
    if known is None or known.images is None or positions is None:
        found.refuse(made.models, metrics, "images it reconstructed were seen, but not which images went in")
        return
    inside = (positions >= known.train_rows) & (positions < known.train_rows + known.test_rows)
    if not inside.any():
        found.refuse(made.models, metrics, "none of the images it reconstructed is a test image")
        return
    pictures = _unit(evidence.arrays[made.values][inside])
    true = _unit(known.images[positions[inside]])
    if pictures.shape != true.shape:
        shapes = " and ".join(" × ".join(str(size) for size in each.shape[1:]) for each in (pictures, true))
        found.refuse(made.models, metrics, f"its reconstructions and the images that went in differ in size: {shapes}")
        return
    errors = _errors(pictures, true)
    plain = _errors(np.broadcast_to(_mean_image(known), true.shape), true)
    for name, values, against in (("mse", errors, plain), ("psnr", _decibels(errors), _decibels(plain))):
        measured = mean_of(name, values)
        if measured is not None:
            found.add(made.models, measured, {"mean_image": float(against.mean())})


def _generated(
    made: Images, evidence: Evidence, labels: Mapping[str, Labels], judges: Mapping[str, Judge], found: Found
) -> None:
    values = evidence.arrays[made.values]
    known = _like(values, labels)
    if known is None or known.images is None or len(values) < 2:
        found.refuse(
            made.models, ("diversity", "recognised"), "its images are like those of no data set that was given"
        )
        return
    real = known.images[known.train_rows : known.train_rows + known.test_rows]
    among_real = _spread(real)
    if among_real > 0:
        found.add(made.models, exactly("diversity", _spread(values) / among_real, len(values)))
    judge = judges.get(known.dataset)
    if judge is None or made.asked is None:
        why = "no class was asked for" if made.asked is None else "there is no judge of this data set's images"
        found.refuse(made.models, ("recognised",), why)
        return
    asked = evidence.arrays[made.asked].astype(np.int64)
    hits = int((judge.classes_of(values.astype(np.uint8)) == asked).sum())
    low, high = wilson(hits, len(asked))
    share = Measured(
        name="recognised", value=hits / len(asked), n=len(asked), low=low, high=high, provenance=Provenance.OBSERVED
    )
    found.add(made.models, share, {"chance": 1 / len(known.classes)})


def _codes(codes: Codes, evidence: Evidence, found: Found) -> None:
    mean = evidence.arrays[codes.mean].astype(np.float64)
    if mean.ndim != 2 or len(mean) < 2 or not np.all(np.isfinite(mean)):
        found.refuse((codes.model,), ("kl", "active_units"), "its codes are not all numbers")
        return
    active = int((mean.var(axis=0) > ACTIVE).sum())
    found.add((codes.model,), exactly("active_units", float(active), len(mean)))
    if codes.log_variance is None:
        return
    log_variance = evidence.arrays[codes.log_variance].astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        each: FloatArray = 0.5 * (np.exp(log_variance) + mean**2 - 1 - log_variance).sum(axis=1)
    measured = mean_of("kl", each)
    if measured is not None:
        found.add((codes.model,), measured)


def _like(values: npt.NDArray[np.generic], labels: Mapping[str, Labels]) -> Labels | None:
    """The data set whose images have this size; None where it is none or not one alone."""
    fitting = [
        known for known in labels.values() if known.images is not None and known.images.shape[1:] == values.shape[1:]
    ]
    return fitting[0] if len(fitting) == 1 else None


def _unit(pictures: npt.NDArray[np.generic]) -> FloatArray:
    return pictures.astype(np.float64) / 255


def _errors(pictures: FloatArray, true: FloatArray) -> FloatArray:
    """Mean squared error of each image, shape (count,)."""
    squares: FloatArray = ((pictures - true) ** 2).reshape(len(true), -1).mean(axis=1)
    return squares


def _decibels(errors: FloatArray) -> FloatArray:
    decibels: FloatArray = -10 * np.log10(np.maximum(errors, SMALLEST))
    return decibels


def _mean_image(known: Labels) -> FloatArray:
    """What answering the same picture always, the best there is, would be."""
    if known.images is None:
        raise ValueError(f"{known.dataset} has no images")
    mean: FloatArray = known.images[: known.train_rows].mean(axis=0, dtype=np.float64) / 255
    return mean


def _spread(pictures: npt.NDArray[np.generic]) -> float:
    """Mean distance between two different images of the first `MOST_PAIRS`."""
    flat = _unit(pictures[:MOST_PAIRS]).reshape(min(len(pictures), MOST_PAIRS), -1)
    squares = (flat**2).sum(axis=1)
    between = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * flat @ flat.T, 0.0))
    count = len(flat)
    return float(between.sum() / (count * (count - 1))) if count > 1 else 0.0
