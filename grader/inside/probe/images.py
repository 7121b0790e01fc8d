"""Pictures that models make: test images rebuilt, and new ones out of noise that the probe draws itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from grader.evidence.wire.records import Codes, Images, Layer
from grader.inside.probe.answers import Answers, Candidate, range_of
from grader.inside.probe.arrays import Array, as_array
from grader.inside.probe.catalogue import Catalogue, Known
from grader.inside.probe.forms import Form, Layout, as_bytes, layout_of, snapped, vector_of
from grader.inside.probe.watch import Watch
from grader.inside.rows import Identified

REBUILT: Final = 256  # test images
CODED: Final = 1_000  # test images
DRAWN: Final = 200
DRAWN_PER_CLASS: Final = 20
MAX_CLASSES: Final = 100
MAX_PIXELS: Final = 8_000_000  # values of one array of pictures
SEED: Final = 20_240_607  # of our own generator; the notebook's are not touched
ACTIVATED: Final = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}
AFTERWARDS: Final = frozenset({"flatten", "reshape", "dropout", "permute"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A trained model that takes or makes pictures."""

    known: Known
    form: Form
    takes: Layout | None
    makes: Layout | None

    @property
    def rebuilds(self) -> bool:
        return self.takes is not None and self.makes is not None and self.takes.size == self.makes.size

    @property
    def latent(self) -> int | None:
        """Length of the vector it makes out of a picture, where its first output is one."""
        alone = self.takes is not None and len(self.form.inputs) == 1 and self.makes is None
        return vector_of(self.form.outputs[0]) if alone and self.form.outputs else None

    @property
    def draws(self) -> bool:
        return self.takes is None and self.makes is not None


class ImageQuestions:
    """Asked once, after the last cell."""

    def __init__(self, watch: Watch, catalogue: Catalogue, answers: Answers) -> None:
        self._watch = watch
        self._catalogue = catalogue
        self._answers = answers
        self._count = 0
        self._found: list[Shown] | None = None

    def found(self) -> list[Shown]:
        """Trained models that take or make pictures, in the order of building."""
        if self._found is None:
            self._found = []
            for known in self._catalogue:
                with self._watch.quietly("images"), self._watch.probing():
                    shown = _shown(known)
                    if shown is not None:
                        self._found.append(shown)
        return self._found

    def claimed(self) -> frozenset[str]:
        """Ids of models whose answers are pictures or codes, and so no answers about rows."""
        coders = {known.id for encoder, _ in self._pairs() for known in (encoder.known, _family(encoder.known))}
        coders |= {shown.known.id for shown in self.found() if _has_spread(shown)}
        return frozenset(coders | {shown.known.id for shown in self.found() if shown.makes is not None})

    def ask(self) -> None:
        pairs = self._pairs()
        for shown in self.found():
            with self._watch.quietly("images"), self._watch.probing():
                if shown.rebuilds:
                    self._rebuild(shown)
                elif shown.draws:
                    self._draw(shown)
                elif _has_spread(shown) or any(encoder is shown for encoder, _ in pairs):
                    self._encode(shown)
        for encoder, decoder in pairs:
            with self._watch.quietly("images"), self._watch.probing():
                self._rebuild(encoder, decoder)

    def _pairs(self) -> list[tuple[Shown, Shown]]:
        """Each encoder with the decoder that was trained with it and takes what it gives."""
        found = []
        for encoder in self.found():
            if encoder.latent is None:
                continue
            fitting = [
                decoder
                for decoder in self.found()
                if decoder.draws
                and len(decoder.form.inputs) == 1
                and vector_of(decoder.form.inputs[0].shape) == encoder.latent
                and _family(decoder.known) is _family(encoder.known)
            ]
            if fitting:
                found.append((encoder, fitting[-1]))
        return found

    # Test images

    def _rebuild(self, shown: Shown, decoder: Shown | None = None) -> None:
        maker = decoder or shown
        given = self._test_images(shown, REBUILT)
        if given is None or maker.makes is None:
            return
        features, identified = given
        values = _outputs(shown, [features])
        if decoder is not None:
            latent = values[0].reshape(len(features), *[size or 0 for size in decoder.form.inputs[0].shape])
            values = _outputs(decoder, [latent])
        elif len(values) > 2:  # a whole VAE may hand out its codes beside the picture
            self._codes(shown, values[1:3], identified)
        low, high = _range_of_inputs(shown.known, features)
        self._write(
            Images(
                id=self._next(),
                models=(shown.known.id,) if decoder is None else (shown.known.id, decoder.known.id),
                cell=0,
                what="reconstruction",
                values=self._array(as_bytes(maker.makes.pictures(values[0]), low, high)),
                low=low,
                high=high,
                rows=self._answers.rows(identified),
                latent=shown.latent,
            )
        )

    def _encode(self, shown: Shown) -> None:
        given = self._test_images(shown, CODED)
        if given is not None:
            features, identified = given
            self._codes(shown, _outputs(shown, [features])[:2], identified)

    def _codes(self, shown: Shown, values: list[Array], identified: Identified) -> None:
        points = [value.reshape(len(value), -1).astype(np.float32) for value in values]
        spread = points[1] if len(points) > 1 and points[1].shape == points[0].shape else None
        emit = self._watch.context.emit
        mean = emit.array(points[0])
        if not mean:
            return
        emit.record(
            Codes(
                id=self._next(),
                model=shown.known.id,
                cell=0,
                rows=self._answers.rows(identified),
                mean=mean,
                log_variance=(emit.array(spread) or None) if spread is not None else None,
            )
        )

    def _test_images(self, shown: Shown, most: int) -> tuple[Array, Identified] | None:
        """Test images in the form and scale in which the notebook fed this model, with their rows."""
        layout, shape = shown.takes, shown.form.inputs[0].shape
        if layout is None:
            return None
        best: tuple[float, Candidate, Array, Layout] | None = None
        trained_on = _range_of_training(shown.known)
        for candidate in self._answers.candidates.values():
            identified = candidate.identified
            array = as_array(candidate.features)
            if (
                identified.split != "test"
                or identified.indices is None
                or array is None
                or array.dtype.kind not in "biuf"
            ):
                continue
            seen = layout_of(tuple(array.shape[1:]), channels_first=layout.order == "chw")
            if seen is None or seen.size != layout.size:
                continue
            distance = _distance(range_of(array), trained_on)
            if best is None or distance < best[0]:
                best = distance, candidate, array, seen
        if best is None:
            self._watch.note("images", f"no test images in the form that model {shown.known.id} takes were seen")
            return None
        distance, candidate, array, seen = best
        places = spread_over(len(array), min(most, max(1, MAX_PIXELS // int(np.prod(layout.size)))))
        rows = layout.rows(seen.pictures(array[places]), shape).astype(np.float32)
        if distance > 0.25 and trained_on is not None:
            rows = _rescaled(rows, range_of(array), trained_on)
        return rows, part_of(candidate.identified, places)

    # New images

    def _draw(self, shown: Shown) -> None:
        plan = _noise_and_classes(shown)
        if plan is None or shown.makes is None:
            return
        inputs, asked, latent = plan
        values = shown.makes.pictures(_outputs(shown, inputs)[0])
        low, high = _range_of_outputs(shown.known, values)
        self._write(
            Images(
                id=self._next(),
                models=(shown.known.id,),
                cell=0,
                what="generated",
                values=self._array(as_bytes(values, low, high)),
                low=low,
                high=high,
                asked=self._array(asked) if asked is not None else None,
                latent=latent,
            )
        )

    def _next(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _array(self, values: Array) -> str:
        return self._watch.context.emit.array(values)

    def _write(self, record: Images) -> None:
        if record.values:
            self._watch.context.emit.record(record)


def _is_test(identified: Identified) -> bool:
    return identified.split == "test" and identified.indices is not None


def _shown(known: Known) -> Shown | None:
    model = known.object
    if model is None or not known.trained or known.adapter.framework not in {"keras", "torch"}:
        return None
    form = known.adapter.form(known, model)
    if form is None or not form.inputs or not form.outputs:
        return None
    first = known.adapter.framework == "torch"
    makes = layout_of(form.outputs[0], channels_first=first)
    takes = layout_of(form.inputs[0].shape, channels_first=first) if not form.inputs[0].whole else None
    if makes is not None and len(form.inputs[0].shape) == 1 and takes is not None and takes.size != makes.size:
        takes = None  # a long latent vector is no picture
    return Shown(known, form, takes, makes) if takes is not None or makes is not None else None


def _has_spread(shown: Shown) -> bool:
    """True for an encoder that gives a mean and a log variance."""
    outputs = shown.form.outputs
    return shown.latent is not None and len(outputs) > 1 and outputs[0] == outputs[1]


def _family(known: Known) -> Known:
    """The outermost model it was trained within, or itself."""
    seen = {known.id}
    while known.outer is not None and known.outer.id not in seen:
        known = known.outer
        seen.add(known.id)
    return known


def _outputs(shown: Shown, inputs: list[Array]) -> list[Array]:
    return shown.known.adapter.outputs(shown.known, shown.known.object, inputs)


def _range_of_training(known: Known) -> tuple[float, float] | None:
    """Least and largest value of the pictures that it, or the model it is part of, was fitted on."""
    for model in (known, _family(known)):
        if model.range is not None and model.signature is not None and _is_pictures(model.signature[1]):
            return model.range
    return None


def _is_pictures(shape: tuple[int, ...]) -> bool:
    return layout_of(shape, channels_first=True) is not None or layout_of(shape, channels_first=False) is not None


def _range_of_inputs(known: Known, features: Array) -> tuple[float, float]:
    least, most = _range_of_training(known) or (float(features.min()), float(features.max()))
    return snapped(least, most)


def _range_of_outputs(known: Known, values: Array) -> tuple[float, float]:
    """After a tanh or a sigmoid what these give; else what the model was fitted on, or what it gave."""
    for layer in reversed(known.last.layers if known.last is not None else ()):
        if layer.kind in AFTERWARDS:
            continue
        found = ACTIVATED.get(str(layer.settings.get("activation", "")))
        if found is not None:
            return found
        break
    least, most = _range_of_training(known) or (float(values.min()), float(values.max()))
    return snapped(least, most)


def _distance(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float:
    """How differently two sets of values are scaled, as a share of the second's width."""
    if one is None or other is None:
        return 0.0
    width = max(other[1] - other[0], 1e-9)
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) / width


def _rescaled(rows: Array, seen: tuple[float, float] | None, wanted: tuple[float, float]) -> Array:
    if seen is None:
        return rows
    (low, high), (least, most) = snapped(*seen), snapped(*wanted)
    return np.asarray((rows - low) / (high - low) * (most - least) + least, dtype=np.float32)


def _noise_and_classes(shown: Shown) -> tuple[list[Array], Array | None, int] | None:
    """(inputs, classes asked for, values of noise per image); None for a model that takes anything else."""
    ports = shown.form.inputs
    layers = shown.known.last.layers if shown.known.last is not None else ()
    latents = [vector_of(port.shape) if not port.whole else None for port in ports]
    if len(ports) > 2 or not any(latents):
        return None
    at = max(range(len(ports)), key=lambda place: latents[place] or 0)
    latent = latents[at] or 0
    random = np.random.Generator(np.random.PCG64(SEED))
    if len(ports) == 1:
        noise = random.standard_normal((DRAWN, latent)).astype(np.float32)
        return [_shaped(noise, ports[0].shape)], None, latent
    label = ports[1 - at]
    width = latents[1 - at]
    classes = width or _classes_of(layers)
    if not 1 < classes <= MAX_CLASSES:
        return None
    asked = np.repeat(np.arange(classes), DRAWN_PER_CLASS)
    noise = random.standard_normal((len(asked), latent)).astype(np.float32)
    codes = np.eye(classes, dtype=np.float32)[asked] if width else asked.astype(np.int32 if label.whole else np.float32)
    inputs = [_shaped(noise, ports[at].shape), _shaped(codes, label.shape)]
    return (inputs if at == 0 else inputs[::-1]), asked.astype(np.int64), latent


def _shaped(values: Array, shape: tuple[int | None, ...]) -> Array:
    return values.reshape(len(values), *[size or 1 for size in shape])


def _classes_of(layers: tuple[Layer, ...]) -> int:
    """As many classes as the embedding of the label has rows; ten where the label is used without one."""
    sizes = [layer.settings.get("input_dim") for layer in layers if layer.kind == "embedding"]
    return next((size for size in sizes if isinstance(size, int)), 10)


def spread_over(count: int, most: int) -> Array:
    """Up to `most` places, evenly spread over `count`."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def part_of(identified: Identified, places: Array) -> Identified:
    """Some of the rows that all lie in the test part."""
    assert identified.indices is not None
    return Identified(
        split="test",
        count=len(places),
        from_train=0,
        from_test=len(places),
        how=identified.how,
        indices=np.asarray(identified.indices)[places],
        dataset=identified.dataset,
    )
