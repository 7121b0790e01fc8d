"""The form of a rubric file, level by level; the rubric reference and the editors' schema are made from it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from grader.checks.fields import NumberRule, Words, one_of, refuse
from grader.evidence.wire.records import LAYER_KINDS

HINT_LINES: Final = 5
HINT_COLUMNS: Final = 40
MAX_POINTS: Final = 1_000_000

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ROLE: Final = re.compile(r"[a-z][a-z0-9_-]*(?: [a-z0-9_-]+)*")


class Document(BaseModel):
    """Base of every level; unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _exact(value: object) -> Fraction:
    """A number of points as it was written: 0.1 is one tenth."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(f"needs a number above 0, got {_shown(value)}")
    exact = Fraction(str(value))
    if not 0 < exact <= MAX_POINTS:
        raise refuse(f"needs a number above 0, got {value}")
    return exact


def _shown(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else "nothing" if value is None else repr(value)


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value) or len(value) > 60:
        raise refuse(f"an id is lower-case letters and digits joined by '-', got {_shown(value)}")
    return value


def role_name(value: object) -> str:
    if not isinstance(value, str) or not _ROLE.fullmatch(value) or len(value) > 60:
        raise refuse(f"a role is named in lower-case words, got {_shown(value)}")
    return value


def _lines(value: object) -> tuple[str, ...]:
    """Diff lines from a list or a block of text."""
    if isinstance(value, str):
        return tuple(value.rstrip("\n").split("\n"))
    if not isinstance(value, tuple | list):
        raise refuse("needs a line of code, or a list of lines")
    for index, line in enumerate(value):
        if not isinstance(line, str):
            raise refuse(f"a line of code must be text, got {line!r}; put it in quotes", index)
    return tuple(value)


def _narrow(lines: tuple[str, ...]) -> tuple[str, ...]:
    for line in lines:
        if len(line) > HINT_COLUMNS:
            raise refuse(f"a line of a hint has at most {HINT_COLUMNS} characters, this has {len(line)}: {line[:50]}")
    return lines


Points = Annotated[
    Fraction, PlainValidator(_exact), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": MAX_POINTS})
]
Id = Annotated[
    str, PlainValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": 60})
]
DiffLines = Annotated[
    tuple[str, ...],
    PlainValidator(_lines),
    AfterValidator(_narrow),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": HINT_LINES}]}
    ),
]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class HintDocument(Document):
    """What the report says to mend when the criterion is not met; the course decides how much is given away."""

    title: Title = Field(description="Imperative and short: `Train on the training messages only`.")
    text: str = Field(default="", max_length=600, description="Why, and what to look at; two lines in the report.")
    remove: DiffLines = Field(default=(), description="Lines of code to take out.")
    add: DiffLines = Field(
        default=(),
        description=f"Lines to put in. `remove` and `add`: {HINT_LINES} lines of {HINT_COLUMNS} characters.",
    )

    @model_validator(mode="after")
    def _short(self) -> HintDocument:
        lines = len(self.remove) + len(self.add)
        if lines > HINT_LINES:
            raise refuse(f"a hint shows at most {HINT_LINES} lines of code, this has {lines}")
        return self


class DataDocument(Document):
    """The data set a problem is about."""

    dataset: Annotated[str, Field(min_length=1)] = Field(
        description="The name of a data set; `grader rubric reference` lists them."
    )
    labels: Literal["served", "sealed"] = Field(
        default="served",
        description="What the test rows carry when the notebook runs. `served`: their true labels. `sealed`: decoys, "
        "the true labels dealt out anew; metrics are measured with the true ones, which never go in. The same for "
        "every problem on that data set.",
    )
    also: Words = Field(
        default=(),
        description="Names of resources that are served beside it, such as word vectors; "
        "`grader rubric reference` lists them.",
    )


Kinds = Annotated[
    tuple[str, ...],
    PlainValidator(one_of(LAYER_KINDS, "layer kind")),
    WithJsonSchema({"type": "array", "items": {"enum": list(LAYER_KINDS)}}),
]


class NeedsDocument(Document):
    """What running a problem takes, so that attempts side by side find room; limits are set in grader.toml."""

    memory_gib: float = Field(
        default=2.5, gt=0, le=1024, description="Memory of an attempt while it works on this problem, in GiB."
    )
    gpu: bool = Field(
        default=False, description="Whether it is given a GPU where there is one; `--device cuda` gives one to all."
    )


class QuickDocument(Document):
    """What the quick profile does with a problem, where its usual caps do not suit."""

    epochs: int | None = Field(
        default=None,
        ge=1,
        le=1000,
        description="Most epochs of one fit or of one training loop; 5 where a problem says nothing. A notebook runs "
        "once, so the largest number of the file's problems holds for it.",
    )
    steps: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="Most turns of one training loop that has no epochs; 100 where a problem says nothing. Where one "
        "says it, a loop of epochs is not ended before it has made as many steps. The largest number of the file's "
        "problems holds.",
    )
    minutes: float | None = Field(
        default=None,
        gt=0,
        le=1440,
        description="Time for the problem's training, after which fits and training loops end as early as they can; "
        "one of them takes at most a third of what is left. The sum over the file's problems holds for a notebook; "
        "where one of them says nothing there is no such end.",
    )


class ModelRoleDocument(Document):
    """A model to be found by what it is."""

    has: Kinds = Field(default=(), description="Layer kinds it has, in this order; others may stand between them.")
    lacks: Kinds = Field(default=(), description="Layer kinds it must not have.")
    output: Literal["binary", "classes", "image", "vector", "any"] = Field(
        default="any",
        description="What its last layer gives. `binary`: one unit (sigmoid or linear) or two (softmax or linear); "
        "`classes`: two units or more; `image`: height, width and channels, or a square; `vector`: one axis of three "
        "values or more, no softmax. Of several outputs the first counts.",
    )
    input: Literal["image", "vector", "tokens", "any"] = Field(
        default="any",
        description="What goes in. `image`: height, width and channels; `tokens`: words or characters, by number or "
        "one-hot; `vector`: one axis of numbers. Of several inputs the first counts.",
    )
    named: Words = Field(default=(), description="Class names, such as `GaussianNB`: the model's or of a step of it.")
    width: NumberRule | None = Field(default=None, description="Values per row that go in: a number or {min, max}.")
    trains: Kinds = Field(default=(), description="Layer kinds it must have with weights that learn.")
    freezes: Kinds = Field(default=(), description="Layer kinds it must have with weights of which none learns.")
    fitted: bool = Field(
        default=False, description="Whether only models that were trained count, on their own or as part of another."
    )
    data: str | None = Field(
        default=None, description="A data set: only models that were trained or tried on rows of it count."
    )


class RoleDocument(Document):
    """A name for something to be found in the notebook."""

    model: ModelRoleDocument = Field(description="A model, told by its layers.")
    alternatives: tuple[ModelRoleDocument, ...] = Field(
        default=(), description="Other forms of it, written like `model`: a model that fits one of them will do."
    )


class CriterionDocument(Document):
    """What every criterion has; the other keys are those of its check."""

    id: Id = Field(description="Lower case with dashes; once in the file.")
    title: Title | None = Field(default=None, description="As printed in the report; left out, the id in words.")
    points: Points = Field(description="What it is worth; a multiple of `step`.")
    check: str = Field(description="Which check judges it.")
    step: Points = Field(
        default=Fraction(1, 2), description="Points are rounded once, downwards, to multiples of this."
    )
    public: bool = Field(default=True, description="Whether `grader check` shows it to a student before the deadline.")
    hint: HintDocument | None = Field(default=None, description="What the report says to mend.")


class ProblemDocument(Document):
    """One problem of an assignment."""

    id: Id = Field(description="Lower case with dashes; once in the file.")
    title: Title = Field(description="As printed in the report.")
    points: Points | None = Field(default=None, description="Their sum over the criteria; refused when it is not.")
    data: DataDocument | None = Field(default=None, description="The data set it is about.")
    needs: NeedsDocument | None = Field(default=None, description="What running it takes, where that is unusual.")
    quick: QuickDocument | None = Field(default=None, description="What the quick profile does with it.")
    roles: dict[str, RoleDocument] = Field(default_factory=dict, description="Names for what is to be found.")
    criteria: tuple[Any, ...] = Field(min_length=1, description="What is judged, in the order of the report.")


class AssignmentDocument(Document):
    """The whole file."""

    assignment: Id = Field(description="The file's name without `.yaml`.")
    title: Title = Field(description="As printed in the report.")
    points: Points | None = Field(default=None, description="The sum over the problems; refused when it is not.")
    continue_after_failure: bool = Field(
        default=True, description="Whether the notebook goes on after a cell that failed."
    )
    problems: tuple[Any, ...] = Field(min_length=1, description="Its problems, in the order of the report.")
