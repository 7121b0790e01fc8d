"""Weights & Biases without its service: settings that can be read back, one run of a sweep, and nothing that is kept.

`config`, `run` and `summary` are those of the latest run; `init` puts them here.
"""

from __future__ import annotations

from typing import Any

from grader.inside.gateway.silence import Silent
from grader.inside.standins.wandb import errors, plot
from grader.inside.standins.wandb.errors import CommError, Error, UsageError
from grader.inside.standins.wandb.media import (
    Artifact,
    Audio,
    Classes,
    Graph,
    Histogram,
    Html,
    Image,
    Molecule,
    Object3D,
    Plotly,
    Table,
    Video,
)
from grader.inside.standins.wandb.runs import Run, Settings, agent, finish, init, log, login, setup, sweep

__all__ = [
    "Artifact", "Audio", "Classes", "CommError", "Error", "Graph", "Histogram", "Html", "Image", "Molecule",
    "Object3D", "Plotly", "Run", "Table", "UsageError", "Video", "__version__", "agent", "config", "errors", "finish",
    "init", "join", "log", "login", "plot", "run", "setup", "summary", "sweep",
]  # fmt: skip
__version__ = "0.0+standin"
join = finish
config: Any = Settings()
run: Any = None
summary: Any = {}


def __getattr__(name: str) -> Silent:
    """Everything else takes what it is told: `watch`, `save`, `alert`, `define_metric`, `Api`, …"""
    if name.startswith("__"):
        raise AttributeError(f"module 'wandb' has no attribute {name!r}")
    return Silent(f"wandb.{name}")
