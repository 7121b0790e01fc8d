"""A folder with exactly what goes in to one attempt: the runner's code, the job, the companion files, the data."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import grader
from grader.faults import MachineError
from grader.sandbox.contract import Order
from grader.sandbox.service import ServiceUser

PREFIX: Final = "grader-"  # of every temporary folder
_SETTLED: Final = 60.0  # seconds
_PACKAGE: Final = Path(grader.__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The code started beside the student's: `python -P -B -s -m <module> <job.json> <descriptor>`.

    A warm parent imports `warm` instead, calls its `prepare()`, and its `run(job_file, descriptor)` in each fork.
    """

    module: str
    warm: str
    sources: tuple[tuple[str, Path], ...]  # (place under the code folder, file)


def own_runner() -> Runner:
    """`grader.inside`, and of the rest of the grader only the wire format it speaks."""
    wanted = [_PACKAGE / "__init__.py", _PACKAGE / "evidence" / "__init__.py"]
    wanted += sorted((_PACKAGE / "evidence" / "wire").glob("*.py"))
    wanted += sorted((_PACKAGE / "inside").rglob("*.py"))
    return Runner(
        module="grader.inside",
        warm="grader.inside.runner",
        sources=tuple((f"grader/{path.relative_to(_PACKAGE).as_posix()}", path) for path in wanted),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Paths on the host. `files` and `data` may be the caller's own folders: they are only ever shown read-only."""

    root: Path
    code: Path
    job: Path
    files: Path
    data: Path


@contextmanager
def scratch(purpose: str, *, service: ServiceUser | None = None) -> Iterator[Path]:
    """A fresh private folder, gone afterwards; the service user may pass through it, but not list it.

    Raises: MachineError when there is no room for it.
    """
    try:
        root = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-", dir=_reachable(service)))
    except OSError as error:
        raise MachineError(
            f"no temporary folder can be made: {error}",
            where=tempfile.gettempdir(),
            fix="free some space, or set TMPDIR",
        ) from error
    held = _lock(root)
    try:
        if service is not None:
            os.chown(root, -1, service.gid)
            root.chmod(0o710)
        yield root
    finally:
        remove(root)
        if held is not None:
            os.close(held)


def sweep(service: ServiceUser | None = None) -> None:
    """Remove what attempts left that were killed together with the grader; those of others still running are locked."""
    for root in Path(_reachable(service)).glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = root.lstat()
            # A fresh one may not have been locked yet by whoever is making it.
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and time.time() - found.st_mtime > _SETTLED:
                held = _lock(root)
                if held is not None:
                    remove(root)
                    os.close(held)


def _lock(root: Path) -> int | None:
    """A descriptor that holds the folder until it is closed, by us or by our death; None when another holds it."""
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def staged(order: Order, runner: Runner, *, service: ServiceUser | None = None) -> Iterator[Stage]:
    """Everything but the job, which names paths that only the executor knows."""
    with scratch("attempt", service=service) as root:
        code, files = root / "code", root / "files"
        place_code(runner, code)
        files.mkdir()
        if order.files is not None:
            files = _shown(order.files, files, service)
        data = root / "data"
        data.mkdir()
        data = _shown(order.data, data, service)
        for folder in (path for path in root.rglob("*") if path.is_dir()):
            folder.chmod(0o755)
        yield Stage(root=root, code=code, job=root / "job.json", files=files, data=data)


def place_code(runner: Runner, code: Path) -> None:
    """A copy of the runner's sources that anybody may read."""
    for place, source in runner.sources:
        target = code / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o644)
    code.mkdir(exist_ok=True)
    for folder in (code, *(path for path in code.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def write_job(stage: Stage, order: Order, *, files: str, data: str, weights: str = "") -> None:
    """`files`, `data` and `weights` are the paths as the student side sees them."""
    job = replace(order.job, files=files, data=data, weights=weights, device=order.device)
    stage.job.write_text(job.to_json(), encoding="ascii")
    stage.job.chmod(0o644)


def _shown(source: Path, copy: Path, service: ServiceUser | None) -> Path:
    """The folder itself where the student side can read it, else a copy that it can read."""
    if service is None or readable_by_others(source):
        return source
    for folder, _, names in os.walk(source):
        target = copy / Path(folder).relative_to(source)
        target.mkdir(exist_ok=True)
        for name in names:
            path = Path(folder, name)
            # Links and special files are left out: as root we could read through a link what nobody else may.
            if stat.S_ISREG(path.lstat().st_mode):
                shutil.copyfile(path, target / name)
                (target / name).chmod(0o644)
    return copy


def readable_by_others(folder: Path) -> bool:
    """Whether every folder and file below can be read by anybody who gets that far."""
    for at, _, names in os.walk(folder):
        if Path(at).stat().st_mode & 0o005 != 0o005:
            return False
        for name in names:
            mode = Path(at, name).lstat().st_mode
            if stat.S_ISREG(mode) and not mode & 0o004:
                return False
    return True


def _reachable(service: ServiceUser | None) -> str:
    """A folder for temporary files that the service user can get to."""
    usual = tempfile.gettempdir()
    if service is None:
        return usual
    for candidate in (usual, "/tmp", "/var/tmp"):
        path = Path(candidate).resolve()
        if path.is_dir() and all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents)):
            return str(path)
    return usual


def remove(root: Path) -> None:
    """Whatever student code has done to it: taken its own rights away, or dug deeper than Python can climb.

    What even that leaves is for the system's cleaning of temporary files; nothing depends on it.
    """
    with suppress(RecursionError):
        shutil.rmtree(root, ignore_errors=True)
    if root.exists():
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, str(root)], stderr=subprocess.DEVNULL, check=False)
