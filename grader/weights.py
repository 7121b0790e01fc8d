"""The course's cache of pretrained weights: which folders it is, and the digest of what lies there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.evidence.wire.weights import FLAT, HUB, KERAS, TORCH
from grader.faults import CourseError

ENDINGS: Final = (".h5", ".keras", ".pth", ".pt")
_READ_WHOLE: Final = 16 * 1024**2  # bytes; of a larger file the digest takes size and time, not the content
# Where each library's files may lie below a folder named in grader.toml, the likelier place first.
_BELOW: Final[Mapping[str, tuple[str, ...]]] = {
    KERAS: ("keras/models", "keras", ".keras/models", "models"),
    TORCH: ("torch/hub/checkpoints", "torch/checkpoints", "torch", "hub/checkpoints"),
    HUB: ("hf/hub", "hf", "huggingface/hub", "huggingface"),
}
_VARIABLES: Final[Mapping[str, tuple[str, str]]] = {
    KERAS: ("KERAS_HOME", "models"),
    TORCH: ("TORCH_HOME", "hub/checkpoints"),
    HUB: ("HF_HOME", "hub"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsCache:
    """`places`: (one of the wire's PLACES, folder on this machine); `digest` is "" where there are none."""

    places: tuple[tuple[str, Path], ...] = ()
    digest: str = ""


def find_weights(
    folder: Path | None, *, data: Path | None, environment: Mapping[str, str] = os.environ
) -> WeightsCache:
    """The folder of grader.toml when it names one, else those of the libraries' own variables; and `<data>/backbones`.

    Raises: CourseError for a folder that is named in grader.toml and missing.
    """
    places = _variables(environment) if folder is None else _named(folder)
    backbones = data / "backbones" if data is not None else None
    if backbones is not None and backbones.is_dir() and FLAT not in places:
        places[FLAT] = backbones
    found = tuple(sorted((place, path.absolute()) for place, path in places.items()))
    return WeightsCache(places=found, digest=_digest(found) if found else "")


def count_files(folder: Path) -> int:
    """Files of one place that can be read."""
    return sum(1 for _ in _files(folder))


def _named(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise CourseError(
            "this folder of pretrained weights does not exist",
            where=f"grader.toml: [weights] folder = {folder}",
            fix="name an existing folder with keras/, torch/ or hf/ in it, or remove the key",
        )
    places = dict[str, Path]()
    for place, below in _BELOW.items():
        found = next((folder / name for name in below if (folder / name).is_dir()), None)
        if found is not None:
            places[place] = found
    if any(path.suffix in ENDINGS for path in folder.iterdir()):
        places[FLAT] = folder
    return places


def _variables(environment: Mapping[str, str]) -> dict[str, Path]:
    places = dict[str, Path]()
    for place, (variable, below) in _VARIABLES.items():
        folder = Path(environment[variable]).expanduser() / below if environment.get(variable) else None
        if folder is not None and folder.is_dir():
            places[place] = folder
    return places


def _digest(places: tuple[tuple[str, Path], ...]) -> str:
    """sha256 over every file's place, name and size, and its content, or of a large one its time."""
    digest = hashlib.sha256()
    for place, folder in places:
        for file in sorted(_files(folder)):
            found = file.stat()
            what = _content(file) if found.st_size <= _READ_WHOLE else f"{found.st_mtime_ns}"
            digest.update(f"{place}/{file.relative_to(folder)} {found.st_size} {what}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    # A link counts as what it leads to, so a hub's snapshot changes the digest as its files do.
    for at, _, names in os.walk(folder):
        yield from (path for name in names if (path := Path(at, name)).is_file() and os.access(path, os.R_OK))


def _content(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
