"""Invented facts with pictures, planes, curves and texts, to see how these look. No number here was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from grader.assessment import ProblemAssessment
from grader.checks.base import Band, Case, ReferenceCase, RoleMatch
from grader.datasets.dataset import Labels
from grader.evidence.evidence import Array, Evidence
from grader.evidence.wire.records import (
    Codes,
    Continuation,
    Images,
    Layer,
    Model,
    Prediction,
    ProcessedText,
    Rows,
)
from grader.measure.classification import classify
from grader.measure.from_images import measure_images
from grader.measure.measurements import Measured, Measurements, Provenance
from grader.report import preview_parts as parts
from grader.report.facts import ReportFacts, SweepAsked

_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_TRAIN, _TEST, _SIDE = 200, 600, 32
_SIZES = (10, 50, 100, 500, 1000, 4000)
_TEXTS = (
    "WINNER!! As a valued network customer you have been selected to receive a £900 prize reward!",
    "Ok lar... Joking wif u oni...",
    "I've been searching for the right words to thank you for this breather. I promise I wont take your help",
    "Even my brother is not like to speak with me. They treat me like aids patent.",
)


def pictures() -> ReportFacts:
    """A variational autoencoder, a generator asked by class, and a classifier of ten classes."""
    labels = _pictured()
    ours, theirs = _side(labels, seed=3, blur=0.55, hits=0.55), _side(labels, seed=5, blur=0.2, hits=0.78)
    found = _roles(ours.models, ("encoder", "decoder", "generator", "cnn"))
    numbers = _with_codes(ours, labels)
    there = _with_codes(theirs, labels)
    roles = _roles(theirs.models, ("encoder", "decoder", "generator", "cnn"))
    bands = {
        (role, name): Band(mean=value.value, sd=abs(value.value) * 0.02, seeds=5, values=(value.value,) * 5)
        for role, match in roles.items()
        if match.model is not None
        for name, value in there.values.get(match.model.id, {}).items()
    }
    case = Case(
        evidence=ours,
        measurements=numbers,
        roles=found,
        reference=ReferenceCase(evidence=theirs, measurements=there, roles=roles, bands=bands),
        full_profile=True,
        dataset="cifar10",
    )
    return _facts(
        ours,
        {"images": case},
        parts.problem(
            parts.judged("1.1", "Test images are reconstructed", 10, "6", "Mean squared error 0.0211 (n = 600)."),
            parts.judged("1.2", "Pictures by class", 10, "10", "Ten classes, 20 pictures each."),
            title="Variational autoencoder, generator and classifier on CIFAR-10",
        ),
        "images",
        labels,
        full_marks={("images", "decoder", "mse"): 0.012, ("images", "cnn", "accuracy"): 0.7},
    )


def texts() -> ReportFacts:
    """Scores of two classifiers, an experiment over training rows, a character model and a text pipeline."""
    labels = _written()
    ours, theirs = _answers(labels, seed=2, sure=1.5), _answers(labels, seed=4, sure=2.2)
    numbers, there = classify(ours, {"sms-spam": labels}), classify(theirs, {"sms-spam": labels})
    characters = {"bits_per_character": _number("bits_per_character", 2.61, 0.04, 4000)}
    numbers = replace(
        numbers,
        values={**numbers.values, "chars": {**characters, "real_words": _number("real_words", 0.52, 0.1, 90)}},
        baselines={"chars": {"unigram": {"bits_per_character": 4.31}}},
    )
    theirs_number = _number("bits_per_character", 2.2, 0.04, 4000)
    there = replace(there, values={**there.values, "chars": {"bits_per_character": theirs_number}})
    characters_band = Band(mean=2.2, sd=0.03, seeds=5, values=(2.2,) * 5)
    bands = {**parts.bands(), ("characters", "bits_per_character"): characters_band}
    names = ("rnn", "lstm", "characters")
    case = Case(
        evidence=ours,
        measurements=numbers,
        roles=_roles(ours.models, names, candidates=True),
        reference=ReferenceCase(
            evidence=theirs, measurements=there, roles=_roles(theirs.models, names, candidates=True), bands=bands
        ),
        full_profile=True,
        dataset="sms-spam",
    )
    facts = _facts(
        ours,
        {"spam": case},
        parts.problem(
            parts.judged("1.1", "Accuracy over the number of training rows", 10, "8", "11 of 12 points found."),
            parts.judged("1.2", "A character model", 10, "7", "2.61 bits per character (n = 4,000)."),
        ),
        "spam",
        labels,
        full_marks={("spam", "characters", "bits_per_character"): 2.4},
    )
    return replace(facts, sweeps={"spam": (SweepAsked(of=("rnn", "lstm"), values=_SIZES),)})


def _facts(
    seen: Evidence,
    cases: Mapping[str, Case],
    problem: ProblemAssessment,
    id_: str,
    labels: Labels,
    *,
    full_marks: Mapping[tuple[str, str, str], float],
) -> ReportFacts:
    facts = parts.facts_of(
        parts.submission("s-004", "Sample Student", parts.notebook(parts.SOURCES)),
        parts.assessment(replace(problem, id=id_)),
        seen,
        cases=cases,
    )
    return replace(facts, labels={labels.dataset: labels}, full_marks=dict(full_marks))


def _roles(models: tuple[Model, ...], names: tuple[str, ...], *, candidates: bool = False) -> dict[str, RoleMatch]:
    """The first models have the roles, in order; models named after a role are its candidates too."""
    found = {}
    for name, model in zip(names, models, strict=False):
        fitting = tuple(m.id for m in models if candidates and m.names[0].startswith(name)) or (model.id,)
        tie = f"{len(fitting)} models fit; `{model.names[-1]}` was taken: it is the last trained one that was built."
        rule = "the only one that fits" if len(fitting) == 1 else tie
        found[name] = RoleMatch(role=name, model=model, rule=rule, candidates=fitting)
    return found


def _number(name: str, value: float, half: float, n: int) -> Measured:
    return Measured(name=name, value=value, n=n, low=value - half, high=value + half, provenance=Provenance.OBSERVED)


def _pictured() -> Labels:
    """Discs of ten colours and places on a ground, a class each."""
    random = np.random.default_rng(1)
    codes = np.arange(_TRAIN + _TEST) % len(_CLASSES)
    return Labels(
        dataset="cifar10",
        classes=_CLASSES,
        positive=_CLASSES[0],
        codes=codes.astype(np.int64),
        train_rows=_TRAIN,
        test_rows=_TEST,
        images=_discs(codes, random),
    )


def _discs(codes: npt.NDArray[np.int64], random: np.random.Generator) -> npt.NDArray[np.uint8]:
    y, x = np.mgrid[0:_SIDE, 0:_SIDE]
    hues = np.random.default_rng(7).integers(40, 255, (len(_CLASSES), 3))
    drawn = np.empty((len(codes), _SIDE, _SIDE, 3), dtype=np.uint8)
    for i, code in enumerate(codes.tolist()):
        middle = 16 + 5 * np.cos(code), 16 + 5 * np.sin(code)
        inside = ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) < (5 + code / 2 + random.normal()) ** 2
        ground = 120 + 60 * (y / _SIDE)[:, :, None] + random.normal(0, 8, (_SIDE, _SIDE, 3))
        drawn[i] = np.clip(np.where(inside[:, :, None], hues[code], ground), 0, 255)
    return drawn


def _side(labels: Labels, *, seed: int, blur: float, hits: float) -> Evidence:
    random = np.random.default_rng(seed)
    if labels.images is None:
        raise ValueError("these labels have images")
    test = np.arange(_TRAIN, _TRAIN + _TEST)
    true = labels.images[test].astype(np.float64)
    rebuilt = true * (1 - blur) + blur * true.mean(axis=(1, 2), keepdims=True)
    codes = labels.codes[test]
    centres = np.random.default_rng(9).normal(0, 2, (len(_CLASSES), 16))
    means = centres[codes] * (1 - blur) + random.normal(0, 1, (_TEST, 16))
    answers = np.where(random.random(_TEST) < hits, codes, random.integers(0, len(_CLASSES), _TEST))
    asked = np.repeat(np.arange(len(_CLASSES)), 20)
    arrays: dict[str, Array] = {
        "test": test,
        "rebuilt": rebuilt.astype(np.uint8),
        "mean": means.astype(np.float32),
        "spread": np.full((_TEST, 16), -0.6, dtype=np.float32),
        "drawn": _discs(asked, random),
        "asked": asked,
        "called": answers.astype(np.float64),
    }
    rows = _rows("cifar10", _TEST)
    models = (
        _model("encoder", 9, 1, (32, 32, 3), (16,)),
        _model("decoder", 10, 2, (16,), (32, 32, 3)),
        _model("generator", 14, 3, (100,), (32, 32, 3)),
        _model("cnn", 15, 4, (32, 32, 3), (10,)),
    )
    fits = (
        replace(parts.fit("f1", "encoder", 11, 10, parts.history(10, 0.7)), parts=("decoder",)),
        parts.fit("f2", "cnn", 15, 10, parts.history(10, 0.7 + seed / 100)),
    )
    return replace(
        parts.evidence(models, fits, key=f"pictures {seed}"),
        predictions=(
            Prediction(
                id="p1", model="cnn", cell=15, source="predict", output="class", values="called", rows=rows
            ),
        ),
        images_made=(
            Images(
                id="i1", models=("encoder", "decoder"), cell=0, what="reconstruction", values="rebuilt", low=0.0,
                high=1.0, rows=rows,
            ),
            Images(
                id="i2", models=("generator",), cell=0, what="generated", values="drawn", low=-1.0, high=1.0,
                asked="asked", latent=100,
            ),
        ),
        codes=(Codes(id="c1", model="encoder", cell=0, rows=rows, mean="mean", log_variance="spread"),),
        arrays=arrays,
    )  # fmt: skip


def _with_codes(seen: Evidence, labels: Labels) -> Measurements:
    answers = classify(seen, {"cifar10": labels})
    found = measure_images(seen, {"cifar10": labels}, {})
    return replace(answers, values={**answers.values, **found.values}, baselines=found.baselines, reasons=found.reasons)


def _rows(dataset: str, count: int) -> Rows:
    return Rows(
        split="test", count=count, from_train=0, from_test=count, how="content", indices="test", dataset=dataset
    )


def _model(id_: str, cell: int, order: int, into: tuple[int, ...], out: tuple[int, ...]) -> Model:
    layers: tuple[Layer, ...] = (
        parts.layer("input", "InputLayer", into, 0),
        parts.layer("dense", "Dense", out, 40_000, units=out[-1]),
    )
    return replace(parts.model(id_, id_, cell, order, layers, "Functional"), input_shape=into, output_shape=out)


def _written() -> Labels:
    random = np.random.default_rng(6)
    rows = parts.TRAIN + parts.TEST
    codes = (random.random(rows) < 0.13).astype(np.int64)
    return Labels(
        dataset="sms-spam",
        classes=("ham", "spam"),
        positive="spam",
        codes=codes,
        train_rows=parts.TRAIN,
        test_rows=parts.TEST,
        texts=tuple(_TEXTS[i % len(_TEXTS)] for i in range(rows)),
    )


def _answers(labels: Labels, *, seed: int, sure: float) -> Evidence:
    random = np.random.default_rng(seed)
    codes = labels.codes[parts.TRAIN :]
    arrays: dict[str, Array] = {"test": np.arange(parts.TRAIN, parts.TRAIN + parts.TEST)}
    models = [
        parts.model("rnn", "rnn", 9, 1, parts.rnn_layers()),
        parts.model("lstm", "lstm", 14, 2, parts.lstm_layers()),
        replace(parts.model("chars", "characters", 16, 3, parts.lstm_layers()), output_shape=(60,)),
    ]
    fits = [parts.fit(f"f-{m.id}", m.id, m.cell + 1, 10, parts.history(10, 0.98)) for m in models]
    predictions = [_scored("rnn", arrays, codes, sure, random), _scored("lstm", arrays, codes, sure + 0.6, random)]
    for arm, start in (("rnn", 0.4), ("lstm", 0.7)):
        for place, size in enumerate(_SIZES[:-1] if arm == "lstm" and seed == 2 else _SIZES):
            id_ = f"{arm}-{size}"
            models.append(parts.model(id_, f"{arm}_{size}", 17, len(models) + 1, parts.lstm_layers()))
            one = parts.fit(f"f-{id_}", id_, 17, 3, parts.history(3, 0.9), seconds=2.0)
            fits.append(replace(one, rows=parts.rows(size, "train")))
            predictions.append(_scored(id_, arrays, codes, start + sure * place / 5, random))
    return replace(
        parts.evidence(tuple(models), tuple(fits), key=f"texts {seed}"),
        predictions=tuple(predictions),
        continuations=tuple(
            Continuation(
                id=f"w{i}", model="chars", cell=0, start="i will be", temperature=warmth,
                text=" there in the morning and i will call you to the " * (4 if warmth < 1 else 1) + "prize wonn of",
            )
            for i, warmth in enumerate((0.5, 1.0))
        ),
        processed_texts=(
            ProcessedText(
                id="t1", cell=6, name="df['clean']", dataset="sms-spam", rows=(0, 2, 3), order=2,
                tokens=tuple(tuple(_TEXTS[i].lower().replace(".", "").split()[:-2]) for i in (0, 2, 3)),
            ),
        ),
        arrays=arrays,
    )  # fmt: skip


def _scored(
    model: str, arrays: dict[str, Array], codes: npt.NDArray[np.int64], sure: float, random: np.random.Generator
) -> Prediction:
    """Answers of a model that is the surer of spam the larger `sure` is."""
    score = sure * (2 * codes - 1) + random.normal(0, 1, len(codes))
    arrays[f"v-{model}"] = 1 / (1 + np.exp(-1.6 * score))
    return Prediction(
        id=f"p-{model}", model=model, cell=12, source="predict", output="probability", values=f"v-{model}",
        rows=_rows("sms-spam", len(codes)),
    )  # fmt: skip
