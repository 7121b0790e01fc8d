"""Numbers of the models that make images: how near reconstructions are, how varied and how clear what is generated.

Images are compared on the scale from 0 to 1. What two models made together (an encoder and a decoder) is a number of
both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Codes, Images
from grader.measure.codes import active_units, nats_of
from grader.measure.estimates import Estimate
from grader.measure.found import FloatArray, Found, exactly, mean_of
from grader.measure.generated import diversity, frechet, nearness, recognised
from grader.measure.images import WINDOW, mse_of, psnr_of, ssim_of
from grader.measure.judges import Judge
from grader.measure.measurements import Measured, Provenance

LEAST_IMAGES: Final = 20  # different test images that must have been reconstructed; half of them where there are fewer
OF_GENERATED: Final = ("diversity", "nearness", "recognised", "frechet")

Pictures = npt.NDArray[np.uint8]


def measure_images(evidence: Evidence, labels: Mapping[str, Labels], judges: Mapping[str, Judge]) -> Found:
    """Everything that Images and Codes records hold; of several records of one kind and model the last counts."""
    found = Found()
    for made in evidence.images_made:
        if made.what == "reconstruction":
            _reconstruction(made, evidence, labels, found)
        else:
            _generated(made, evidence, labels, judges, found)
    classifying = set(_classifiers(evidence, labels))
    for codes in evidence.codes:
        if codes.model not in classifying:  # of a classifier they are what its last layer takes, and no latent space
            _codes(codes, evidence, found)
    return found


def _classifiers(evidence: Evidence, labels: Mapping[str, Labels]) -> Iterator[str]:
    """Ids of models that answered with as many values as there are classes; an encoder's codes are no such answer."""
    for prediction in evidence.predictions:
        known = labels.get(prediction.rows.dataset or "")
        values = evidence.arrays[prediction.values]
        columns = values.shape[1] if values.ndim == 2 else 1
        if known is not None and (columns == len(known.classes) or (columns == 1 and len(known.classes) == 2)):
            yield prediction.model


def _reconstruction(made: Images, evidence: Evidence, labels: Mapping[str, Labels], found: Found) -> None:
    metrics = ("mse", "psnr", "ssim")
    known = labels.get(made.rows.dataset) if made.rows is not None else None
    positions = evidence.indices(made.rows) if made.rows is not None else None
    if known is None or known.images is None or positions is None:
        found.refuse(made.models, metrics, "images it reconstructed were seen, but not which images went in")
        return
    inside = (positions >= known.train_rows) & (positions < known.train_rows + known.test_rows)
    if not inside.any():
        found.refuse(made.models, metrics, "none of the images it reconstructed is a test image")
        return
    different = np.unique(positions[inside]).size
    if different < inside.sum():
        repeats = int(inside.sum()) - different
        found.refuse(made.models, metrics, f"its reconstructions name {repeats:,} test images more than once")
        return
    least = min(LEAST_IMAGES, math.ceil(known.test_rows / 2))
    if different < least:
        few = f"it reconstructed {different:,} of {known.test_rows:,} test images only, and at least {least} are needed"
        found.refuse(made.models, metrics, few)
        return
    pictures = _unit(evidence.arrays[made.values][inside])
    true = _unit(known.images[positions[inside]])
    if pictures.shape != true.shape:
        shapes = " and ".join(" × ".join(str(size) for size in each.shape[1:]) for each in (pictures, true))
        found.refuse(made.models, metrics, f"its reconstructions and the images that went in differ in size: {shapes}")
        return
    plain = np.broadcast_to(_mean_image(known), true.shape)
    errors, of_mean = mse_of(pictures, true), mse_of(plain, true)
    measured = {"mse": (errors, of_mean), "psnr": (psnr_of(errors), psnr_of(of_mean))}
    if min(true.shape[1:3]) >= WINDOW:
        measured["ssim"] = (ssim_of(pictures, true), ssim_of(plain, true))
    else:
        found.refuse(made.models, ("ssim",), f"its images are smaller than a window of {WINDOW} × {WINDOW} pixels")
    for name, (values, against) in measured.items():
        number = mean_of(name, values)
        if number is not None:
            found.add(made.models, number, {"mean_image": float(against.mean())})
            found.add_rows(made.models, name, positions[inside], values)


def _generated(
    made: Images, evidence: Evidence, labels: Mapping[str, Labels], judges: Mapping[str, Judge], found: Found
) -> None:
    values = evidence.arrays[made.values].astype(np.uint8)
    known = _like(values, labels)
    if known is None or known.images is None or len(values) < 2:
        found.refuse(made.models, OF_GENERATED, "its images are like those of no data set that was given")
        return
    train, real = known.images[: known.train_rows], known.images[known.train_rows :]
    found.add(made.models, _number("diversity", diversity(values, real)))
    found.add(made.models, _number("nearness", nearness(values, train)))
    judge = judges.get(known.dataset)
    if judge is None:
        found.refuse(made.models, ("recognised", "frechet"), "there is no judge of this data set's images")
        return
    found.add(made.models, exactly("frechet", frechet(judge.features(values), judge.features(real)), len(values)))
    if made.asked is None:
        found.refuse(made.models, ("recognised",), "no class was asked for")
        return
    asked = evidence.arrays[made.asked].astype(np.int64)
    share = recognised(judge.classes_of(values), asked)
    found.add(made.models, _number("recognised", share), {"chance": 1 / len(known.classes)})


def _number(name: str, seen: Estimate) -> Measured:
    return Measured(
        name=name, value=seen.value, n=seen.n, low=seen.low, high=seen.high, provenance=Provenance.OBSERVED
    )  # fmt: skip


def _codes(codes: Codes, evidence: Evidence, found: Found) -> None:
    mean = evidence.arrays[codes.mean].astype(np.float64)
    if mean.ndim != 2 or len(mean) < 2 or not np.all(np.isfinite(mean)):
        found.refuse((codes.model,), ("kl", "active_units"), "its codes are not all numbers")
        return
    found.add((codes.model,), exactly("active_units", float(active_units(mean)), len(mean)))
    if codes.log_variance is None:
        return
    measured = mean_of("kl", nats_of(mean, evidence.arrays[codes.log_variance].astype(np.float64)).sum(axis=1))
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


def _mean_image(known: Labels) -> FloatArray:
    """What answering the same picture always, the best there is, would be."""
    if known.images is None:
        raise ValueError(f"{known.dataset} has no images")
    mean: FloatArray = known.images[: known.train_rows].mean(axis=0, dtype=np.float64) / 255
    return mean
