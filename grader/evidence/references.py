"""What records may refer to beside each other: announced arrays, rows of the served data, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, get_args

import numpy as np

from grader.evidence.arrays import byte_count, decode_array
from grader.evidence.evidence import Array, Evidence, ServedData
from grader.evidence.gather import Gathered
from grader.evidence.pictures import MAX_FILE, PictureError, picture_size, reencode
from grader.evidence.schema import SchemaError
from grader.evidence.stream import StreamFile
from grader.evidence.wire.records import (
    Codes,
    Figure,
    Fit,
    Images,
    MetricCall,
    NextCharacters,
    Note,
    Output,
    Prediction,
    Rows,
    Split,
)

MAX_ARRAY: Final = 32 * 1024**2  # bytes of one kept array
MAX_ARRAYS: Final = 128 * 1024**2  # bytes of all kept arrays
MAX_POSITIONS: Final = 24_000_000  # row positions over all records: one array may be named by thousands of them
MAX_PICTURES: Final = 300
MAX_PIXELS: Final = 200_000_000  # unpacked over all pictures: bounds the time decoding may take
MAX_PICTURE_BYTES: Final = 96 * 1024**2  # re-encoded, all together
Referring: TypeAlias = Fit | Prediction | Images | Codes | NextCharacters | MetricCall
_SPLITS: Final = frozenset(get_args(Split))


@dataclass(slots=True)
class Arrays:
    """Arrays that were asked for, each read once, under the caps."""

    found: Gathered
    stream: StreamFile
    loaded: dict[str, Array] = field(default_factory=dict)
    size: int = 0

    def get(self, array_id: str) -> Array:
        """Raises: SchemaError for an id that no record announced, and for an array over the caps."""
        if array_id in self.loaded:
            return self.loaded[array_id]
        kept = self.found.arrays.get(array_id)
        if kept is None:
            raise SchemaError(f"array {array_id!r}, which no record announced")
        size = byte_count(kept.record)
        if size > MAX_ARRAY or self.size + size > MAX_ARRAYS:
            raise SchemaError(f"array {array_id!r} of {size:,} bytes is over the cap")
        try:
            array = decode_array(kept.record, self.stream.read(kept.payload))
        except ValueError as error:  # no bytes at all agree with any shape that has a 0 in it, however absurd
            raise SchemaError(f"array {array_id!r} of a shape that no array has") from error
        self.loaded[array_id] = array
        self.size += size
        return array

    def only(self, ids: Iterable[str]) -> dict[str, Array]:
        return {array_id: self.loaded[array_id] for array_id in sorted(set(ids))}


@dataclass(slots=True, kw_only=True)
class RowRules:
    """What rows may say. Positions that are given outrank the counts beside them, which are computed anew."""

    served: Sequence[ServedData]
    arrays: Arrays
    positions: int = 0  # named so far

    def checked(self, rows: Rows) -> Rows:
        """Rows that can be what they say; an unknown split becomes "unknown".

        A position may stand twice: oversampling a class for training does that. Predictions that repeat a
        row are refused where they would be counted, in `measure`, so that the report can say so.
        Raises: SchemaError.
        """
        if rows.from_train + rows.from_test > rows.count:
            raise SchemaError(f"{rows.from_train:,} + {rows.from_test:,} known rows of {rows.count:,}")
        rows = rows if rows.split in _SPLITS else replace(rows, split="unknown")
        if rows.indices is None:
            return rows
        positions = self.arrays.get(rows.indices)
        if positions.dtype.kind != "i" or positions.shape != (rows.count,):
            raise SchemaError(f"row positions of type {positions.dtype} and shape {positions.shape}")
        self.positions += rows.count
        if self.positions > MAX_POSITIONS:
            raise SchemaError(f"more than {MAX_POSITIONS:,} row positions in all records")
        data = next((data for data in self.served if data.dataset == rows.dataset), None)
        if data is None:
            raise SchemaError(f"row positions of data set {rows.dataset!r}, which was not served")
        total = data.train_rows + data.test_rows
        if rows.count and not 0 <= int(positions.min()) <= int(positions.max()) < total:
            raise SchemaError(f"row positions outside the {total:,} rows that were served")
        return self._recounted(rows, positions, data.train_rows)

    def _recounted(self, rows: Rows, positions: Array, train_rows: int) -> Rows:
        from_train = int(np.count_nonzero(positions.astype(np.int64) < train_rows))
        from_test = rows.count - from_train
        wrong = (rows.split == "train" and from_test) or (rows.split == "test" and from_train)
        return replace(rows, split="mixed" if wrong else rows.split, from_train=from_train, from_test=from_test)


@dataclass(slots=True)
class Pictures:
    """Pictures that were asked for, each decoded once; one that cannot be shown costs only itself."""

    found: Gathered
    stream: StreamFile
    images: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # by an output
    drawn: set[str] = field(default_factory=set)  # by a figure
    size: int = 0
    pixels: int = 0

    def output(self, output: Output) -> Output:
        return output if output.image is None else replace(output, image=self._once(output.image, self.shown))

    def figure(self, figure: Figure) -> Figure:
        return figure if figure.image is None else replace(figure, image=self._once(figure.image, self.drawn))

    def _once(self, image_id: str, used: set[str]) -> str | None:
        """The id when there is a picture to show under it, else None.

        One output and one figure may show a picture: whoever writes it out writes it once for each that names it,
        and ten thousand outputs naming one large picture would fill any disk.
        """
        if image_id in used:
            return None
        used.add(image_id)
        return self._known(image_id)

    def _known(self, image_id: str) -> str | None:
        if image_id in self.refused:
            return None
        if image_id not in self.images:
            try:
                self._load(image_id)
            except PictureError as fault:
                self.refused[image_id] = str(fault)
                return None
        return image_id

    def _load(self, image_id: str) -> None:
        kept = self.found.images.get(image_id)
        if kept is None:
            raise PictureError("no record announced it")
        if len(self.images) >= MAX_PICTURES or self.size >= MAX_PICTURE_BYTES:
            raise PictureError("more pictures than are kept")
        if kept.payload.length > MAX_FILE:
            raise PictureError(f"a file of {kept.payload.length:,} bytes, {MAX_FILE:,} are allowed")
        data = self.stream.read(kept.payload)
        width, height = picture_size(data)
        self.pixels += width * height
        if self.pixels > MAX_PIXELS:
            raise PictureError("all pictures together have more pixels than are unpacked")
        picture = reencode(data)
        self.images[image_id] = picture
        self.size += len(picture)

    def notes(self) -> tuple[Note, ...]:
        """One note for all pictures that are not shown; to be asked when every reference was looked at."""
        if not self.refused:
            return ()
        first, why = next(iter(self.refused.items()))
        count = len(self.refused)
        text = f"{count:,} {'picture is' if count == 1 else 'pictures are'} not shown; the first, {first}: {why}"
        return (Note(cell=0, about="evidence", text=text),)


def referring(evidence: Evidence) -> Iterator[Referring]:
    """Every record that names an array."""
    yield from evidence.fits
    yield from evidence.predictions
    yield from evidence.images_made
    yield from evidence.codes
    yield from evidence.next_characters
    yield from evidence.metrics


def array_ids(records: Iterable[Referring]) -> Iterator[str]:
    """Every array that a standing record refers to."""
    for record in records:
        yield from (array_id for array_id in _named(record) if array_id is not None)


def _named(record: Referring) -> tuple[str | None, ...]:
    match record:
        case Fit(rows=rows, validation_rows=held):
            return rows.indices, held.indices if held else None
        case Prediction(rows=rows, values=values):
            return rows.indices, values
        case Images(rows=shown, values=values, asked=asked):
            return shown.indices if shown else None, values, asked
        case Codes(rows=rows, mean=mean, log_variance=spread):
            return rows.indices, mean, spread
        case NextCharacters(starts=starts, values=values):
            return starts, values
        case MetricCall(rows=told):
            return (told.indices if told else None,)
