"""A hostile case: a script, and what its first comments say must come of it.

# about:  one sentence
# ending: the ending's value, as in `exited_early`
# signal: or
# status: what it ended with
# prints: text the raw log must hold (the line may be repeated)
# detail: text the sentence about its ending must hold
# held:   `by a group` when only a control group can bring it about; it is left out where there is none
# limits: changes to the usual short limits, as in `wall_seconds=1 processes=32`
# none:   `same` when the same must come of it without a sandbox; else why it is not run there
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.evidence.ending import EndingKind
from grader.sandbox.contract import Limits
from tests.sandbox.builders import limits

_SECONDS: Final = ("wall_seconds", "cpu_seconds")
CASES: Final = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    source: str
    about: str
    ending: EndingKind
    signal: int | None
    status: int | None
    prints: tuple[str, ...]
    detail: str
    needs_group: bool
    has_limits: bool  # of its own: it is about reaching one, or about not reaching it
    limits: Limits
    none: str

    @property
    def runs_without_sandbox(self) -> bool:
        return self.none == "same"


def read_case(path: Path) -> Case:
    source = path.read_text(encoding="utf-8")
    said = dict[str, list[str]]()
    for line in source.splitlines():
        if not line.startswith("# "):
            break
        key, _, value = line[2:].partition(":")
        said.setdefault(key.strip(), []).append(value.strip())
    one = {key: values[0] for key, values in said.items()}
    changes = dict(pair.split("=") for pair in one.get("limits", "").split())
    return Case(
        name=path.stem,
        source=source,
        about=one["about"],
        ending=EndingKind(one["ending"]),
        signal=int(one["signal"]) if "signal" in one else None,
        status=int(one["status"]) if "status" in one else None,
        prints=tuple(said.get("prints", ())),
        detail=one.get("detail", ""),
        needs_group=one.get("held") == "by a group",
        has_limits="limits" in one,
        limits=limits(**{key: float(value) if key in _SECONDS else int(value) for key, value in changes.items()}),
        none=one["none"],
    )


def all_cases() -> list[Case]:
    return [read_case(path) for path in sorted(CASES.glob("*.py"))]
