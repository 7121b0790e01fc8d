"""Evidence as files: a mapping of relative names to bytes, the same for the same evidence, and back again."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

import numpy as np

from grader.evidence.ending import Ending, Isolation, Usage
from grader.evidence.evidence import Array, Evidence, ServedData
from grader.evidence.executed import executed_notebook
from grader.evidence.references import array_ids, referring
from grader.evidence.runtime import RuntimeUsed
from grader.evidence.schema import SchemaError, decode, decode_list
from grader.evidence.strict_json import JsonError, parse_json
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import (
    CellRun,
    Codes,
    Continuation,
    Environment,
    Figure,
    Fit,
    Images,
    MetricCall,
    Model,
    NextCharacters,
    Note,
    Prediction,
    ProcessedText,
    Substitution,
    Table,
)

FORMAT: Final = 1
EVIDENCE: Final = "evidence.json"
NOTEBOOK: Final = "executed.ipynb"
_PREAMBLE: Final = 10  # bytes of an .npy file before its header: magic, version, the header's length
MAX_VALUES: Final = 20_000_000  # JSON values of one evidence.json, far above what the reader keeps
_LISTS: Final[Mapping[str, type[Any]]] = {
    "served": ServedData, "submitted": JobCell, "cells": CellRun, "models": Model, "fits": Fit,
    "predictions": Prediction, "images_made": Images, "codes": Codes, "next_characters": NextCharacters,
    "continuations": Continuation, "processed_texts": ProcessedText, "metrics": MetricCall, "figures": Figure,
    "tables": Table, "substitutions": Substitution, "notes": Note,
}  # fmt: skip

ReadFile = Callable[[str], bytes]  # relative name -> content


class BundleError(ValueError):
    """Files that are not a bundle of evidence; `str()` says what is wrong with them."""


def to_files(evidence: Evidence) -> dict[str, bytes]:
    """Every file of the bundle by its relative name. Names are ours: ids of the stream never become paths."""
    arrays = {array_id: f"arrays/{i:04}.npy" for i, array_id in enumerate(sorted(evidence.arrays), start=1)}
    images = {image_id: f"images/{i:04}.png" for i, image_id in enumerate(sorted(evidence.images), start=1)}
    data = {
        "format": FORMAT,
        "key": evidence.key,
        "handed_in": evidence.handed_in,
        "ending": asdict(evidence.ending),
        "usage": asdict(evidence.usage),
        "isolation": asdict(evidence.isolation),
        "environment": None if evidence.environment is None else asdict(evidence.environment),
        "runtime": None if evidence.runtime is None else asdict(evidence.runtime),
        "stream_fault": evidence.stream_fault,
        "arrays": {
            array_id: {
                "file": name,
                "dtype": str(evidence.arrays[array_id].dtype),
                "shape": evidence.arrays[array_id].shape,
            }
            for array_id, name in arrays.items()
        },
        "images": images,
        **{name: [asdict(record) for record in getattr(evidence, name)] for name in _LISTS},
    }
    # NaN stays: a diverged loss is a fact, and `parse_json` reads it back.
    text = json.dumps(data, sort_keys=True, ensure_ascii=True)
    return {
        EVIDENCE: (text + "\n").encode(),
        NOTEBOOK: executed_notebook(evidence),
        **{name: _npy(evidence.arrays[array_id]) for array_id, name in arrays.items()},
        **{name: evidence.images[image_id] for image_id, name in images.items()},
    }


def from_files(read: ReadFile) -> Evidence:
    """Evidence from its files, validated as strictly as on the first reading.

    Raises: BundleError; whatever `read` raises passes through.
    """
    try:
        data = parse_json(read(EVIDENCE), max_values=MAX_VALUES).value
        if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
            raise BundleError(f"{EVIDENCE} is not of format {FORMAT}")
        return _with_all_it_refers_to(_evidence(data, read))
    except (JsonError, SchemaError) as error:
        raise BundleError(f"{EVIDENCE}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise BundleError(f"{EVIDENCE} lacks parts: {error}") from error


def _evidence(data: dict[str, Any], read: ReadFile) -> Evidence:
    lists = {name: decode_list(kind, data[name], name) for name, kind in _LISTS.items()}
    environment, fault, key, handed_in = (data[name] for name in ("environment", "stream_fault", "key", "handed_in"))
    runtime = data.get("runtime")
    if not isinstance(key, str) or not isinstance(handed_in, str) or not isinstance(fault, str | None):
        raise BundleError("key, handed_in and stream_fault are texts")
    return Evidence(
        key=key,
        handed_in=handed_in,
        ending=decode(Ending, data["ending"], "ending"),
        usage=decode(Usage, data["usage"], "usage"),
        isolation=decode(Isolation, data["isolation"], "isolation"),
        environment=None if environment is None else decode(Environment, environment, "environment"),
        runtime=None if runtime is None else decode(RuntimeUsed, runtime, "runtime"),
        stream_fault=fault,
        arrays={array_id: _array(entry, read) for array_id, entry in sorted(data["arrays"].items())},
        images={image_id: read(name) for image_id, name in sorted(data["images"].items())},
        **lists,
    )


def _with_all_it_refers_to(evidence: Evidence) -> Evidence:
    arrays = set(array_ids(referring(evidence)))
    images = {output.image for cell in evidence.cells for output in cell.outputs}
    images |= {figure.image for figure in evidence.figures}
    missing = (arrays - evidence.arrays.keys()) | (images - evidence.images.keys() - {None})
    if missing:
        raise BundleError(f"{len(missing)} arrays or pictures that records refer to are not there")
    return evidence


@lru_cache(maxsize=256)  # numpy parses it as Python text, and the arrays of a class have a few shapes
def _header(head: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, Fortran order and type. Raises: ValueError when it is no header of version 1.0, or is cut."""
    file = io.BytesIO(head)
    np.lib.format.read_magic(file)
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)
    return shape, fortran, dtype


def _listed(name: str, array: Array) -> dict[str, object]:
    return {"file": name, "dtype": str(array.dtype), "shape": list(array.shape)}


def _npy(array: Array) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.ascontiguousarray(array).reshape(array.shape), version=(1, 0), allow_pickle=False)
    return out.getvalue()


def _array(entry: Mapping[str, Any], read: ReadFile) -> Array:
    """One array; header, list and length must agree before any memory is taken for it."""
    content = read(entry["file"])
    start = _PREAMBLE + int.from_bytes(content[_PREAMBLE - 2 : _PREAMBLE], "little")
    try:
        shape, fortran, dtype = _header(content[:start])
    except ValueError as error:
        raise BundleError(f"{entry['file']}: {error}") from error
    listed = (tuple(entry["shape"]), entry["dtype"])
    size = dtype.itemsize * int(np.prod(shape, dtype=object))
    if dtype.hasobject or fortran or (shape, str(dtype)) != listed or len(content) - start != size:
        raise BundleError(f"{entry['file']} is not the array of shape {listed[0]} that is listed")
    array: Array = np.frombuffer(content, dtype=dtype, offset=start).reshape(shape)
    return array
