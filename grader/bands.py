"""Bands of the reference over seeds, kept beside it in bands.json with the digests they hold for.

A band made for other data, another profile or another text of the reference is stale: it is named as
such and never used.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from grader.checks.base import Band
from grader.faults import CourseError
from grader.files import write_atomically

FILE: Final = "bands.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBand:
    """One metric of one role over seeds; `values` in the order of `seeds`, in the metric's own unit."""

    problem: str
    role: str
    metric: str
    profile: str
    data_digest: str
    reference_digest: str
    seeds: tuple[int, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.seeds) != len(self.values) or not self.values:
            raise ValueError(f"{self.role} {self.metric}: {len(self.seeds)} seeds for {len(self.values)} values")
        if not all(math.isfinite(value) for value in self.values):
            raise ValueError(f"{self.role} {self.metric}: a value is not a number")

    def band(self) -> Band:
        return band_of(self.values)


def band_of(values: tuple[float, ...]) -> Band:
    """Mean and sample standard deviation (n - 1); the deviation of a single run is unknown and given as 0."""
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    sd = math.sqrt(squares / (len(values) - 1)) if len(values) > 1 else 0.0
    return Band(mean=mean, sd=sd, seeds=len(values), values=values)


def read_bands(path: Path) -> tuple[StoredBand, ...]:
    """All stored bands of an assignment; none when the file does not exist.

    Raises: CourseError when the file is not what `grader validate --seeds` writes.
    """
    if not path.is_file():
        return ()
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["bands"]
        return tuple(
            StoredBand(**{**row, "seeds": tuple(row["seeds"]), "values": tuple(map(float, row["values"]))})
            for row in rows
        )
    except (ValueError, TypeError, KeyError) as error:
        raise CourseError(
            f"not a band file: {error}", where=str(path), fix="delete it and run `grader validate --seeds 5` again"
        ) from error


def write_bands(path: Path, bands: Iterable[StoredBand]) -> None:
    """Replace bands of the same problem, role, metric, profile and data; keep the others. Atomic."""
    merged = {_place(band): band for band in (*read_bands(path), *bands)}
    rows = [asdict(band) for _, band in sorted(merged.items())]
    text = json.dumps({"bands": rows}, indent=1, ensure_ascii=False) + "\n"
    write_atomically(path, text.encode())


def _place(band: StoredBand) -> tuple[str, str, str, str, str]:
    return band.problem, band.role, band.metric, band.profile, band.data_digest


def choose(
    stored: Iterable[StoredBand],
    *,
    problem: str,
    profile: str,
    data_digest: str,
    reference_digest: str,
    single_run: Mapping[tuple[str, str], float],
) -> tuple[dict[tuple[str, str], Band], tuple[StoredBand, ...]]:
    """Bands by (role, metric) for one problem, and the stale ones that were passed over.

    Where no stored band holds, the one reference run at hand serves with an unknown spread (`single_run`).
    """
    bands = {place: band_of((value,)) for place, value in single_run.items()}
    stale = []
    for entry in stored:
        if entry.problem != problem or entry.profile != profile:
            continue
        if entry.reference_digest != reference_digest:
            stale.append(entry)
        elif entry.data_digest == data_digest:
            bands[entry.role, entry.metric] = entry.band()
    return bands, tuple(stale)
