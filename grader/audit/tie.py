"""Which model a claim speaks of: what the words say, what the cell did on the rerun, and the order of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from grader.audit.found import COUNTS, Found
from grader.checks.base import Case
from grader.evidence.wire.records import Model, Rows

_WORD = re.compile(r"[a-z]+(?:\d+(?![a-z]))?|\d+")
_NOT_A_NAME: Final = frozenset(
    {"model", "m", "net", "history", "clf", "classifier", "x", "y", "the", "a", "in", "on", "of"}
)
_KIND_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "simple_rnn": ("rnn", "simplernn"), "lstm": ("lstm",), "gru": ("gru",), "conv1d": ("cnn", "conv1d"),
    "conv2d": ("cnn", "conv2d"), "attention": ("attention",), "transformer": ("transformer",),
}  # fmt: skip
# Ways to write one name; in code there is no hyphen, and Word2Vec has a short form.
_SPELLINGS: Final = ((re.compile(r"tf[-_ ]idf"), "tfidf"), (re.compile(r"word[-_ ]?(?:2|to)[-_ ]?vec"), "w2v"))
_NEARBY: Final = 3  # cells a number may stand behind the last thing done with a model


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """`model` None: no model could be named. `rows`: what the cell's own record says about the rows, if it has one."""

    model: str | None
    rows: Rows | None = None


@dataclass(slots=True)
class Tier:
    """Ties the claims of one attempt; built once per case."""

    case: Case
    words: dict[str, set[str]] = field(default_factory=dict)  # word -> ids of the models it may mean

    def __post_init__(self) -> None:
        evidence = self.case.evidence
        for match in self.case.roles.values():
            if match.model is not None:
                self._name(_tokens(match.role), match.model.id)
        # Two models may both have a recurrent layer; a role's word is the course's own and goes first.
        roles = frozenset(self.words)
        for model in evidence.models:
            for name in model.names:
                self._name([w for w in _tokens(name) if w not in roles], model.id)
            for kind in _kinds(model):
                self._name([w for w in _KIND_WORDS.get(kind, ()) if w not in roles], model.id)

    def tie(self, claim: Found, ordinal: int, of: int) -> Tie:
        """`ordinal` and `of`: this is the k-th of n claims of its form and quantity in its cell."""
        if claim.quantity in COUNTS and claim.quantity != "epochs":
            return Tie(model=self._by_size(claim, ordinal))
        done = self._done_in(claim.cell)
        for text in claim.about:
            model = self._named(text, claim.cell)
            if model is not None:
                return Tie(model=model, rows=_rows_of(done, model))
        models = _ordered(model for model, _ in done)
        if len(models) == 1:
            return Tie(model=models[0], rows=_rows_of(done, models[0]))
        if models and of == len(models):
            return Tie(model=models[ordinal], rows=_rows_of(done, models[ordinal]))
        model = None if models else self._near(claim.cell)
        return Tie(model=model)

    def _name(self, words: Iterable[str], model: str) -> None:
        for word in words:
            if word not in _NOT_A_NAME and not word.isdigit():
                self.words.setdefault(word, set()).add(model)

    def _named(self, text: str, cell: int) -> str | None:
        """The model named last in a text, when the word means one model, or one that was built by then."""
        for word in reversed(_tokens(text)[:60]):
            meant = self.words.get(word)
            if meant is None:
                continue
            built = [m for m in self.case.evidence.models if m.id in meant and m.cell <= cell]
            fitted = [m for m in built if any(self.case.evidence.fits_of(m.id))]
            for candidates in (built, fitted):
                if len(candidates) == 1:
                    return candidates[0].id
            return fitted[-1].id if fitted else None
        return None

    def _done_in(self, cell: int) -> list[tuple[str, Rows | None]]:
        """What was done with models in a cell, most telling first: metrics, answers, fits."""
        evidence = self.case.evidence
        metrics = [(m.model, m.rows) for m in evidence.metrics if m.cell == cell and m.model is not None]
        answers = [(p.model, p.rows) for p in evidence.predictions if p.cell == cell and p.source != "probe"]
        fits: list[tuple[str, Rows | None]] = [(f.model, None) for f in evidence.fits if f.cell == cell]
        return metrics or [*answers] or fits

    def _near(self, cell: int) -> str | None:
        """The one model in use in the cells just before, or named in the cell's own code."""
        source = next((c.source for c in self.case.evidence.submitted if c.position == cell), "")
        named = {self._named(line, cell) for line in source.split("\n")[:200]} - {None}
        if len(named) == 1:
            return named.pop()
        for before in range(cell - 1, max(0, cell - 1 - _NEARBY), -1):
            models = _ordered(model for model, _ in self._done_in(before))
            if models:
                return models[0] if len(models) == 1 and not named else None
        return None

    def _by_size(self, claim: Found, ordinal: int) -> str | None:
        built = [m for m in self.case.evidence.models if m.cell <= claim.cell and m.built]
        alike = [m for m in built if claim.layers and _classes(m) == _without_input(claim.layers)]
        if alike:
            return _pick(alike, claim, ordinal)
        for text in claim.about:
            model = self._named(text, claim.cell)
            if model is not None:
                return model
        here = [m for m in built if m.cell == claim.cell]
        if here:
            return _pick(here, claim, ordinal)
        return self._near(claim.cell) or (built[0].id if len(built) == 1 else None)


def _pick(alike: Sequence[Model], claim: Found, ordinal: int) -> str:
    learning = claim.quantity == "trainable_parameters"
    equal = [m for m in alike if claim.value == (m.trainable if learning else m.parameters)]
    equal = equal or [m for m in alike if claim.value in (m.parameters, m.trainable)]
    here = [m for m in alike if m.cell == claim.cell]
    if here and not equal:
        return here[min(ordinal, len(here) - 1)].id
    return (equal or alike)[-1].id


def _classes(model: Model) -> tuple[str, ...]:
    return _without_input(tuple(layer.class_name for layer in model.layers))


def _without_input(classes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in classes if name != "InputLayer")


def _kinds(model: Model) -> set[str]:
    return {layer.kind for layer in model.layers}


def _rows_of(done: Sequence[tuple[str, Rows | None]], model: str) -> Rows | None:
    """The rows a cell used a model on, when all its records agree on them."""
    rows = [r for m, r in done if m == model and r is not None]
    return rows[0] if rows and all((r.split, r.count) == (rows[0].split, rows[0].count) for r in rows) else None


def _ordered(models: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(m for m in models if m is not None))


def _tokens(text: str) -> list[str]:
    folded = text.casefold()
    for spelling, name in _SPELLINGS:
        folded = spelling.sub(name, folded)
    return _WORD.findall(folded)
