"""What goes in to one fork, laid into its warm parent's pool."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.evidence.wire.warm import BoxPlan
from grader.faults import MachineError
from grader.sandbox.contract import Order
from grader.sandbox.stage import Stage, remove

PLAN = "box.json"


@contextmanager
def laid_below(pool: Path, name: str, order: Order, plan: BoxPlan) -> Iterator[Stage]:
    """A folder of that name in the pool, with the plan, the companion files and the data; gone afterwards.

    The job is written later, by `write_job`. Raises: MachineError when there is no room.
    """
    root = pool / name
    try:
        root.mkdir()
        stage = Stage(
            root=root, code=pool.parent / "code", job=root / "job.json", files=root / "files", data=root / "data"
        )
        for source, target in ((order.files, stage.files), (order.data, stage.data)):
            target.mkdir()
            if source is not None:
                _lay(source, target)
        (root / PLAN).write_text(plan.to_json(), encoding="utf-8")
        _open_to_others(root)
        yield stage
    except OSError as error:
        raise MachineError(
            f"the attempt's files could not be laid out: {error}", where=str(pool), fix="free some space, or set TMPDIR"
        ) from error
    finally:
        remove(root)


def _lay(source: Path, target: Path) -> None:
    """A copy of a folder's regular files: second names for those that anybody may read, where that can be done.

    Inside they are shown read-only, so a second name is as good as a copy and costs nothing.
    """
    for folder, _, names in os.walk(source):
        here = target / Path(folder).relative_to(source)
        here.mkdir(exist_ok=True)
        for name in names:
            path = Path(folder, name)
            found = path.lstat()
            # Links and special files are left out: as root we could read through a link what nobody else may.
            if stat.S_ISREG(found.st_mode):
                _lay_file(path, here / name, readable=bool(found.st_mode & 0o004))


def _lay_file(path: Path, target: Path, *, readable: bool) -> None:
    if readable:
        try:
            os.link(path, target, follow_symlinks=False)
        except OSError:
            readable = False  # another file system, or a file of somebody else's
    if not readable:
        shutil.copyfile(path, target)
        target.chmod(0o644)


def _open_to_others(root: Path) -> None:
    for folder, _, _ in os.walk(root):
        Path(folder).chmod(0o755)
    (root / PLAN).chmod(0o644)
