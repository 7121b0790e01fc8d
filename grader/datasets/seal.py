"""The secret that a course's decoy labels are drawn from: made once, kept in the store, never shown to student code."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from grader.faults import MachineError

FILE: Final = "seal.key"  # under .grader/
_BYTES: Final = 32


def course_secret(store: Path) -> bytes:
    """The secret in `<store>/seal.key`; made on the first call, the same ever after.

    Of several processes that make it at the same moment one wins, and all return the winner's.
    Raises: MachineError when it can be neither read nor made, or is not what was once written.
    """
    path = store / FILE
    try:
        if not path.is_file():
            _make(path)
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
        if len(secret) != _BYTES:
            raise ValueError(f"{len(secret)} bytes instead of {_BYTES}")
    except OSError as error:
        raise MachineError(
            f"the secret of the decoy labels cannot be had: {error.strerror or error}",
            where=str(path),
            fix="check free space and permissions of this folder",
        ) from error
    except ValueError as error:
        raise MachineError(
            f"the secret of the decoy labels is damaged ({error})",
            where=str(path),
            fix="restore this file; or delete it, and every attempt on sealed data is run again",
        ) from error
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".new-{path.name}-{secrets.token_hex(6)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # unlike a rename it never replaces what another process has just made
        except FileExistsError:
            return
    finally:
        fresh.unlink(missing_ok=True)
