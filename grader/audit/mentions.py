"""Metrics, parameter counts and epochs named in one line, each with the number that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from grader.audit.quote import Number, numbers

_NAMES: Final = {
    "accuracy": "accuracy", "acc": "accuracy", "precision": "precision", "recall": "recall", "sensitivity": "recall",
    "f1": "f1", "f": "f1",
}  # fmt: skip
_MENTION = re.compile(
    r"(?<![a-z])(?P<name>accuracy|acc|precision|recall|sensitivity|f1|f-1|f-measure)"
    r"(?:[-_ ]?score)?(?![a-z])",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"(?<![a-z])(test|testing|val|validation|valid|train|training)(?![a-z])", re.IGNORECASE)
_SPLITS: Final = {"test": "test", "testing": "test", "train": "train", "training": "train"}
_PARAMETERS = re.compile(
    r"(?<![a-z])(?P<kind>total|trainable|non-trainable|optimizer)?[ _]{0,3}(?:number of |no\. of |num_)?"
    r"(?P<inner>trainable )?(?:params|parameters|parameter count)(?![a-z])",
    re.IGNORECASE,
)
_EPOCHS_AFTER = re.compile(r"(?<![a-z])epochs?(?: run| trained)?[ ]{0,3}[:=][ ]{0,3}$", re.IGNORECASE)
_EPOCHS_BEFORE = re.compile(r"[ ]{0,3}epochs(?![a-z])", re.IGNORECASE)
_GAP: Final = 60  # characters that may stand between a name and its number
_BACK: Final = 24
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Mention:
    quantity: str
    split: str
    number: Number
    start: int  # where the name stands in the line
    percent: bool


def mentions(line: str) -> Iterator[Mention]:
    """Metrics named in a line with plausible values: fractions, or percentages up to 100."""
    named = list(_MENTION.finditer(line))
    if not named:
        return
    found = numbers(line)
    listed = _listed(named, found)
    used: set[int] = set()
    for index, match in enumerate(named):
        number = listed.get(index) or _after(line, named, index, found) or _before(named, index, found, used)
        if number is None or number.start in used:
            continue
        used.add(number.start)
        percent = number.percent or number.value > 1
        if 0 <= number.value <= (100 if percent else 1):
            yield Mention(_quantity(match), split_of(line, match, number), number, match.start(), percent)


def split_of(line: str, match: re.Match[str], number: Number) -> str:
    """Which rows a metric was said to be of: the word before it, the words up to its number, or the line's only one."""
    ahead = list(_SPLIT.finditer(line[max(0, match.start() - 30) : match.start()].replace("_", " ")))
    within = list(_SPLIT.finditer(line[match.end() : max(number.start, match.end())].replace("_", " ")))
    if within:
        return _split_word(within[-1])
    if ahead and match.start() - max(0, match.start() - 30) - ahead[-1].end() <= 12:
        return _split_word(ahead[-1])
    everywhere = {_split_word(m) for m in _SPLIT.finditer(line.replace("_", " "))}
    return everywhere.pop() if len(everywhere) == 1 else "unknown"


def parameter_counts(line: str) -> Iterator[tuple[str, Number]]:
    """("parameters" | "trainable_parameters" | "optimizer", number); whole numbers from 2 up."""
    found = numbers(line)
    for match in _PARAMETERS.finditer(line):
        number = next((n for n in found if 0 <= n.start - match.end() <= 40), None)
        if number is None or number.percent or number.value != int(number.value) or number.value < 2:
            continue
        kind = (match["kind"] or ("trainable" if match["inner"] else "total")).casefold()
        if kind == "total" and match["inner"]:
            kind = "trainable"
        if kind != "non-trainable":
            yield {"total": "parameters", "trainable": "trainable_parameters"}.get(kind, kind), number


def epoch_counts(line: str) -> Iterator[Number]:
    """Whole numbers said to be a number of epochs: "epochs: 10", "10 epochs"."""
    for number in numbers(line):
        if number.decimal or number.percent or not 1 <= number.value <= 100_000:
            continue
        if _EPOCHS_AFTER.search(line[max(0, number.start - 30) : number.start]) or _EPOCHS_BEFORE.match(
            line, number.end
        ):
            yield number


def quantity_named(text: str) -> str | None:
    """The metric a short text (a column's head) names, or None."""
    match = _MENTION.search(text)
    return _quantity(match) if match else None


def split_named(text: str) -> str:
    """The split a short text names, or "unknown"."""
    found = {_split_word(m) for m in _SPLIT.finditer(text.replace("_", " "))}
    return found.pop() if len(found) == 1 else "unknown"


def _quantity(match: re.Match[str]) -> str:
    return _NAMES[match["name"].casefold().split("-")[0]]


def _split_word(match: re.Match[str]) -> str:
    return _SPLITS.get(match[1].casefold(), "validation")


def _plausible(number: Number) -> bool:
    return number.percent or number.decimal


def _after(line: str, named: list[re.Match[str]], index: int, found: list[Number]) -> Number | None:
    end = named[index].end()
    limit = min(named[index + 1].start() if index + 1 < len(named) else len(line), end + _GAP)
    stop = _SENTENCE_END.search(line, end, limit)
    limit = stop.start() if stop else limit
    near = [n for n in found if end <= n.start < limit]
    best = next((n for n in near if _plausible(n)), None)
    if best is not None and "[" in line[end : best.start]:
        return None  # a history printed whole: its first number is no result
    if best is None and near and near[0].value in (0, 1, 100) and line[end : near[0].start].strip() in (":", "=", "is"):
        best = near[0]
    return best


def _before(named: list[re.Match[str]], index: int, found: list[Number], used: set[int]) -> Number | None:
    start = named[index].start()
    first = max(named[index - 1].end() if index else 0, start - _BACK)
    near = [n for n in found if first <= n.start and n.end <= start and _plausible(n) and n.start not in used]
    return near[-1] if near else None


def _listed(named: list[re.Match[str]], found: list[Number]) -> dict[int, Number]:
    """Names in a row, then as many numbers: `Precision, recall, F1: 0.9, 0.8, 0.85`."""
    if len(named) < 2:
        return {}
    values = [n for n in found if n.start >= named[-1].end() and _plausible(n)]
    between = any(named[0].start() <= n.start < named[-1].start() and _plausible(n) for n in found)
    if between or len(values) < len(named) or values[0].start - named[-1].end() > _GAP:
        return {}
    return dict(enumerate(values[: len(named)]))
