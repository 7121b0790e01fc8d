"""What takes long to make out of the same input, kept in the user's cache folder between commands.

Nothing depends on the cache: where it cannot be read or written, or holds anything but what was put there, its content
is made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from grader.files import write_atomically

_DIGEST_BYTES: Final = hashlib.sha256().digest_size


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/grader`, else `~/.cache/grader`; relative values of the variable are ignored, as XDG says."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "grader"


def cached(name: str, key: str, make: Callable[[], bytes], folder: Path) -> bytes:
    """What `make` returns, from `<folder>/<name>-<digest of key>` where it was made before.

    Args: `key` is all that decides the content; it is kept beside it, and an entry of another key is not taken.
    """
    path = folder / f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    with suppress(OSError):
        seal, content = _parted(path.read_bytes())
        if seal == _seal(key, content):
            return content
    content = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _seal(key, content) + content)
    return content


def _seal(key: str, content: bytes) -> bytes:
    digest = hashlib.sha256(key.encode() + b"\0")
    digest.update(content)
    return digest.digest()


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    return raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
