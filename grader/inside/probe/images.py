"""Pictures that models make: test images rebuilt, and new ones out of noise that the probe draws itself."""

from __future__ import annotations

from typing import Final

import numpy as np

from grader.evidence.wire.records import Codes, Images
from grader.inside.probe.answers import Answers, Candidate
from grader.inside.probe.arrays import Array, as_array, range_of
from grader.inside.probe.catalogue import Catalogue
from grader.inside.probe.forms import Layout, as_bytes, layout_of, snapped, vector_of
from grader.inside.probe.noise import DRAWN, noise_and_classes, normal_noise
from grader.inside.probe.places import part_of, spread_over
from grader.inside.probe.ranges import (
    distance_between,
    range_of_inputs,
    range_of_outputs,
    range_of_training,
    rescaled,
)
from grader.inside.probe.shown import Shown, family_of, has_spread, outputs_of, points_of, shaped, shown_of
from grader.inside.probe.torch_forms import torch_outputs
from grader.inside.probe.watch import Watch
from grader.inside.rows import Guess, Identified

REBUILT: Final = 256  # test images
CODED: Final = 1_000  # test images
MAX_PIXELS: Final = 8_000_000  # values of one array of pictures


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
                    shown = shown_of(known)
                    if shown is not None:
                        self._found.append(shown)
        return self._found

    def claimed(self) -> frozenset[str]:
        """Ids of models whose answers are pictures or codes, and so no answers about rows."""
        claimed = {known.id for encoder, _ in self._pairs() for known in (encoder.known, family_of(encoder.known))}
        for shown in self.found():
            if shown.makes is not None or has_spread(shown):
                claimed.add(shown.known.id)
            if shown.draws:
                claimed.add(family_of(shown.known).id)  # a GAN or a VAE as a whole
        return frozenset(claimed)

    def ask(self) -> None:
        pairs = self._pairs()
        decoders = {encoder.known.id: decoder for encoder, decoder in pairs}
        for shown in self.found():
            with self._watch.quietly("images"), self._watch.probing():
                if shown.rebuilds:
                    self._rebuild(shown)
                elif shown.draws:
                    self._draw(shown)
                elif has_spread(shown) or shown.known.id in decoders:
                    self._encode(shown, decoders.get(shown.known.id))
        for encoder, decoder in pairs:
            with self._watch.quietly("images"), self._watch.probing():
                self._rebuild(encoder, decoder)

    def _pairs(self) -> list[tuple[Shown, Shown]]:
        """Each encoder with the decoder that was trained with it and takes what it gives, or the first half of it."""
        found = []
        for encoder in self.found():
            if encoder.latent is None:
                continue
            fitting = [
                decoder
                for decoder in self.found()
                if decoder.draws
                and len(decoder.form.inputs) == 1
                and vector_of(decoder.form.inputs[0].shape) in (encoder.latent, encoder.latent / 2)
                and family_of(decoder.known) is family_of(encoder.known)
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
        if decoder is not None:
            points = points_of(shown, features, decoder)
            values = outputs_of(decoder, [shaped(points[0], decoder.form.inputs[0].shape)])
        else:
            values = outputs_of(shown, [features])
            if len(values) > 2:  # a whole VAE may hand out its codes beside the picture
                self._codes(shown, values[1:3], identified)
                self._draw_by_method(shown, vector_of(tuple(values[1].shape[1:])))
        low, high = range_of_inputs(shown.known, features)
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

    def _encode(self, shown: Shown, decoder: Shown | None) -> None:
        given = self._test_images(shown, CODED)
        if given is not None:
            features, identified = given
            self._codes(shown, points_of(shown, features, decoder), identified)

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
        trained_on = range_of_training(shown.known)
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
            distance = distance_between(range_of(array), trained_on)
            if best is None or distance < best[0]:
                best = distance, candidate, array, seen
        if best is None and (served := self._served_images(shown, layout, most)) is not None:
            return served
        if best is None:
            self._watch.note("images", f"no test images in the form that model {shown.known.id} takes were seen")
            return None
        distance, candidate, array, seen = best
        places = spread_over(len(array), min(most, max(1, MAX_PIXELS // int(np.prod(layout.size)))))
        rows = layout.rows(seen.pictures(array[places]), shape).astype(np.float32)
        if distance > 0.25 and trained_on is not None:
            rows = rescaled(rows, range_of(array), trained_on)
        return rows, part_of(candidate.identified, places)

    def _served_images(self, shown: Shown, layout: Layout, most: int) -> tuple[Array, Identified] | None:
        """Test images as they were served, scaled as the model's training images were: the notebook kept none."""
        low, high = snapped(*(range_of_training(shown.known) or (0.0, 1.0)))
        for tracker in self._watch.context.rows.trackers:
            served = tracker.served
            if served is None or served.images is None or (low, high) not in ((0, 1), (-1, 1), (0, 255)):
                continue
            if (*served.images.shape[1:], 1)[:3] != layout.size:
                continue
            places = served.train_rows + spread_over(served.test_rows, most)
            pictures = served.images[places].reshape(-1, *layout.size).astype(np.float32) / 255
            rows = layout.rows(pictures * (high - low) + low, shown.form.inputs[0].shape)
            return rows, tracker.answer(Guess(places, "content"))
        return None

    # New images

    def _draw(self, shown: Shown) -> None:
        plan = noise_and_classes(shown)
        if plan is None or shown.makes is None:
            return
        inputs, asked, latent = plan
        self._write_drawn(shown, outputs_of(shown, inputs)[0], asked, latent)

    def _draw_by_method(self, shown: Shown, latent: int | None) -> None:
        """A VAE whose decoder is no model but a method `decode` of it."""
        method = getattr(shown.known.object, "decode", None)
        if latent is None or not callable(method) or shown.known.adapter.framework != "torch":
            return
        values = torch_outputs(shown.known, shown.known.object, [normal_noise(DRAWN, latent)], method)
        self._write_drawn(shown, values[0], None, latent)

    def _write_drawn(self, shown: Shown, drawn: Array, asked: Array | None, latent: int) -> None:
        if shown.makes is None or drawn[0].size != np.prod(shown.makes.size):
            return
        values = shown.makes.pictures(drawn)
        low, high = range_of_outputs(shown.known, values)
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
