"""What grader.toml says about roles: for all submissions of an assignment, and for single ones.

[roles.aml-a2-sequences]
"spam.rnn" = "model_rnn"                        # a variable
"spam.lstm" = {variable = "model", cell = 12}

[overrides.aml-a2-sequences.ada.roles]
"spam.rnn" = {order = 2}                        # the second model that the notebook built
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from grader.checks.near import did_you_mean
from grader.rubric.pins import Pin, ProblemPins
from grader.rubric.rubric import Rubric

ROLES: Final = "roles"
OVERRIDES: Final = "overrides"
_FIELDS: Final = frozenset({"variable", "cell", "order"})
_FORM: Final = 'needs a variable in quotes, or a table such as {variable = "model", cell = 12}'

Path: TypeAlias = tuple[str, ...]
Faults: TypeAlias = list[tuple[Path, str]]  # where in the file, and what is wrong there


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """Read and well formed; whether assignments, problems and roles exist is asked of `faults_of` and `unknown`."""

    everyone: Mapping[str, ProblemPins] = field(default_factory=dict)  # by assignment
    single: Mapping[tuple[str, str], ProblemPins] = field(default_factory=dict)  # by assignment and submission

    def of(self, assignment: str, submission: str) -> ProblemPins:
        """Those of one submission: its own come before those for all."""
        return {**self.everyone.get(assignment, {}), **self.single.get((assignment, submission), {})}

    def unknown_assignments(self, known: Sequence[str]) -> Faults:
        named = [((ROLES, name), name) for name in self.everyone]
        named += [((OVERRIDES, name), name) for name, _ in self.single]
        return [
            (path, f"no assignment '{name}'{did_you_mean(name, known)}")
            for path, name in dict.fromkeys(named)
            if name not in known
        ]

    def unknown_roles(self, rubric: Rubric) -> Faults:
        """Pins for problems and roles that the rubric does not have."""
        tables: list[tuple[Path, ProblemPins]] = [
            ((ROLES, name), pins) for name, pins in self.everyone.items() if name == rubric.assignment
        ]
        tables += [
            ((OVERRIDES, name, submission, ROLES), pins)
            for (name, submission), pins in self.single.items()
            if name == rubric.assignment
        ]
        return [
            ((*path, f"{problem}.{role}"), fault)
            for path, pins in tables
            for problem, role in pins
            if (fault := _not_in(rubric, problem, role))
        ]

    def strangers(self, assignment: str, submissions: Iterable[str]) -> tuple[str, ...]:
        """Submissions that have pins of their own and are not there."""
        known = set(submissions)
        return tuple(name for each, name in self.single if each == assignment and name not in known)


def _not_in(rubric: Rubric, problem: str, role: str) -> str:
    roles = {each.id: tuple(each.roles) for each in rubric.problems}
    if problem not in roles:
        return f"no problem '{problem}' in the rubric{did_you_mean(problem, roles)}"
    if role not in roles[problem]:
        return f"no role '{role}' in problem '{problem}'{did_you_mean(role, roles[problem])}"
    return ""


def read_pins(raw: Mapping[str, Any]) -> tuple[Pins, Faults]:
    """The pins in a parsed grader.toml, and everything that is wrong with their form."""
    faults: Faults = []
    everyone = {
        name: _table(table, (ROLES, name), faults) for name, table in _tables(raw.get(ROLES, {}), (ROLES,), faults)
    }
    single: dict[tuple[str, str], ProblemPins] = {}
    for assignment, submissions in _tables(raw.get(OVERRIDES, {}), (OVERRIDES,), faults):
        at = (OVERRIDES, assignment)
        for submission, settings in _tables(submissions, at, faults):
            for key, table in _tables(settings, (*at, submission), faults):
                path = (*at, submission, key)
                if key == ROLES:
                    single[assignment, submission] = _table(table, path, faults)
                else:
                    faults.append((path, f"unknown key '{key}'; known is {ROLES}"))
    return Pins(everyone=everyone, single=single), faults


def _tables(value: object, path: Path, faults: Faults) -> Iterator[tuple[str, Any]]:
    """What a table holds, which must be tables."""
    if not isinstance(value, dict):
        faults.append((path, f"needs tables, got {value!r}"))
        return
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield key, inner
        else:
            faults.append(((*path, key), f"needs a table, got {inner!r}"))


def _table(table: Mapping[str, object], path: Path, faults: Faults) -> ProblemPins:
    pins: dict[tuple[str, str], Pin] = {}
    for key, value in table.items():
        at = (*path, key)
        problem, dot, role = key.partition(".")
        if isinstance(value, dict) and not dot and not set(value) & _FIELDS:
            faults.append((at, f'put problem and role in quotes: "{key}.role" = ...'))
            continue
        if not (problem and role):
            faults.append((at, 'is named by problem and role, such as "spam.rnn"'))
            continue
        pin = _pin(value, at, faults)
        if pin is not None:
            pins[problem, role] = replace(pin, where=f"grader.toml, {dotted(path)}")
    return pins


def _pin(value: object, at: Path, faults: Faults) -> Pin | None:
    if isinstance(value, str) and value:
        return Pin(variable=value)
    if not isinstance(value, dict) or not value:
        faults.append((at, f"{_FORM}, got {value!r}"))
        return None
    wrong = [f"unknown key '{key}'{did_you_mean(key, sorted(_FIELDS))}" for key in value if key not in _FIELDS]
    for key in sorted(set(value) & _FIELDS):
        given = value[key]
        if key == "variable" and not (isinstance(given, str) and given):
            wrong.append(f"{key} needs text, got {given!r}")
        if key != "variable" and (isinstance(given, bool) or not isinstance(given, int) or given < 1):
            wrong.append(f"{key} needs a whole number above 0, got {given!r}")
    faults += [(at, fault) for fault in wrong]
    return None if wrong else Pin(**value)


def dotted(path: Path) -> str:
    """As the path would stand in a TOML file."""
    return ".".join(part if part.replace("-", "").replace("_", "").isalnum() else f'"{part}"' for part in path)


def addressed(text: str, name: str, faults: Faults) -> list[str]:
    """Each fault with the line of the file where its table or key stands: "grader.toml:12: roles.hw.\\"a.b\\": ..."."""
    lines = _lines(text)
    return [f"{name}:{_nearest(path, lines)}: {dotted(path)}: {fault}" for path, fault in faults]


def _nearest(path: Path, lines: Mapping[Path, int]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _lines(text: str) -> dict[Path, int]:
    """Where each key stands, for what is written on one line; read line by line, so good for messages only."""
    found: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            path = next(_single(tomllib.loads(line)), ())
        except tomllib.TOMLDecodeError:
            continue
        if line.lstrip().startswith("["):
            table = path
            for end in range(1, len(path) + 1):
                found.setdefault(path[:end], number)
        elif path:
            found.setdefault((*table, path[0]), number)
    return found


def _single(value: Mapping[str, Any]) -> Iterator[Path]:
    """The longest path of first keys in a parsed line."""
    path: list[str] = []
    at: Any = value
    while isinstance(at, dict) and at:
        key = next(iter(at))
        path.append(key)
        at = at[key]
    if path:
        yield tuple(path)
