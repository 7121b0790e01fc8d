"""What goes into a sandbox: one submission's cells and the settings it runs under.

The host writes `job.json` from a `Job`; the runner inside reads it. Nothing else of ours goes in:
no rubric, no reference, no other submission, no sealed label.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

WIRE_VERSION = 2

CellKind = Literal["code", "text"]
Device = Literal["cpu", "cuda"]
Keras = Literal["keras3", "keras2"]  # "keras2": tf-keras, under the names `tf.keras` and `keras`


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCell:
    """One cell as it was handed in; text cells are kept so that positions agree with what a person counts."""

    position: int  # from 1, text cells included
    kind: CellKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One attempt's orders."""

    cells: tuple[JobCell, ...]
    files: str  # folder of the submission's companion files; copied into the working folder
    data: str  # folder of served data sets: <data>/<dataset>/manifest.json and the files it names
    datasets: tuple[str, ...]  # the data sets that unknown paths are matched against, the first one first
    seed: int
    device: Device
    max_epochs: int | None  # the profile's cap on epochs of one `fit` or loop; None runs what was asked
    max_steps: int | None = None  # its cap on turns of one training loop that has no epochs; None as above
    least_steps: int = 0  # a loop of epochs is not ended before it has made as many
    max_seconds: float | None = None  # of training; then fits and loops end as early as they can; None: no end
    continue_after_failure: bool = True
    cell_output_bytes: int = 1_000_000  # text kept per cell; the rest is counted, not kept
    cpus: int = 2  # threads a framework may use
    resources: tuple[str, ...] = ()  # served beside them, without rows of their own: word vectors, corpora
    weights: str = ""  # folder of pretrained weights, laid out as `wire.weights` says; "": none at hand
    keras: Keras = "keras3"  # which Keras answers to the name
    version: int = WIRE_VERSION

    def to_json(self) -> str:
        """Plain ASCII: half a character, which JSON can carry and UTF-8 cannot, arrives as it was handed in."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Job:
        raw = json.loads(text)
        if raw.get("version") != WIRE_VERSION:
            raise ValueError(f"job.json has version {raw.get('version')!r}, this runner reads {WIRE_VERSION}")
        raw["cells"] = tuple(JobCell(**cell) for cell in raw["cells"])
        raw["datasets"], raw["resources"] = tuple(raw["datasets"]), tuple(raw["resources"])
        return cls(**raw)
