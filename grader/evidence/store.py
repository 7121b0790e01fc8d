"""Stored attempts: one folder each, whole or absent, checked by digest whenever it is loaded."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from grader.evidence.bundle import BundleError, from_files, to_files
from grader.evidence.evidence import Evidence
from grader.evidence.log import cleaned_log
from grader.evidence.strict_json import JsonError, parse_json
from grader.faults import MachineError

KEY: Final = re.compile(r"[0-9a-f]{8,128}")
SEAL: Final = "bundle.json"  # written last: lists every other file with its size and digest
LOG: Final = "log.txt"
_UNFINISHED: Final = ".saving-"
_RETIRED: Final = ".old-"


class Store:
    """Attempts under `root`, each in a folder named by its key.

    Safe beside other processes that use the same root. What a crashed save left behind is removed when a
    store is opened; a save that is under way elsewhere is recognised by its lock and left alone.
    """

    def __init__(self, root: Path) -> None:
        """Raises: MachineError when the folder cannot be made."""
        self.root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._clear_leftovers()
        except OSError as error:
            raise _disk_fault("the store of attempts cannot be opened", root, error) from error

    def folder(self, key: str) -> Path:
        """Where an attempt lies or would lie. Raises: ValueError for what is no key."""
        if not KEY.fullmatch(key):
            raise ValueError(f"not an attempt's key: {key[:80]!r}")
        return self.root / key

    def has(self, key: str) -> bool:
        """Whether a whole attempt is stored: its seal can be read and every file has the size it lists.

        Digests are checked by `load` alone, which reads everything anyway.
        """
        folder = self.folder(key)
        try:
            sealed = _read_seal(folder)
            return all((folder / name).stat().st_size == size for name, (size, _) in sealed.items())
        except (OSError, BundleError):
            return False

    def save(self, evidence: Evidence, log: Path | None) -> Path:
        """Store an attempt and return its folder; an earlier one under the same key is replaced.

        Written beside its final place and renamed: a crash at any moment leaves the old attempt, the new one
        or none, and never a part of one.
        Args: `log` is the raw log of the attempt, if there is one; it is cleaned and cut.
        Raises: MachineError when it cannot be written.
        """
        target = self.folder(evidence.key)
        files = to_files(evidence)
        try:
            if log is not None:
                files[LOG] = cleaned_log(log).encode()
            with self._unfinished(evidence.key) as folder:
                _write_all(folder, files)
                self._put_in_place(folder, target)
        except OSError as error:
            raise _disk_fault("an attempt cannot be stored", target, error) from error
        return target

    def load(self, key: str) -> Evidence:
        """Read an attempt back, validated again from the first byte.

        Raises: MachineError when it is absent or damaged, with what to do.
        """
        folder = self.folder(key)
        try:
            sealed = _read_seal(folder)

            def read(name: str) -> bytes:
                if name not in sealed:
                    raise BundleError(f"{name} is not part of this attempt")
                content = (folder / name).read_bytes()
                if (len(content), hashlib.sha256(content).hexdigest()) != sealed[name]:
                    raise BundleError(f"{name} was changed or cut after it was written")
                return content

            evidence = from_files(read)
            if evidence.key != key:
                raise BundleError("it belongs to another attempt")
        except (OSError, BundleError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise MachineError(
                f"this stored attempt cannot be used: {reason}",
                where=str(folder),
                fix="delete this folder and run `grader assess` again; only this attempt is run anew",
            ) from error
        return evidence

    @contextmanager
    def _unfinished(self, key: str) -> Iterator[Path]:
        """A locked folder of our own, gone afterwards unless it was renamed."""
        lock = -1
        while lock < 0:
            folder = self.root / f"{_UNFINISHED}{key}-{secrets.token_hex(6)}"
            folder.mkdir()
            lock = _lock(folder)
        try:
            yield folder
        finally:
            os.close(lock)
            shutil.rmtree(folder, ignore_errors=True)

    def _put_in_place(self, folder: Path, target: Path) -> None:
        for _ in range(10):
            with contextlib.suppress(OSError):
                folder.rename(target)  # fails while a folder that is not empty has the name
                _sync(self.root)
                return
            retired = self.root / f"{_RETIRED}{target.name}-{secrets.token_hex(6)}"
            with contextlib.suppress(FileNotFoundError):  # another process may have replaced it just now
                target.rename(retired)
            shutil.rmtree(retired, ignore_errors=True)
        folder.rename(target)

    def _clear_leftovers(self) -> None:
        for folder in (*self.root.glob(f"{_UNFINISHED}*"), *self.root.glob(f"{_RETIRED}*")):
            with contextlib.suppress(OSError):  # gone meanwhile, or locked by a save that is under way
                lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
                finally:
                    os.close(lock)


def _lock(folder: Path) -> int:
    """An open, locked handle; -1 when a store that was opened just now took the folder for a leftover."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return -1
    fcntl.flock(lock, fcntl.LOCK_EX)
    if folder.exists():
        return lock
    os.close(lock)
    return -1


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        _write(path, content)
    listed = {name: [len(content), hashlib.sha256(content).hexdigest()] for name, content in files.items()}
    _write(folder / SEAL, (json.dumps({"files": listed}, indent=1, sort_keys=True) + "\n").encode())
    _sync(folder)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make a folder's own entries outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_seal(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and digest of every file. Raises: OSError, BundleError."""
    try:
        data: Any = parse_json((folder / SEAL).read_bytes()).value
        return {_inside(name): (int(size), str(digest)) for name, (size, digest) in data["files"].items()}
    except (JsonError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(f"{SEAL} cannot be read") from error


def _inside(name: str) -> str:
    """Only the names that a bundle has: no path leads out of it."""
    if not re.fullmatch(r"(?:arrays/\d{4,6}\.npy|images/\d{4,6}\.png|evidence\.json|executed\.ipynb|log\.txt)", name):
        raise ValueError(f"{name!r} is no file of an attempt")
    return name


def _disk_fault(what: str, where: Path, error: OSError) -> MachineError:
    return MachineError(
        f"{what}: {error.strerror or error}", where=str(where), fix="check free space and permissions of this folder"
    )
