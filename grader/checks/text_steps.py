"""Check `text_steps`: were texts preprocessed as asked, told by what became of them?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from pydantic import Field

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.points import award
from grader.checks.words import listing, sentence
from grader.evidence.wire.records import ProcessedText
from grader.measure.text_effects import EFFECTS, Pair, raw_words

MOST_RECORDS: Final = 200  # the last outcomes of a notebook that makes very many
MOST_TEXTS: Final = 3_000  # raw texts whose words are the vocabulary
LEAST_FILLED: Final = 0.5  # of the rows: an outcome that is empty for more tells nothing

Step = Literal["tokens", "stop_words", "html", "lower", "lemmas"]
_WORDS: Final = {
    "tokens": "split into words", "stop_words": "stop words removed", "html": "HTML removed", "lower": "lower case",
    "lemmas": "words reduced to lemmas or stems",
}  # fmt: skip


class TextStepsSpec(CheckSpec):
    """Steps of preprocessing, each judged by its effect on the texts served and each an equal share."""

    steps: tuple[Step, ...] = Field(
        min_length=1,
        description="`tokens`: split into words; `stop_words`: the most common function words are gone; `html`: tags "
        "are gone; `lower`: no capitals; `lemmas`: plurals and forms in -ing and -ed stand as lemmas or stems. The "
        "last outcome that shows a step decides on it (for `tokens` any); steps may be spread over several.",
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    step: Step
    done: bool | None  # None: the texts do not tell
    record: ProcessedText | None = None


def judge_text_steps(criterion: Criterion[TextStepsSpec], case: Case) -> Outcome:
    """Points by the share of steps seen in what the code made of texts; what cannot be told costs nothing."""
    if case.texts is None:
        return NotAssessed("The data set of this problem has no texts to compare with.")
    outcomes = _outcomes(case, case.texts)
    if not outcomes:
        return NotAssessed(
            "No text or list of words that the code made of the texts it was given was seen. A person has to look."
        )
    vocabulary = raw_words(case.texts[:MOST_TEXTS])
    verdicts = [_verdict(step, outcomes, vocabulary) for step in criterion.spec.steps]
    judged = [verdict for verdict in verdicts if verdict.done is not None]
    cells = tuple(verdict.record.cell for verdict in verdicts if verdict.record is not None)
    if not judged:
        asked = listing([_WORDS[step] for step in criterion.spec.steps])
        return NotAssessed(f"Whether the texts were preprocessed cannot be told from them ({asked}).", cells)
    met = sum(bool(verdict.done) for verdict in judged)
    return award(criterion, Fraction(met, len(judged)), _because(verdicts), cells)


def _because(verdicts: list[_Verdict]) -> str:
    done = listing([_place(verdict) for verdict in verdicts if verdict.done])
    missed = listing([_place(verdict) for verdict in verdicts if verdict.done is False])
    unseen = listing([_WORDS[verdict.step] for verdict in verdicts if verdict.done is None])
    texts = [
        f"seen in the texts: {done}" if done else "",
        f"not seen: {missed}" if missed else "",
        f"cannot be told from these texts, which costs nothing: {unseen}" if unseen else "",
    ]
    return " ".join(sentence(text) for text in texts if text)


def _place(verdict: _Verdict) -> str:
    if verdict.record is None:
        return _WORDS[verdict.step]
    return f"{_WORDS[verdict.step]} (`{verdict.record.name}`, cell {verdict.record.cell})"


def _outcomes(case: Case, raw: tuple[str, ...]) -> list[tuple[ProcessedText, list[Pair]]]:
    """What became of texts, last first; an outcome that changed nothing is none."""
    records = [r for r in case.evidence.processed_texts if case.dataset is None or r.dataset == case.dataset]
    found = []
    for record in sorted(records, key=lambda record: record.order, reverse=True)[:MOST_RECORDS]:
        pairs = _pairs(record, raw)
        filled = sum(bool(pair.text) for pair in pairs)
        if filled and filled >= LEAST_FILLED * len(pairs) and any(pair.text != pair.raw for pair in pairs):
            found.append((record, pairs))
    return found


def _pairs(record: ProcessedText, raw: tuple[str, ...]) -> list[Pair]:
    if record.tokens:
        return [
            Pair(raw[row], " ".join(words), words)
            for row, words in zip(record.rows, record.tokens, strict=False)
            if row < len(raw)
        ]
    return [Pair(raw[row], text) for row, text in zip(record.rows, record.texts, strict=False) if row < len(raw)]


def _verdict(step: Step, outcomes: list[tuple[ProcessedText, list[Pair]]], vocabulary: frozenset[str]) -> _Verdict:
    told = [
        _Verdict(step, done, record)
        for record, pairs in outcomes
        if (done := EFFECTS[step](pairs, vocabulary)) is not None
    ]
    # Words are split once and joined again where a vectoriser wants text: a list anywhere is enough.
    split = next((verdict for verdict in told if step == "tokens" and verdict.done), None)
    return split or (told[0] if told else _Verdict(step, None))
