"""Pretrained weights: found in the course's cache by the names that libraries ask for, or not there and said so."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from grader.evidence.wire.weights import CACHED_WEIGHTS, FLAT, FRESH_WEIGHTS, HOW, HUB, KERAS, TORCH
from grader.inside.context import Context

NOT_THERE: Final = "no such file in the course's cache"
_KERAS_ENDINGS: Final = (".h5", ".keras", ".json")
_TORCH_ENDINGS: Final = (".pth", ".pt")
# File asked for -> a file that fits the same network, and what it is.
STAND_INS: Final[Mapping[str, tuple[str, str]]] = {
    "squeezenet1_0-b66bff10.pth": (
        "squeezenet1_0_deep_compression.pth",
        "SqueezeNet 1.0 after Deep Compression, with other weights than torchvision's own",
    ),
}
# MobileNetV2 has a file for each size of input, and each fits every size.
_SIZED: Final = re.compile(r"(mobilenet_v2_weights_tf_dim_ordering_tf_kernels_[\d.]+_)(\d+)((?:_no_top)?\.h5)")
_SIZES: Final = (224, 192, 160, 128, 96)


class Weights:
    """What lies in the cache of this attempt, and what has been said of it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.folder = Path(context.job.weights) if context.job.weights else None
        self._said: set[tuple[int, str, str]] = set()

    def file(self, place: str, name: str) -> tuple[Path, str] | None:
        """(file, "" or what stands in for it) for a file asked for by name; None where there is nothing to load."""
        exact = self._exact(place, name)
        if exact is not None:
            return exact, ""
        for other, why in _others(name):
            found = self._exact(place, other)
            if found is not None:
                return found, why
        return None

    def hub_folder(self, model: str) -> Path | None:
        """The folder of a model of the Hugging Face hub, "openai/clip-vit-base-patch32" for one."""
        folder = self._place(HUB)
        found = None if folder is None else folder / f"models--{model.replace('/', '--')}"
        return found if found is not None and (found / "snapshots").is_dir() else None

    def say_found(self, asked: str, file: str, instead: str = "") -> None:
        """Record that the file was there; `instead` says what it is where it is not the very one asked for."""
        self._say(asked, f"{CACHED_WEIGHTS}: {file}", instead)

    def say_fresh(self, asked: str, why: str = NOT_THERE) -> None:
        """Record that the network starts untrained. What it then shows is no measure of the student's work."""
        self._say(asked, FRESH_WEIGHTS, why)

    def lay_links(self) -> None:
        """Links in the libraries' own homes, which stay writable, for code that looks there itself."""
        homes = {
            KERAS: (_home("KERAS_HOME", ".keras") / "models", _KERAS_ENDINGS),
            TORCH: (_home("TORCH_HOME", ".cache/torch") / "hub" / "checkpoints", _TORCH_ENDINGS),
            HUB: (_home("HF_HOME", ".cache/huggingface") / "hub", ()),
        }
        for place, (home, endings) in homes.items():
            sources = [self._place(place), self._place(FLAT) if endings else None]
            for source in (folder for folder in sources if folder is not None):
                home.mkdir(parents=True, exist_ok=True)
                for entry in source.iterdir():
                    fits = entry.suffix in endings if endings else entry.name.startswith("models--")
                    if fits and not os.path.lexists(home / entry.name):
                        (home / entry.name).symlink_to(entry)

    def _exact(self, place: str, name: str) -> Path | None:
        for folder in (self._place(place), self._place(FLAT)):
            if folder is not None and (folder / name).is_file():
                return folder / name
        return None

    def _place(self, place: str) -> Path | None:
        folder = None if self.folder is None else self.folder / place
        return folder if folder is not None and folder.is_dir() else None

    def _say(self, asked: str, served: str, why: str) -> None:
        # Once a cell: what was built in a later one has weights of its own.
        said = (self.context.cell, asked, served)
        if said not in self._said:
            self._said.add(said)
            self.context.substituted(asked=asked, served=served, how=HOW, why=why)


def _others(name: str) -> list[tuple[str, str]]:
    """(file, what it is) of files that may stand in for `name`."""
    if name in STAND_INS:
        return [STAND_INS[name]]
    sized = _SIZED.fullmatch(name)
    if sized is None:
        return []
    return [
        (f"{sized[1]}{size}{sized[3]}", f"the same network's weights from training on images of {size} x {size}")
        for size in _SIZES
        if str(size) != sized[2]
    ]


def _home(variable: str, usual: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / usual)
