"""The course's pretrained weights, as folders that the student side can read and nobody can write to."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path, PurePath
from typing import Final

from grader.sandbox import layout
from grader.sandbox.contract import Order
from grader.sandbox.service import ServiceUser
from grader.sandbox.stage import readable_by_others

Weights = tuple[tuple[str, Path], ...]  # (name of a folder below `layout.WEIGHTS`, where it lies on the host)
_LINKED: Final = "weights"


def shown(weights: Weights, root: Path, service: ServiceUser | None) -> list[tuple[Path, PurePath]]:
    """(folder on the host, place inside) for a box; what the service user may not read is copied below `root`."""
    pairs = list[tuple[Path, PurePath]]()
    for place, folder in weights:
        source = folder.resolve()
        if service is not None and not readable_by_others(source):
            source = _copy(source, root / f"{_LINKED}-{place}")
        pairs.append((source, layout.WEIGHTS / place))
    return pairs


def named(weights: Weights) -> str:
    """The folder of weights as the job names it inside a box; "" when there are none."""
    return str(layout.WEIGHTS) if weights else ""


def linked(order: Order, root: Path) -> str:
    """Links to the folders, below `root`, for a process without a box; "" when there are none."""
    if not order.weights:
        return ""
    folder = (root / _LINKED).absolute()
    folder.mkdir()
    for place, source in order.weights:
        (folder / place).symlink_to(source.absolute())
    return str(folder)


def _copy(source: Path, target: Path) -> Path:
    """All regular files, and links that stay within `source`: a hub's snapshots are links to its blobs."""
    for at, _, names in os.walk(source):
        here = target / Path(at).relative_to(source)
        here.mkdir(exist_ok=True)
        here.chmod(0o755)
        for name in names:
            path = Path(at, name).resolve()
            # As root we could read through a link what nobody else may.
            if path.is_relative_to(source) and path.exists() and stat.S_ISREG(path.stat().st_mode):
                shutil.copyfile(path, here / name)
                (here / name).chmod(0o644)
    return target
