"""Numbers of the models that write: how well they expect the next character, and what their own text is like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Continuation, NextCharacters
from grader.measure.found import FloatArray, Found, mean_of
from grader.measure.intervals import wilson
from grader.measure.measurements import Measured, Provenance

SMALLEST: Final = 1e-9  # a probability below it counts as this: 30 bits, so that one character decides nothing
RUN: Final = 4  # characters of the runs that repetition is about
LEAST_WORDS: Final = 5
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def measure_text(evidence: Evidence, labels: Mapping[str, Labels]) -> Found:
    """Everything that NextCharacters and Continuation records hold."""
    found = Found()
    about: dict[str, Labels] = {}
    for expected in evidence.next_characters:
        known = labels.get(expected.dataset)
        if known is not None and known.texts is not None:
            about[expected.model] = known
            _next_characters(expected, evidence, known, found)
    written: dict[str, list[Continuation]] = {}
    for one in evidence.continuations:
        written.setdefault(one.model, []).append(one)
    texts = [known for known in labels.values() if known.texts is not None]
    for model, several in written.items():
        known = about.get(model) or (texts[0] if len(texts) == 1 else None)
        if known is not None:
            _written(model, several, known, found)
    return found


def _next_characters(expected: NextCharacters, evidence: Evidence, known: Labels, found: Found) -> None:
    codes = {character: code for code, character in enumerate(expected.alphabet)}
    text = _codes(_texts(known, test=True), expected.joiner, codes)
    places = evidence.arrays[expected.starts].astype(np.int64) + expected.window
    values = evidence.arrays[expected.values].astype(np.float64)
    fine = values.ndim == 2 and values.shape == (len(places), len(codes)) and len(places) > 0
    if not fine or places.min() < 0 or places.max() >= len(text):
        found.refuse((expected.model,), ("bits_per_character",), "its expectations do not fit the held-out text")
        return
    if not np.all(np.isfinite(values)) or values.min() < 0:
        found.refuse((expected.model,), ("bits_per_character",), "what it expects are not all probabilities")
        return
    true = text[places]
    totals = np.maximum(values.sum(axis=1), SMALLEST)
    bits = -np.log2(np.maximum(values[np.arange(len(true)), true] / totals, SMALLEST))
    measured = mean_of("bits_per_character", bits)
    if measured is not None:
        plain = _unigram(_codes(_texts(known, test=False), expected.joiner, codes), len(codes))
        found.add((expected.model,), measured, {"unigram": float(-np.log2(plain[true]).mean())})
        found.add_rows((expected.model,), "bits_per_character", places, bits)


def _texts(known: Labels, *, test: bool) -> tuple[str, ...]:
    texts = known.texts or ()
    return texts[known.train_rows : known.train_rows + known.test_rows] if test else texts[: known.train_rows]


def _codes(texts: tuple[str, ...], joiner: str, codes: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """The texts end to end as codes, each followed by the joiner, without the characters that have none."""
    joined = "".join(text + joiner for text in texts)
    return np.array([codes[character] for character in joined if character in codes], dtype=np.int64)


def _unigram(text: npt.NDArray[np.int64], characters: int) -> FloatArray:
    """How often each character stands in the training text, one more than counted so that none is impossible."""
    counts = np.bincount(text, minlength=characters).astype(np.float64) + 1
    shares: FloatArray = counts / counts.sum()
    return shares


def _written(model: str, several: list[Continuation], known: Labels, found: Found) -> None:
    vocabulary = {word for text in _texts(known, test=False) for word in _WORD.findall(text.casefold())}
    # The first and the last word of a text may be cut off.
    words = [word for one in several for word in _WORD.findall(one.text.casefold())[1:-1]]
    if len(words) < LEAST_WORDS:
        found.refuse((model,), ("real_words",), "it wrote fewer words than can be judged")
    else:
        found.add((model,), _share("real_words", sum(word in vocabulary for word in words), len(words)))
    runs = [Counter(one.text[i : i + RUN] for i in range(len(one.text) - RUN + 1)) for one in several]
    total = sum(sum(counter.values()) for counter in runs)
    if total:
        repeated = total - sum(len(counter) for counter in runs)
        found.add((model,), _share("repetition", repeated, total))


def _share(name: str, hits: int, n: int) -> Measured:
    low, high = wilson(hits, n)
    return Measured(name=name, value=hits / n, n=n, low=low, high=high, provenance=Provenance.OBSERVED)
