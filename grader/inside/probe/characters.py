"""Models that read characters and say which comes next: asked about held-out text, and made to write."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import Continuation, NextCharacters
from grader.inside.probe.alphabets import alphabet_of, joiner_of
from grader.inside.probe.arrays import Array
from grader.inside.probe.catalogue import Catalogue, Known
from grader.inside.probe.places import spread_over
from grader.inside.probe.watch import Watch
from grader.inside.served import Served

ASKED: Final = 1_000  # windows of held-out text
BATCH: Final = 250
WRITTEN: Final = 200  # characters of one continuation
WRITERS: Final = 4  # continuations, written side by side
TEMPERATURE: Final = 0.5
SECONDS_ASKING: Final = 5.0  # of this process's own work, for one model: how busy the machine is changes nothing
SECONDS_WRITING: Final = 5.0
CLASSES: Final = (16, 5_000)  # fewer or more than characters can be
WINDOWS: Final = (4, 2_000)
SEED: Final = 20_240_608  # of our own generator


@dataclass(frozen=True, slots=True)
class Reader:
    """A trained model that takes windows of characters and gives one value for each character."""

    known: Known
    window: int
    classes: int
    one_hot: bool

    def inputs(self, codes: Array) -> Array:
        """Windows of codes, (count, window), as the model takes them."""
        if not self.one_hot:
            return codes.astype(np.int32)
        return np.asarray(np.eye(self.classes, dtype=np.float32)[codes])

    def answer(self, codes: Array) -> Array:
        """Probabilities of the next character, (count, classes)."""
        values = self.known.adapter.at_once(self.known, self.known.object, [self.inputs(codes)])[0]
        if values.ndim == 2 and len(values) == codes.size != len(codes):
            values = values.reshape(*codes.shape, -1)  # one answer for each place, all in one column
        last = (values[:, -1] if values.ndim == 3 else values).astype(np.float64)
        if last.min() < 0 or np.abs(last.sum(axis=1) - 1).max() > 0.01:
            last = np.exp(last - last.max(axis=1, keepdims=True))
        return np.asarray(last / last.sum(axis=1, keepdims=True))


class CharacterQuestions:
    """Asked once, after the last cell."""

    def __init__(self, watch: Watch, catalogue: Catalogue) -> None:
        self._watch = watch
        self._catalogue = catalogue
        self._readers: list[Reader] | None = None

    def found(self, variables: Mapping[str, Any]) -> list[Reader]:
        """Models whose classes are the characters of an alphabet that a variable holds."""
        if self._readers is None:
            self._readers = []
            for known in self._catalogue if any(served.texts for served in self._served()) else ():
                with self._watch.quietly("characters"), self._watch.probing():
                    reader = _reader(known)
                    if reader is not None and alphabet_of(variables, reader.classes) is not None:
                        self._readers.append(reader)
        return self._readers

    def ask(self, variables: Mapping[str, Any]) -> None:
        for number, reader in enumerate(self.found(variables), start=1):
            with self._watch.quietly("characters"), self._watch.probing():
                self._ask(reader, variables, number)

    def _served(self) -> list[Served]:
        return [tracker.served for tracker in self._watch.context.rows.trackers if tracker.served is not None]

    def _ask(self, reader: Reader, variables: Mapping[str, Any], number: int) -> None:
        sets = [served for served in self._served() if served.texts]
        served = next((served for served in sets if served.dataset == reader.known.dataset), sets[0])
        alphabet = alphabet_of(variables, reader.classes)
        if alphabet is None:
            return
        joiner = joiner_of(variables, served.texts, alphabet)
        code_of = {character: code for code, character in enumerate(alphabet)}
        held_out = "".join(text + joiner for text in served.texts[served.train_rows :])
        text = np.asarray([code_of[character] for character in held_out if character in code_of], dtype=np.int64)
        if len(text) <= reader.window + ASKED // 10:
            return
        starts = spread_over(len(text) - reader.window, ASKED)
        answers = _timed_answers(reader, text, starts)
        emit = self._watch.context.emit
        emit.record(
            NextCharacters(
                id=f"n{number}",
                model=reader.known.id,
                cell=0,
                dataset=served.dataset,
                alphabet=alphabet,
                joiner=joiner,
                window=reader.window,
                starts=emit.array(np.concatenate([places for places, _ in answers])),
                values=emit.array(np.concatenate([values for _, values in answers]).astype(np.float32)),
            )
        )
        first = text[spread_over(len(text) - reader.window, WRITERS)[:, None] + np.arange(reader.window)]
        written = _written(reader, first)
        for place, (start, codes) in enumerate(zip(first, written, strict=True), start=1):
            emit.record(
                Continuation(
                    id=f"n{number}-{place}",
                    model=reader.known.id,
                    cell=0,
                    start="".join(alphabet[code] for code in start)[-2_000:],
                    text="".join(alphabet[code] for code in codes),
                    temperature=TEMPERATURE,
                )
            )


def _reader(known: Known) -> Reader | None:
    model = known.object
    if model is None or not known.trained or known.adapter.framework not in {"keras", "torch"}:
        return None
    form = known.adapter.form(known, model)
    if form is None or len(form.inputs) != 1 or not form.outputs or not form.outputs[0]:
        return None
    classes, shape = form.outputs[0][-1], form.inputs[0].shape
    if classes is None or not CLASSES[0] <= classes <= CLASSES[1] or len(form.outputs[0]) > 2:
        return None
    if any(size is None for size in shape) and known.signature is not None and len(known.signature[1]) == len(shape):
        shape = known.signature[1]
    window, one_hot = shape[0] if shape else None, len(shape) == 2 and shape[-1] == classes
    if window is None or not WINDOWS[0] <= window <= WINDOWS[1] or (len(shape) != 1 and not one_hot):
        return None
    embeds = any(layer.kind == "embedding" for layer in known.last.layers) if known.last is not None else False
    return Reader(known, window, classes, one_hot) if one_hot or embeds else None


def _timed_answers(reader: Reader, text: Array, starts: Array) -> list[tuple[Array, Array]]:
    """(starts, probabilities) of as many batches as the time allows; the batches interleave over the text."""
    ends = time.process_time() + SECONDS_ASKING
    count = max(1, len(starts) // BATCH)
    found: list[tuple[Array, Array]] = []
    for offset in range(count):
        places = starts[offset::count]
        found.append((places, reader.answer(text[places[:, None] + np.arange(reader.window)])))
        if time.process_time() > ends:
            break
    return found


def _written(reader: Reader, first: Array) -> Array:
    """Codes that the model draws after each start, one after the other: (starts, at most WRITTEN)."""
    random = np.random.Generator(np.random.PCG64(SEED))
    ends = time.process_time() + SECONDS_WRITING
    window, drawn = first.copy(), list[Array]()
    while len(drawn) < WRITTEN and (time.process_time() < ends or not drawn):
        weights = np.maximum(reader.answer(window), 1e-30) ** (1 / TEMPERATURE)
        bounds = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
        chosen = (random.random((len(window), 1)) > bounds).sum(axis=1).clip(max=reader.classes - 1)
        drawn.append(chosen)
        window = np.concatenate([window[:, 1:], chosen[:, None]], axis=1)
    return np.stack(drawn, axis=1)
