"""A judge of pictures: a small classifier of one data set, trained by us and never shown to student code.

It says which class a generated picture would be taken for, and describes pictures by the values of its last hidden
layer, so that sets of pictures can be compared. It is a multilayer perceptron, 256 and 64 units, in plain numpy.
Training shows it pictures shifted by a pixel at times and under slight noise, so that a picture a little off is
still judged by what it shows. The same rows make the same judge on the same machine; other machines may differ in
last bits, since matrix products are summed in other orders there. Training keeps to one thread: products this small
gain little from two, and wait long for the second where other work holds the processor.

Right answers on test pictures, and seconds of one core for training: Fashion-MNIST 89.1 % (21 s), its quick profile
81.2 % (4 s); the synthetic clothes, quick, 98 % (4 s); the synthetic digits, quick, 92 % (4 s). Of CIFAR-10 it knows
too little to tell classes (some 44 % on the synthetic scenes): there its features serve and its verdicts do not.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from grader.datasets.dataset import Labels

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]
IntArray = npt.NDArray[np.int64]

HIDDEN: Final = (256, 64)
FEATURES: Final = HIDDEN[-1]

_LEAST_EPOCHS, _MOST_EPOCHS = 10, 40
_STEPS: Final = 1500  # aimed at between these; a large set needs few epochs, and a small one many
_RATE: Final = 2e-3  # of Adam, falling to 0 in a straight line
_NOISE: Final = 0.05  # white is 1
_SHIFTED: Final = 0.5  # share of batches moved by up to a pixel
_DECAY: Final = (0.9, 0.999)
_AT_ONCE: Final = 4096  # pictures judged at a time: bounds the memory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judge:
    """A trained judge; pictures are uint8 (n, height, width, channels) of the shape it was trained on."""

    classes: int
    weights: tuple[FloatArray, ...]  # one per layer, (inputs, outputs)
    biases: tuple[FloatArray, ...]

    def classes_of(self, images: ByteArray) -> IntArray:
        """The class each picture is taken for: codes of shape (n,)."""
        return np.asarray(self.probabilities(images).argmax(axis=1), dtype=np.int64)

    def probabilities(self, images: ByteArray) -> FloatArray:
        """Of each class, shape (n, classes); every row adds up to 1."""
        scores = self.features(images) @ self.weights[-1] + self.biases[-1]
        return _softmax(scores)

    def features(self, images: ByteArray) -> FloatArray:
        """What the last hidden layer holds, shape (n, 64).

        Raises: ValueError for pictures of another size than the judge's.
        """
        if not len(images):
            return np.zeros((0, FEATURES), dtype=np.float32)
        flat = images.reshape(len(images), -1)
        if flat.shape[1] != len(self.weights[0]):
            raise ValueError(f"this judge knows pictures of {len(self.weights[0])} values, not {flat.shape[1]}")
        parts = [self._hidden(flat[at : at + _AT_ONCE]) for at in range(0, len(flat), _AT_ONCE)]
        return np.concatenate(parts)

    def _hidden(self, flat: ByteArray) -> FloatArray:
        values = flat.astype(np.float32) / np.float32(255)
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = np.maximum(values @ weight + bias, 0)
        return values

    def to_npz(self) -> bytes:
        """The judge as a .npz file, without pickles."""
        arrays = {f"weight{i}": array for i, array in enumerate(self.weights)}
        arrays |= {f"bias{i}": array for i, array in enumerate(self.biases)}
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]  # the stub takes every keyword for allow_pickle
        return buffer.getvalue()

    @classmethod
    def from_npz(cls, raw: bytes, labels: Labels) -> Judge:
        """Read back what `to_npz` wrote.

        Raises: ValueError, KeyError, OSError or zipfile.BadZipFile when it is not a judge of this data set.
        """
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            layers = range(len(HIDDEN) + 1)
            weights = tuple(arrays[f"weight{i}"] for i in layers)
            biases = tuple(arrays[f"bias{i}"] for i in layers)
        sizes = _sizes(labels)
        shapes = [(weight.shape, bias.shape) for weight, bias in zip(weights, biases, strict=True)]
        expected = [((inputs, outputs), (outputs,)) for inputs, outputs in itertools.pairwise(sizes)]
        if shapes != expected or any(array.dtype != np.float32 for array in (*weights, *biases)):
            raise ValueError("these arrays are no judge of this data set")
        return cls(classes=len(labels.classes), weights=weights, biases=biases)


def train_judge(labels: Labels) -> Judge:
    """Train a judge on a data set's training rows.

    Raises: ValueError for a data set without pictures.
    """
    if labels.images is None:
        raise ValueError(f"{labels.dataset} holds no pictures to judge")
    with threadpool_limits(1, user_api="blas"):
        return _train(labels, labels.images[: labels.train_rows], labels.codes[: labels.train_rows])


def _train(labels: Labels, images: ByteArray, codes: IntArray) -> Judge:
    draws = np.random.Generator(np.random.PCG64(20261125))
    sizes = _sizes(labels)
    pairs = list(itertools.pairwise(sizes))
    values: list[FloatArray] = [
        draws.standard_normal(pair, dtype=np.float32) * np.float32((2 / pair[0]) ** 0.5) for pair in pairs
    ]
    values += [np.zeros(outputs, dtype=np.float32) for _, outputs in pairs]
    adam = _Adam(values)
    batch = 64 if len(codes) < 8192 else 256
    epochs = min(_MOST_EPOCHS, max(_LEAST_EPOCHS, _STEPS * batch // max(1, len(codes))))
    steps = epochs * -(-len(codes) // batch)
    for step, rows in enumerate(_batches(len(codes), batch, epochs, draws)):
        shown = _as_seen(images[rows], draws)
        adam.step(_gradients(values, shown, codes[rows]), _RATE * (1 - step / steps))
    return Judge(classes=len(labels.classes), weights=tuple(values[: len(pairs)]), biases=tuple(values[len(pairs) :]))


def _sizes(labels: Labels) -> tuple[int, ...]:
    pixels = 0 if labels.images is None else int(np.prod(labels.images.shape[1:]))
    return (pixels, *HIDDEN, len(labels.classes))


def _batches(count: int, batch: int, epochs: int, draws: np.random.Generator) -> Iterator[IntArray]:
    for _ in range(epochs):
        order = draws.permutation(count)
        yield from (order[at : at + batch] for at in range(0, count, batch))


def _as_seen(images: ByteArray, draws: np.random.Generator) -> FloatArray:
    """A batch flattened to 0..1, at times moved by up to a pixel, under noise."""
    if draws.random() < _SHIFTED:
        down, across = draws.integers(-1, 2, 2).tolist()
        images = np.roll(images, (down, across), axis=(1, 2))
    flat = images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
    return flat + np.float32(_NOISE) * draws.standard_normal(flat.shape, dtype=np.float32)


def _gradients(values: list[FloatArray], shown: FloatArray, codes: IntArray) -> list[FloatArray]:
    """Of the mean cross-entropy, in the order of `values`: all weights, then all biases."""
    layers = len(values) // 2
    weights, biases = values[:layers], values[layers:]
    outputs = [shown]
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        outputs.append(np.maximum(outputs[-1] @ weight + bias, 0))
    error = _softmax(outputs[-1] @ weights[-1] + biases[-1])
    error[np.arange(len(codes)), codes] -= 1
    error /= np.float32(len(codes))
    of_weights: list[FloatArray] = []
    of_biases: list[FloatArray] = []
    for layer in reversed(range(layers)):
        of_weights.insert(0, outputs[layer].T @ error)
        of_biases.insert(0, error.sum(axis=0))
        if layer:
            error = (error @ weights[layer].T) * (outputs[layer] > 0)
    return of_weights + of_biases


class _Adam:
    """Changes arrays in place. Source: Kingma, Ba, Adam, ICLR 2015, algorithm 1."""

    def __init__(self, values: list[FloatArray]) -> None:
        self._values = values
        self._means = [np.zeros_like(value) for value in values]
        self._squares = [np.zeros_like(value) for value in values]
        self._steps = 0

    def step(self, gradients: list[FloatArray], rate: float) -> None:
        self._steps += 1
        slow, slower = (np.float32(1 - decay) for decay in _DECAY)
        first, second = (np.float32(1 - decay**self._steps) for decay in _DECAY)
        for value, mean, square, gradient in zip(self._values, self._means, self._squares, gradients, strict=True):
            mean += slow * (gradient - mean)
            square += slower * (gradient * gradient - square)
            value -= np.float32(rate) * (mean / first) / (np.sqrt(square / second) + np.float32(1e-7))


def _softmax(scores: FloatArray) -> FloatArray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
