"""Numbers of the models that write: how well they expect the next character, and what their own text is like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Continuation, NextCharacters
from grader.measure.answers import UnreadableAnswersError
from grader.measure.estimates import Estimate
from grader.measure.found import Found
from grader.measure.measurements import Measured, Provenance
from grader.measure.text import bits_per_character, real_words, repetition, vocabulary_of

LEAST_WORDS: Final = 5


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
    starts, values = evidence.arrays[expected.starts], evidence.arrays[expected.values]
    try:
        seen = bits_per_character(
            expected, starts, values, train=_texts(known, test=False), test=_texts(known, test=True)
        )
    except UnreadableAnswersError as error:
        found.refuse((expected.model,), ("bits_per_character",), str(error))
        return
    measured = Measured(
        name="bits_per_character", value=seen.value, n=seen.n, low=seen.low, high=seen.high,
        provenance=Provenance.OBSERVED,
    )  # fmt: skip
    found.add((expected.model,), measured, {"unigram": seen.unigram})
    found.add_rows((expected.model,), "bits_per_character", seen.places, seen.bits)


def _texts(known: Labels, *, test: bool) -> tuple[str, ...]:
    texts = known.texts or ()
    return texts[known.train_rows : known.train_rows + known.test_rows] if test else texts[: known.train_rows]


def _written(model: str, several: list[Continuation], known: Labels, found: Found) -> None:
    real = real_words(several, vocabulary_of(_texts(known, test=False)))
    if real is None or real.n < LEAST_WORDS:
        found.refuse((model,), ("real_words",), "it wrote fewer words than can be judged")
    else:
        found.add((model,), _measured("real_words", real))
    repeated = repetition(several)
    if repeated is not None:
        found.add((model,), _measured("repetition", repeated))


def _measured(name: str, share: Estimate) -> Measured:
    return Measured(
        name=name, value=share.value, n=share.n, low=share.low, high=share.high, provenance=Provenance.OBSERVED
    )
