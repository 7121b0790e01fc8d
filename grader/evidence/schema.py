"""Rebuilds wire dataclasses from parsed JSON under strict rules, read off their own type hints.

Strict means: exactly the known fields, no conversion but of a whole number where a float is asked for, lists of
bounded length, whole numbers in bounds, text cleaned and cut, ids of one plain form. The tables below say what
type hints cannot; a field that is in none of them gets the default named beside each table.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from grader.evidence.clean import clean_line, clean_text

T = TypeVar("T")
Read = Callable[[object, str], Any]  # (value, place in the record) -> the checked value; raises SchemaError

MAX_WHOLE: Final = 2**53  # beyond this JSON readers disagree
ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")

_IDS: Final = frozenset({
    "Output.image", "Model.id", "Rows.indices", "Fit.id", "Fit.model", "Fit.parts", "EpochEnded.model", "Prediction.id",
    "Prediction.model", "Prediction.values", "Images.id", "Images.models", "Images.values", "Images.asked", "Codes.id",
    "Codes.model", "Codes.mean", "Codes.log_variance", "NextCharacters.id", "NextCharacters.model",
    "NextCharacters.starts", "NextCharacters.values", "Continuation.id", "Continuation.model", "ProcessedText.id",
    "MetricCall.model", "Figure.id", "Figure.image", "Table.id",
    "ArrayHead.id", "ImageHead.id",
})  # fmt: skip
# Text that keeps its line breaks; all other text is one line of at most 300 characters.
_TEXTS: Final[dict[str, int]] = {
    "Output.text": 1_050_000, "CellFailure.message": 4_000, "CellFailure.traceback": 40_000, "Note.text": 2_000,
    "Layer.settings": 500, "Model.settings": 500, "NextCharacters.alphabet": 20, "NextCharacters.joiner": 20,
    "Continuation.start": 2_000, "Continuation.text": 20_000, "ProcessedText.texts": 20_000,
}  # fmt: skip
_LINES: Final[dict[str, int]] = {
    "Table.columns": 500, "Table.index": 500, "Table.rows": 500, "Substitution.asked": 1_000,
    "Substitution.served": 1_000, "Substitution.why": 1_000, "ProcessedText.tokens": 200,
}  # fmt: skip
# Lists and objects hold at most 1,000 entries unless named here.
_COUNTS: Final[dict[str, int]] = {
    "CellRun.outputs": 10_000, "Model.layers": 2_000, "Model.names": 100, "Layer.output_shape": 16,
    "Model.input_shape": 16, "Model.output_shape": 16, "Layer.settings": 200, "Model.settings": 300,
    "Fit.history": 100_000, "Fit.callbacks": 100, "Fit.parts": 100, "Prediction.classes": 1_000,
    "MetricCall.value": 10_000, "Images.models": 4, "ProcessedText.tokens": 5_000,
    "Series.x": 500, "Series.y": 500, "Axes.legend": 200, "Axes.series": 500, "Figure.axes": 200,
    "Table.columns": 200, "Table.index": 5_000, "Table.rows": 5_000, "ArrayHead.shape": 4, "Evidence.list": 200_000,
}  # fmt: skip
# Whole numbers lie in 0..2**53 unless named here; settings may be negative.
_WHOLES: Final[dict[str, tuple[int, int]]] = {
    "CellStarted.number": (1, 100_000), "CellStarted.of": (1, 100_000), "CellRun.position": (1, 100_000),
    "Layer.settings": (-MAX_WHOLE, MAX_WHOLE), "Model.settings": (-MAX_WHOLE, MAX_WHOLE),
    "Fit.epochs_asked": (-MAX_WHOLE, MAX_WHOLE), "Fit.batch_size": (-MAX_WHOLE, MAX_WHOLE),
    "Ending.exit_status": (-MAX_WHOLE, MAX_WHOLE), "Environment.seed": (-MAX_WHOLE, MAX_WHOLE),
}  # fmt: skip
# Floats may be NaN or infinite (a diverged loss is a fact) unless they have a range here.
_FLOATS: Final[dict[str, tuple[float, float]]] = {
    "CellRun.seconds": (0, 1e9), "Fit.seconds": (0, 1e9), "Fit.validation_fraction": (0, 1),
    "Fit.learning_rate": (-1e30, 1e30), "Usage.wall_seconds": (0, 1e12), "Usage.cpu_seconds": (0, 1e12),
}  # fmt: skip
# Written by the host itself, so kept to the letter.
_OURS: Final = frozenset({"Ending", "Usage", "Isolation", "ServedData", "JobCell"})


class SchemaError(ValueError):
    """A record that does not follow the schema; `str()` is `place: what was needed, what was there`."""


def decode(kind: type[T], value: object, place: str = "") -> T:
    """One dataclass of the wire (or of evidence) from parsed JSON.

    Raises: SchemaError with the place in the record; nothing else, whatever `value` is.
    """
    return cast(T, _record_reader(kind)(value, place))


def decode_list(kind: type[T], value: object, place: str) -> tuple[T, ...]:
    """A list of such dataclasses, in its order."""
    return cast("tuple[T, ...]", _list_reader(_record_reader(kind), _COUNTS["Evidence.list"])(value, place))


_READERS: Final[dict[type[Any], Read]] = {}  # compiled once per type; the hints of a type never change


def _record_reader(kind: type[Any]) -> Read:
    if kind not in _READERS:
        _READERS[kind] = _compiled(kind)
    return _READERS[kind]


def _compiled(kind: type[Any]) -> Read:
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    required = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    readers = {name: _reader(hints[name], f"{kind.__name__}.{name}") for name in names}

    def read(value: object, place: str) -> Any:
        if not isinstance(value, dict):
            raise _fault(place, "an object", value)
        unknown, missing = value.keys() - names, required - value.keys()
        if unknown:
            raise SchemaError(f"{_join(place, '')}unknown field {clean_line(str(min(unknown, key=str)), 40)!r}")
        if missing:
            raise SchemaError(f"{_join(place, min(missing))}missing")
        return kind(**{name: readers[name](item, _place(place, name)) for name, item in value.items()})

    return read


def _reader(hint: Any, field: str) -> Read:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _literal_reader(arguments)
    if origin in (Union, types.UnionType):
        return _union_reader(arguments, field)
    if origin is tuple:
        return _list_reader(_reader(arguments[0], field), _COUNTS.get(field, 1_000))
    if origin is dict:
        return _object_reader(_reader(arguments[1], field), _COUNTS.get(field, 1_000))
    if is_dataclass(hint):
        return _record_reader(cast("type[Any]", hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum_reader(hint)
    if hint is bool or hint is types.NoneType:
        return _read_bool if hint is bool else _read_null
    return {str: _text_reader, int: _whole_reader, float: _float_reader}[hint](field)


def _literal_reader(allowed: tuple[Any, ...]) -> Read:
    def read(value: object, place: str) -> Any:
        if not isinstance(value, str) or value not in allowed:
            raise _fault(place, "one of " + ", ".join(map(str, allowed)), value)
        return value

    return read


def _enum_reader(kind: type[Enum]) -> Read:
    by_value = {member.value: member for member in kind}

    def read(value: object, place: str) -> Enum:
        if not isinstance(value, str) or value not in by_value:
            raise _fault(place, "one of " + ", ".join(map(str, by_value)), value)
        return by_value[value]

    return read


def _union_reader(options: tuple[Any, ...], field: str) -> Read:
    """Options are told apart by the JSON type of the value; no two options of one hint share it."""
    by_type: dict[type, Read] = {}
    for option in options:
        by_type[_json_type(option)] = _reader(option, field)
    words = " or ".join(sorted(_WORDS[kind] for kind in by_type))
    if float in by_type:
        by_type.setdefault(int, by_type[float])

    def read(value: object, place: str) -> Any:
        reader = by_type.get(type(value))
        if reader is None:
            raise _fault(place, words, value)
        return reader(value, place)

    return read


def _json_type(hint: Any) -> type:
    if get_origin(hint) is tuple:
        return list
    return dict if is_dataclass(hint) else cast(type, hint)


def _list_reader(item: Read, limit: int) -> Read:
    def read(value: object, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _fault(place, "a list", value)
        if len(value) > limit:
            raise SchemaError(f"{_join(place, '')}{len(value):,} entries, {limit:,} are allowed")
        return tuple(item(entry, f"{place}[{i}]") for i, entry in enumerate(value))

    return read


def _object_reader(item: Read, limit: int) -> Read:
    def read(value: object, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _fault(place, "an object", value)
        if len(value) > min(limit, 1_000):
            raise SchemaError(f"{_join(place, '')}{len(value):,} entries, {min(limit, 1_000):,} are allowed")
        built = {clean_line(key, 120): item(entry, _place(place, clean_line(key, 40))) for key, entry in value.items()}
        if len(built) != len(value):
            raise SchemaError(f"{_join(place, '')}two keys read the same")
        return built

    return read


def _text_reader(field: str) -> Read:
    if field in _IDS:
        return _read_id
    ours = field.partition(".")[0] in _OURS
    multiline, limit = field in _TEXTS, _TEXTS.get(field) or _LINES.get(field, 300)

    def read(value: object, place: str) -> str:
        if not isinstance(value, str):
            raise _fault(place, "text", value)
        if ours:
            return value
        return clean_text(value, limit) if multiline else clean_line(value, limit)

    return read


def _read_id(value: object, place: str) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise _fault(place, "an id of at most 80 plain characters", value)
    return value


def _whole_reader(field: str) -> Read:
    low, high = _WHOLES.get(field, (0, MAX_WHOLE))

    def read(value: object, place: str) -> int:
        if type(value) is not int:
            raise _fault(place, "a whole number", value)
        if not low <= value <= high:
            raise SchemaError(f"{_join(place, '')}{_short(value)} is outside {low:,} to {high:,}")
        return value

    return read


def _float_reader(field: str) -> Read:
    bounds = _FLOATS.get(field)

    def read(value: object, place: str) -> float:
        if type(value) is int and abs(value) <= MAX_WHOLE:
            value = float(value)
        if type(value) is not float:
            raise _fault(place, "a number", value)
        if bounds and not (math.isfinite(value) and bounds[0] <= value <= bounds[1]):
            raise SchemaError(f"{_join(place, '')}{value} is outside {bounds[0]:g} to {bounds[1]:g}")
        return value

    return read


def _read_bool(value: object, place: str) -> bool:
    if type(value) is not bool:
        raise _fault(place, "true or false", value)
    return value


def _read_null(value: object, place: str) -> None:
    if value is not None:
        raise _fault(place, "null", value)


_WORDS: Final[dict[type, str]] = {
    str: "text", int: "a whole number", float: "a number", bool: "true or false", types.NoneType: "null",
    list: "a list", dict: "an object",
}  # fmt: skip


def _fault(place: str, needed: str, value: object) -> SchemaError:
    return SchemaError(f"{_join(place, '')}needs {needed}, got {_WORDS.get(type(value), 'something else')}")


def _short(value: int) -> str:
    return f"{value:,}" if abs(value) < 10**20 else "a number of more than 20 digits"


def _place(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _join(place: str, name: str) -> str:
    whole = _place(place, name) if name else place
    return f"{whole}: " if whole else ""
