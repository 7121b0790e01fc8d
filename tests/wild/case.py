"""One case of the corpus: a notebook of ours that isolates an idiom, and what running it must show."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

CASES: Final = Path(__file__).parent / "cases"
EXPECTED: Final = "expected.toml"
NOTEBOOK: Final = "notebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a case's toml says; every key but the first two may be left out."""

    idiom: str  # what the case isolates, in one sentence
    data: tuple[str, ...]  # data sets served
    also: tuple[str, ...] = ()  # resources served beside them
    models: Mapping[str, int | list[int]]  # variable -> parameters; a list: of the models it was bound to, in order
    fits: int = 0  # at least so many
    minutes: float | None = None  # for training; left out: no end
    served: tuple[str, ...] = ()  # each is part of what some substitution was asked
    how: tuple[str, ...] = ()  # each is the `how` of some substitution
    notes: tuple[str, ...] = ()  # each is part of some note
    printed: tuple[str, ...] = ()  # each is part of what the cells printed
    runtime: str = ""  # named in the environment's record, or the Keras that ran
    fails: tuple[tuple[int, str], ...] = ()  # (cell, error): these cells fail, and no others


@dataclass(frozen=True, slots=True, kw_only=True)
class WildCase:
    name: str
    notebook: Path
    files: Path | None  # the folder of a case that has companion files
    expected: Expected


def read_cases() -> tuple[WildCase, ...]:
    """Every case, sorted by name. Raises: ValueError for a toml with a wrong key or without its notebook."""
    alone = [_case(path.stem, path, None) for path in CASES.glob("*.toml")]
    companied = [_case(path.parent.name, path, path.parent) for path in CASES.glob(f"*/{EXPECTED}")]
    return tuple(sorted((*alone, *companied), key=lambda case: case.name))


def _case(name: str, toml: Path, files: Path | None) -> WildCase:
    stem = NOTEBOOK if files is not None else name
    notebooks = [toml.with_name(f"{stem}{suffix}") for suffix in (".py", ".ipynb")]
    notebook = next((path for path in notebooks if path.is_file()), None)
    if notebook is None:
        raise ValueError(f"{toml.name} of {name}: there is no {' or '.join(path.name for path in notebooks)} beside it")
    return WildCase(name=name, notebook=notebook, files=files, expected=read_expected(toml))


def read_expected(path: Path) -> Expected:
    """Raises: ValueError for a key that no case has, or a value of another form."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(raw) - {field.name for field in fields(Expected)})
    if unknown:
        raise ValueError(f"{path}: unknown keys {', '.join(unknown)}")
    if not {"idiom", "data"} <= set(raw):
        raise ValueError(f"{path}: `idiom` and `data` are needed")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key != "fails"
    }
    fails = tuple((int(cell), str(error)) for cell, error in raw.get("fails", ()))
    return Expected(**{"models": {}, **values, "fails": fails})
