"""Check `said`: do the notebook's words, or what it printed, speak of what they must speak of?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Final

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from grader.checks.base import Case, CheckSpec, Criterion, Outcome
from grader.checks.fields import one_of, refuse, words_schema
from grader.checks.imports import without_imports
from grader.checks.points import award
from grader.checks.words import listing, sentence

PLACES: Final = ("prose", "output", "code")
MOST_TEXT: Final = 100_000  # characters of one cell's text or output that are looked at
_SPACE: Final = re.compile(r"\s+")


def _groups(value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, tuple | list) or not value:
        raise refuse("needs a list of groups of words, such as [[noise, standard error], [significant]]")
    groups = []
    for index, group in enumerate(value):
        if not isinstance(group, tuple | list) or not group:
            raise refuse("needs a list of words, of which one must be said", index)
        for place, word in enumerate(group):
            if not isinstance(word, str) or not word.strip():
                raise refuse(f"a word must be text, got {word!r}; put it in quotes", index, place)
        groups.append(tuple(group))
    return tuple(groups)


_GROUPS_SCHEMA: Final[dict[str, Any]] = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "array", "minItems": 1, "items": {"type": "string"}},
}
Groups = Annotated[
    tuple[tuple[str, ...], ...],
    PlainValidator(_groups),
    PlainSerializer(lambda groups: [list(group) for group in groups]),
    WithJsonSchema(_GROUPS_SCHEMA),
]
Places = Annotated[tuple[str, ...], PlainValidator(one_of(PLACES, "place")), WithJsonSchema(words_schema(PLACES))]


class SaidSpec(CheckSpec):
    """Words that must be said; of each group one is enough, and every group is an equal share."""

    any: Groups = Field(
        description="Groups of words. A word may be several, or the beginning of one (`significan`); case and line "
        "breaks do not matter."
    )
    where: Places = Field(
        default=("prose", "output"),
        description="Where: `prose` (text cells), `output` (what cells printed or displayed), `code` (an import alone "
        "says nothing); one or several.",
    )


@dataclass(frozen=True, slots=True)
class _Text:
    cell: int
    text: str


def judge_said(criterion: Criterion[SaidSpec], case: Case) -> Outcome:
    """Points by the share of groups of which a word was found; whether what is said is right, a person must judge."""
    spec = criterion.spec
    texts = list(_texts(spec, case))
    found: list[str] = []
    missing: list[str] = []
    cells: list[int] = []
    for group in spec.any:
        hit = next(((word, text.cell) for word in group for text in texts if _pattern(word).search(text.text)), None)
        if hit is None:
            missing.append(listing([f"'{word}'" for word in group], "or"))
        else:
            found.append(f"'{hit[0]}' in cell {hit[1]}")
            cells.append(hit[1])
    where = listing(spec.where, "or")
    parts = [
        f"found: {listing(found)}" if found else "",
        f"not found in {where}: {'; '.join(missing)}" if missing else "",
    ]
    because = " ".join(sentence(part) for part in parts if part)
    return award(criterion, Fraction(len(found), len(spec.any)), because, tuple(cells))


def _texts(spec: SaidSpec, case: Case) -> Iterator[_Text]:
    for cell in case.evidence.submitted:
        wanted = "code" if cell.kind == "code" else "prose"
        if wanted in spec.where:
            yield _Text(cell.position, _plain(without_imports(cell.source) if cell.kind == "code" else cell.source))
    if "output" in spec.where:
        for run in case.evidence.cells:
            text = "\n".join(output.text for output in run.outputs if output.kind != "error")
            if text:
                yield _Text(run.position, _plain(text))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text[:MOST_TEXT].casefold().replace("×", "x"))


def _pattern(word: str) -> re.Pattern[str]:
    plain = _plain(word).strip()
    start = r"(?<!\w)" if plain[0].isalnum() else ""
    return re.compile(start + re.escape(plain))
