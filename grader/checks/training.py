"""Check `training`: optimizer, loss, epochs, batch size, learning rate, and which rows a model was trained on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, NumberRule, Rule, Words, misspelt, one_of, refuse, squeezed, words_schema
from grader.checks.matched import failed_user, failure_words, leak_cause, model_of, model_words
from grader.checks.parts import trainings_of
from grader.checks.points import award
from grader.checks.words import count, listing, number, percent, plural, sentence
from grader.evidence.ending import EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit, Model, Rows

OPTIMIZERS: Final = (
    "adam", "adamw", "adamax", "nadam", "radam", "adagrad", "adadelta", "adafactor", "rmsprop", "sgd", "ftrl",
    "lion", "lbfgs",
)  # fmt: skip
LOSSES: Final = (
    "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy", "mse", "mae", "huber",
    "hinge", "squared_hinge", "kl_divergence", "poisson", "cosine_similarity", "log_cosh", "nll",
)  # fmt: skip

Optimizers = Annotated[
    tuple[str, ...], PlainValidator(one_of(OPTIMIZERS, "optimizer")), WithJsonSchema(words_schema(OPTIMIZERS))
]  # fmt: skip
Losses = Annotated[tuple[str, ...], PlainValidator(misspelt(LOSSES, "loss")), WithJsonSchema(words_schema())]


SHORTENED: Final = ("epochs", "steps", "time")  # `Substitution.how` of training that was ended early
_TEST_SIZE: Final = re.compile(r"\btest_size=(0?\.\d{1,6})\b")  # a number of rows says nothing on capped data


class TrainingSpec(CheckSpec):
    """How a model must have been trained; every expectation that is named is an equal share of the points."""

    of: Annotated[str, IS_ROLE, Field(description="The role whose training is looked at.")]
    optimizer: Optimizers = Field(default=(), description="The optimizer, or a list of allowed ones.")
    loss: Losses = Field(
        default=(), description="The loss, or a list of allowed ones; a function's own name is allowed."
    )
    epochs: NumberRule | None = Field(
        default=None,
        description="Passes over the training rows: a number, a list, or {min, max}. Under the quick profile, which "
        "caps epochs, and after early stopping, the epochs that were asked for are judged.",
    )
    batch_size: NumberRule | None = Field(default=None, description="Rows per step: a number, a list, or {min, max}.")
    learning_rate: NumberRule | None = Field(default=None, description="The learning rate at the start.")
    data: Literal["train_only"] | None = Field(
        default=None, description="`train_only`: no test row may be among the rows that trained the model."
    )
    validation: Literal["not_test", "train_only"] | None = Field(
        default=None,
        description="`not_test`: no test row may be among the rows used for validation during training; `train_only`: "
        "nor may there be no validation at all.",
    )
    history: Words = Field(
        default=(),
        description="Quantities that its training must have recorded beside the loss, such as `reconstruction`: words "
        "in the history's keys. A history of nothing but one loss tells nothing.",
    )
    test_share: NumberRule | None = Field(
        default=None, description="Share of all rows that was kept from training, from 0 to 1: a number or {min, max}."
    )

    @model_validator(mode="after")
    def _asks_something(self) -> TrainingSpec:
        asked = self.model_dump(exclude={"of"}, exclude_defaults=True)
        if not asked:
            names = [name for name in type(self).model_fields if name != "of"]
            raise refuse(f"needs at least one of {', '.join(names)}")
        return self


class _State(Enum):
    MET = "met"
    MISSED = "missed"
    UNSEEN = "unseen"  # a limit of ours: neither for nor against


@dataclass(frozen=True, slots=True)
class _Part:
    state: _State
    text: str


def judge_training(criterion: Criterion[TrainingSpec], case: Case) -> Outcome:
    """Points by the share of expectations met; what could not be seen counts neither for nor against.

    A model that was only trained as part of another is judged by that other's training.
    Epochs are summed over the fits of the model; optimizer, loss, batch size and learning rate are those of the
    last fit that ran; data is judged over all fits.
    """
    model = model_of(criterion, criterion.spec.of, case)
    if not isinstance(model, Model):
        return model
    fits = list(trainings_of(case.evidence, model.id))
    if not fits:
        return _never_trained(criterion, case, model)
    parts = _parts(criterion.spec, fits, case)
    judged = [part for part in parts if part.state is not _State.UNSEEN]
    cells = tuple(fit.cell for fit in fits[-5:])
    unseen = [part.text for part in parts if part.state is _State.UNSEEN]
    if not judged:
        return NotAssessed(f"{sentence(listing(unseen))} A person has to look.", cells)
    met = sum(part.state is _State.MET for part in judged)
    leaked = criterion.spec.data == "train_only" and any(fit.rows.from_test for fit in fits)
    cause = leak_cause(criterion.spec.of) if leaked else ""
    return award(criterion, Fraction(met, len(judged)), _because(parts, met, len(judged), model), cells, cause)


def _because(parts: list[_Part], met: int, judged: int, model: Model) -> str:
    missed = "; ".join(part.text for part in parts if part.state is _State.MISSED)
    fine = listing([part.text for part in parts if part.state is _State.MET])
    unseen = "; ".join(part.text for part in parts if part.state is _State.UNSEEN)
    note = f" {sentence(unseen + ', which costs nothing')}" if unseen else ""
    if met == judged:
        return f"{sentence(f'{model_words(model)} was trained as asked: {fine}')}{note}"
    head = f"{met} of {judged} expectations met for {model_words(model)}: {missed}"
    if judged == 1:
        head = f"{model_words(model)}: {missed}"
    return f"{sentence(head)}{' ' + sentence(f'As asked: {fine}') if fine else ''}{note}"


def _never_trained(criterion: Criterion[TrainingSpec], case: Case, model: Model) -> Outcome:
    cell = failed_user(case.evidence, model)
    name = model_words(model)
    if cell is not None:
        text = f"{name} was not trained on this run: {failure_words(cell)}"
        return award(criterion, 0, sentence(text), (model.cell, cell.position))
    if case.evidence.ending.kind not in (EndingKind.FINISHED, EndingKind.CELL_FAILED):
        text = f"{sentence(f'no finished training of {name} was seen')} {sentence(case.evidence.ending.detail)}"
        return award(criterion, 0, text, (model.cell,))
    if model.framework == "torch":
        # A training loop is the student's own code: not having seen one is no proof that there was none.
        return NotAssessed(
            f"{sentence(f'no training loop was recognised for {name}')} A person has to look.", (model.cell,)
        )
    return award(criterion, 0, sentence(f"{name} was built and never trained"), (model.cell,))


def _parts(spec: TrainingSpec, fits: list[Fit], case: Case) -> list[_Part]:
    last = fits[-1]
    parts: list[_Part] = []
    if spec.optimizer:
        parts.append(_word("optimizer", spec.optimizer, last.optimizer))
    if spec.loss:
        parts.append(_word("loss", spec.loss, last.loss))
    if spec.epochs is not None:
        parts.append(_epochs(spec.epochs, fits, case))
    if spec.batch_size is not None:
        parts.append(_number("batch size", spec.batch_size, last.batch_size))
    if spec.learning_rate is not None:
        parts.append(_number("learning rate", spec.learning_rate, last.learning_rate))
    if spec.data is not None:
        parts.append(_train_only(fits))
    if spec.validation is not None:
        parts.append(_validation(spec.validation, fits))
    parts += [_recorded(word, fits) for word in spec.history]
    if spec.test_share is not None:
        parts.append(_test_share(spec.test_share, fits, case.evidence))
    return parts


def _word(noun: str, allowed: tuple[str, ...], seen: str | None) -> _Part:
    if seen is None:
        return _Part(_State.UNSEEN, f"the {noun} could not be read")
    # A model with several losses is trained on their sum, recorded as "mse+kl_divergence".
    if {_plain(word) for word in allowed} & {_plain(part) for part in (seen, *seen.split("+"))}:
        return _Part(_State.MET, f"{noun} {seen}")
    return _Part(_State.MISSED, f"{noun} {listing(allowed, 'or')} expected, {seen} found")


def _plain(word: str) -> str:
    # "Sparse" only says how labels are written; the loss is the same.
    return squeezed(word).removeprefix("sparse")


def _number(noun: str, rule: Rule, seen: float | None, unit: str = "") -> _Part:
    if seen is None:
        return _Part(_State.UNSEEN, f"the {noun} could not be read")
    shown = f"{noun} {number(seen)}{unit}"
    if rule.accepts(seen):
        return _Part(_State.MET, shown)
    return _Part(_State.MISSED, f"{noun} {rule.words()} expected, {number(seen)} found")


def _epochs(rule: Rule, fits: list[Fit], case: Case) -> _Part:
    """What was asked where the run could not show it (quick profile, early stopping), else what ran."""
    judged: list[int] = []
    told = {str(fit.epochs_asked) for fit in fits}
    shortened = [s for s in case.evidence.substitutions if s.how in SHORTENED and not case.full_profile]
    for fit in fits:
        stopped = any("earlystop" in squeezed(callback) for callback in fit.callbacks)
        if fit.epochs_asked is not None and (stopped or not case.full_profile):
            judged.append(fit.epochs_asked)
        elif any(s.cell == fit.cell for s in shortened):
            return _Part(_State.UNSEEN, "the number of epochs asked for could not be read on this shortened run")
        else:
            judged.append(fit.epochs_run)
    total = sum(judged)
    if rule.accepts(total):
        return _Part(_State.MET, plural(total, "epoch"))
    if any(s.cell == fit.cell and s.asked.partition(" ")[0] not in told for s in shortened for fit in fits):
        # A loop around these fits was ended early: they say what one turn of it asked for.
        return _Part(_State.UNSEEN, "the number of epochs asked for could not be read on this shortened run")
    return _Part(_State.MISSED, f"{rule.words()} epochs expected, {count(total)} found")


def _recorded(word: str, fits: list[Fit]) -> _Part:
    keys = {key for fit in fits for key in fit.history}
    if any(squeezed(word) in squeezed(key) for key in keys):
        return _Part(_State.MET, f"{word} in its history")
    if {key.removeprefix("val_") for key in keys} <= {"loss"}:
        return _Part(_State.UNSEEN, f"whether it was trained on {word} could not be read from its history")
    return _Part(_State.MISSED, f"{word} expected in its history, {listing(sorted(keys)[:6])} found")


def _known(rows: Rows) -> bool:
    return rows.split != "unknown" or rows.from_test > 0


def _train_only(fits: list[Fit]) -> _Part:
    leaked = max(fit.rows.from_test for fit in fits)
    if leaked:
        return _Part(
            _State.MISSED, f"{plural(leaked, 'test row')} {'was' if leaked == 1 else 'were'} among the training rows"
        )
    if not all(_known(fit.rows) for fit in fits):
        return _Part(_State.UNSEEN, "the rows it was trained on could not be identified")
    rows = max(fit.rows.from_train for fit in fits)
    return _Part(_State.MET, f"{plural(rows, 'training row')} and no test row")


def _validation(wanted: Literal["not_test", "train_only"], fits: list[Fit]) -> _Part:
    with_rows = [fit.validation_rows for fit in fits if fit.validation_rows is not None]
    leaked = max((rows.from_test for rows in with_rows), default=0)
    if leaked:
        return _Part(_State.MISSED, f"the validation rows hold {plural(leaked, 'test row')}")
    given = [fit.validation_rows for fit in fits if fit.validation == "data"]
    if not all(rows is not None and _known(rows) for rows in given):
        return _Part(_State.UNSEEN, "the rows it was validated on could not be identified")
    if wanted == "train_only" and all(fit.validation == "none" for fit in fits):
        if any(fit.epochs_asked is None for fit in fits):  # a loop of the student's own: it may watch in any way
            return _Part(_State.UNSEEN, "whether it was validated could not be seen")
        return _Part(_State.MISSED, "it was validated on no rows at all")
    return _Part(_State.MET, "no test row among the validation rows" if with_rows else "no validation on test rows")


def _test_share(rule: Rule, fits: list[Fit], evidence: Evidence) -> _Part:
    asked = _share_asked(fits, evidence)
    if asked is not None and not rule.accepts(asked):
        # The course's own split was served in place of it; what was asked for is what was wrong.
        return _Part(_State.MISSED, f"{percent(asked)} of the rows asked for as test rows, {_shares(rule)} expected")
    rows = [fit.rows for fit in fits]
    # A notebook that answers several problems is served several data sets.
    own = {row.dataset for row in rows}
    data = next((data for data in evidence.served if data.dataset in own), None) or next(iter(evidence.served), None)
    total = data.train_rows + data.test_rows if data else 0
    if not total or not all(_known(row) for row in rows):
        return _Part(_State.UNSEEN, "the share of rows kept for testing could not be read")
    # Validation rows that are no test rows were taken out of the training side, not kept for the test.
    used = max(min(_rows_used(fit), total) for fit in fits)
    share = (total - used) / total
    if rule.accepts(share):
        return _Part(_State.MET, f"{percent(share)} of {plural(total, 'row')} kept from training")
    return _Part(
        _State.MISSED, f"{percent(share)} of {plural(total, 'row')} kept from training, {_shares(rule)} expected"
    )


def _share_asked(fits: list[Fit], evidence: Evidence) -> float | None:
    """The share of test rows in the first split that was asked for before training; None where it is not told."""
    first = min(fit.cell for fit in fits)
    for served in evidence.substitutions:
        if served.how == "train_test_split" and served.cell <= first:
            found = _TEST_SIZE.search(served.asked)
            return float(found.group(1)) if found else None
    return None


def _rows_used(fit: Fit) -> int:
    held = fit.validation_rows
    return fit.rows.count + (held.count - held.from_test if held is not None else 0)


def _shares(rule: Rule) -> str:
    if rule.allowed:
        return listing([percent(float(value)) for value in rule.allowed if not isinstance(value, str | tuple)], "or")
    if rule.low is None or rule.high is None:
        return f"at most {percent(rule.high)}" if rule.high is not None else f"at least {percent(rule.low or 0)}"
    return f"{percent(rule.low)} to {percent(rule.high)}"
