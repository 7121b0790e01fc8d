"""First pass over a stream: well-formed records under caps; the later of two with one id replaces the earlier.

Nothing here looks from one record to another; that is the second pass (`resolve`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Generic, TypeVar, cast, get_args

from grader.evidence.arrays import byte_count
from grader.evidence.clean import clean_line
from grader.evidence.schema import SchemaError, decode
from grader.evidence.stream import Place, StoredFrame, StreamError, StreamFile
from grader.evidence.strict_json import JsonError, parse_json
from grader.evidence.wire.records import (
    LAYER_KINDS,
    RECORD_TYPES,
    ArrayHead,
    CellRun,
    CellStarted,
    Codes,
    Continuation,
    Done,
    Environment,
    EpochEnded,
    Figure,
    Fit,
    Framework,
    ImageHead,
    Images,
    Layer,
    MetricCall,
    Model,
    NextCharacters,
    Note,
    Prediction,
    ProcessedText,
    Substitution,
    Table,
)

R = TypeVar("R")

# Kept per type; an attempt that shows more than this of anything is not coursework any more.
MAX_RECORDS: Final[Mapping[str, int]] = {
    "cell": 5_000, "model": 2_000, "fit": 2_000, "prediction": 2_000, "metric": 10_000, "figure": 500, "table": 1_000,

    "images": 200, "codes": 200, "next_characters": 50, "continuation": 200, "processed_text": 300,
    "substitution": 2_000, "note": 1_000, "array": 10_000, "image": 2_000,
}  # fmt: skip
MAX_KEPT_BYTES: Final = 32 * 1024**2  # of heads; once for cells with their outputs, once for all other records
MAX_KEPT_VALUES: Final = 1_000_000  # JSON values, likewise: about 75 MB as Python objects
MAX_PARSED_VALUES: Final = 5_000_000  # JSON values over the whole stream: bounds the time that reading may take
MAX_REASONS: Final = 5  # of left-out records that are told in words
_ALWAYS: Final = frozenset({CellRun, CellStarted, Done, Environment, EpochEnded})  # read however full it is
_KINDS: Final = frozenset(LAYER_KINDS)
_FRAMEWORKS: Final = frozenset(get_args(Framework))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Generic[R]):
    """A record, the frame it came in, where its payload lies, and what it weighs (bytes of its head, JSON values)."""

    record: R
    frame: int
    payload: Place
    size: int
    values: int


@dataclass(slots=True)
class Budget:
    """What kept records weigh together. Cells have their own: much printing must not push the facts out."""

    size: int = 0
    values: int = 0

    def has_room(self, size: int, values: int) -> bool:
        return self.size + size <= MAX_KEPT_BYTES and self.values + values <= MAX_KEPT_VALUES


@dataclass(slots=True)
class LeftOut:
    """Records that were well framed and wrong in themselves: counted, the first few told in words."""

    count: int = 0
    reasons: list[str] = field(default_factory=list)

    def add(self, what: str, frame: int, why: str) -> None:
        self.count += 1
        if len(self.reasons) < MAX_REASONS:
            self.reasons.append(f"{what} in frame {frame:,} ({clean_line(why, 200)})")

    def sentence(self) -> str:
        noun = "record was" if self.count == 1 else "records were"
        more = self.count - len(self.reasons)
        tail = f"; and {more:,} more" if more else ""
        return f"{self.count:,} {noun} left out as not following the schema: " + "; ".join(self.reasons) + tail


@dataclass(slots=True)
class Gathered:
    """What the first pass kept. Mappings are in the order in which the records that stand were written."""

    environment: Environment | None = None
    started: CellStarted | None = None  # the last
    done: Done | None = None  # only when it is the last record
    cells: dict[int, Kept[CellRun]] = field(default_factory=dict)
    models: dict[str, Kept[Model]] = field(default_factory=dict)
    fits: dict[str, Kept[Fit]] = field(default_factory=dict)
    predictions: dict[str, Kept[Prediction]] = field(default_factory=dict)
    images_made: dict[str, Kept[Images]] = field(default_factory=dict)
    codes: dict[str, Kept[Codes]] = field(default_factory=dict)
    next_characters: dict[str, Kept[NextCharacters]] = field(default_factory=dict)
    continuations: dict[str, Kept[Continuation]] = field(default_factory=dict)
    processed_texts: dict[str, Kept[ProcessedText]] = field(default_factory=dict)
    metrics: dict[int, Kept[MetricCall]] = field(default_factory=dict)
    figures: dict[str, Kept[Figure]] = field(default_factory=dict)
    tables: dict[str, Kept[Table]] = field(default_factory=dict)
    substitutions: dict[int, Kept[Substitution]] = field(default_factory=dict)
    notes: dict[int, Kept[Note]] = field(default_factory=dict)
    arrays: dict[str, Kept[ArrayHead]] = field(default_factory=dict)
    images: dict[str, Kept[ImageHead]] = field(default_factory=dict)
    valid: int = 0  # records that followed the schema, replaced ones included
    fault: StreamError | None = None
    left_out: LeftOut = field(default_factory=LeftOut)
    outputs: Budget = field(default_factory=Budget)
    facts: Budget = field(default_factory=Budget)
    values_parsed: int = 0


def gather(stream: StreamFile) -> Gathered:
    """Read the stream up to its end or its first invalid frame."""
    found = Gathered()
    try:
        for frame in stream.frames():
            _take(found, frame)
    except StreamError as fault:
        found.fault = fault
    return found


def _take(found: Gathered, frame: StoredFrame) -> None:
    try:
        head = parse_json(frame.head)
    except JsonError as fault:
        raise StreamError(frame.number, frame.offset, str(fault)) from fault
    match head.value:
        case {"type": str(name), "data": data, **rest} if not rest:
            pass
        case _:
            raise StreamError(frame.number, frame.offset, 'not an object of "type" and "data"')
    found.values_parsed += head.size
    if found.values_parsed > MAX_PARSED_VALUES:
        raise StreamError(frame.number, frame.offset, f"more than {MAX_PARSED_VALUES:,} values in all records")
    kind = RECORD_TYPES.get(name)
    if kind is None:
        found.left_out.add("a record", frame.number, f"unknown type {clean_line(name, 40)!r}")
        return
    try:
        if kind not in _ALWAYS and not found.facts.has_room(len(frame.head), head.size):
            raise SchemaError("all records together are over the cap")
        record = _sound(decode(kind, data))
        _check_payload(record, frame.payload)
        _keep(found, name, record, frame, head.size)
    except SchemaError as fault:
        found.left_out.add(name, frame.number, str(fault))
        return
    found.valid += 1
    if not isinstance(record, EpochEnded):
        found.done = record if isinstance(record, Done) else None


def _sound(record: object) -> object:
    """Rules within one record; a record that breaks one must not replace a sound one with the same id."""
    if not isinstance(record, Model):
        return record
    if record.framework not in _FRAMEWORKS:
        raise SchemaError(f"framework {record.framework[:40]!r} is not one we know")
    counted: tuple[Model | Layer, ...] = (record, *record.layers)
    for what in counted:
        if what.trainable > what.parameters:
            raise SchemaError(f"{what.trainable:,} trainable of {what.parameters:,} parameters")
    layers = tuple(layer if layer.kind in _KINDS else replace(layer, kind="other") for layer in record.layers)
    return replace(record, layers=layers)


def _check_payload(record: object, payload: Place) -> None:
    if isinstance(record, ArrayHead):
        if payload.length != byte_count(record):
            raise SchemaError(f"{payload.length:,} bytes for an array that needs {_count(byte_count(record))}")
    elif not isinstance(record, ImageHead) and payload.length:
        raise SchemaError("a payload where none belongs")


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**15 else "more than a disk holds"


def _keep(found: Gathered, name: str, record: object, frame: StoredFrame, values: int) -> None:
    match record:
        case Environment():
            if found.environment is not None:
                # The first was written before any of the student's code ran.
                raise SchemaError("a second one; the first stands")
            found.environment = record
        case CellStarted():
            found.started = record
        case Done() | EpochEnded():
            return
        case _:
            _store(found, name, record, frame, values)


def _store(found: Gathered, name: str, record: object, frame: StoredFrame, values: int) -> None:
    """Put the record last in its kind's mapping, under the caps; the one it replaces is gone."""
    shelf, key = _shelf(found, record, frame.number)
    old = shelf.get(key)
    if old is None and len(shelf) >= MAX_RECORDS[name]:
        raise SchemaError(f"more than {MAX_RECORDS[name]:,} of this type")
    size = len(frame.head)
    budget = found.outputs if isinstance(record, CellRun) else found.facts
    if isinstance(record, CellRun) and not budget.has_room(size, values):
        # That a cell ran is worth more than what it printed: only the outputs go.
        dropped = sum(len(output.text) for output in record.outputs)
        record = replace(record, outputs=(), dropped_bytes=record.dropped_bytes + dropped)
        size = values = 0
    if not isinstance(record, Model):
        shelf.pop(key, None)  # "last" means written last; a model keeps the place where it was built
    shelf[key] = Kept(record=record, frame=frame.number, payload=frame.payload, size=size, values=values)
    budget.size += size - (old.size if old else 0)
    budget.values += values - (old.values if old else 0)


def _shelf(found: Gathered, record: object, number: int) -> tuple[dict[int | str, Kept[object]], int | str]:
    shelf: object
    key: int | str
    match record:
        case CellRun(position=position):
            shelf, key = found.cells, position
        case Model(id=key):
            shelf = found.models
        case Fit(id=key):
            shelf = found.fits
        case Prediction(id=key):
            shelf = found.predictions
        case Images(id=key):
            shelf = found.images_made
        case Codes(id=key):
            shelf = found.codes
        case NextCharacters(id=key):
            shelf = found.next_characters
        case Continuation(id=key):
            shelf = found.continuations
        case ProcessedText(id=key):
            shelf = found.processed_texts
        case MetricCall():
            shelf, key = found.metrics, number
        case Figure(id=key):
            shelf = found.figures
        case Table(id=key):
            shelf = found.tables
        case Substitution():
            shelf, key = found.substitutions, number
        case Note():
            shelf, key = found.notes, number
        case ArrayHead(id=key):
            shelf = found.arrays
        case ImageHead(id=key):
            shelf = found.images
        case _:
            raise SchemaError("a record that is kept nowhere")
    return cast("dict[int | str, Kept[object]]", shelf), key
