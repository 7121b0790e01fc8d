"""A zip archive handed in, unpacked as the work of an enemy: nothing outside the folder, nothing beyond the caps."""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Final

from grader.faults import SubmissionError
from grader.intake import limits
from grader.intake.text import clean_line
from grader.intake.unreadable import is_full, is_ours, unreadable

_DRIVE = re.compile(r"^[A-Za-z]:")
_ZIP_AGAIN: Final = (
    "make a new zip archive of the notebook and the files it needs, without a password, and hand it in again"
)
_CHUNK: Final = 1 << 16


@dataclass(slots=True)
class Unpacked:
    """What was taken out of an archive and what was left in it."""

    files: dict[str, zipfile.ZipInfo] = field(default_factory=dict)  # relative path as written, and its entry
    refused: list[str] = field(default_factory=list)  # "../a.txt (leads outside)": entries left out, and why


def unpack(path: Path, into: Path) -> Unpacked:
    """Unpack regular files into the existing empty folder `into`.

    Entries with absolute or climbing names and links are left out and named. Raises: SubmissionError for an
    archive that is damaged, encrypted, or over a cap; the folder may then hold some files, all inside it; OSError
    when our own disk is full.
    """
    where = path.name
    try:
        _check_size(path)
        with _InSmallSteps(path) as steps, zipfile.ZipFile(steps) as archive:
            return _unpack_entries(archive, path, into)
    except _TooManyEntriesError as error:
        raise _too_big(path, "too many entries") from error
    except OSError as error:
        if is_full(error):
            raise
        if is_ours(error):
            raise unreadable(error, "file", where) from error
        raise _damaged(error, where) from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError) as error:
        raise _damaged(error, where) from error
    except (NotImplementedError, RuntimeError) as error:
        # zipfile's way to say: a compression method or a kind of encryption it does not know.
        raise SubmissionError(
            f"this zip archive cannot be opened ({clean_line(str(error), 80)})", where=where, fix=_ZIP_AGAIN
        ) from error


def submitted_at(info: zipfile.ZipInfo) -> str | None:
    """When the entry was last written, from the archive's UTC field; None without one.

    The plain time of an entry has no time zone and two-second steps, so it is not evidence of lateness.
    """
    from datetime import UTC, datetime

    extra = info.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        if tag == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            (seconds,) = struct.unpack_from("<i", extra, 5)
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        extra = extra[4 + size :]
    return None


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > limits.MAX_ARCHIVE_BYTES:
        raise _too_big(path, f"{size / 1e6:,.0f} MB packed")


class _TooManyEntriesError(Exception):
    """The archive's table of contents is larger than we read."""


class _InSmallSteps(io.FileIO):
    """An archive's file that is never read far at once.

    `zipfile` reads the table of contents whole, as long as any of several records says it is; contents it reads
    in steps. So the size is judged here, where it is asked for, whichever record it came from.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        left = os.fstat(self.fileno()).st_size - self.tell()
        if (left if size is None or size < 0 else min(size, left)) > limits.MAX_DIRECTORY_BYTES:
            raise _TooManyEntriesError
        return super().read(-1 if size is None else size)


def _unpack_entries(archive: zipfile.ZipFile, path: Path, into: Path) -> Unpacked:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.MAX_ARCHIVE_ENTRIES:
        raise _too_big(path, f"{len(entries):,} entries")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SubmissionError("this zip archive is encrypted", where=path.name, fix=_ZIP_AGAIN)
    result = Unpacked()
    packed = max(path.stat().st_size, 1)
    total = 0
    for entry in entries:
        name = _safe_name(entry)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if name is None or kind not in (0, stat.S_IFREG):
            result.refused.append(f"{clean_line(entry.filename, 60)} ({_refusal(entry, kind)})")
            continue
        with archive.open(entry) as source:
            written = _write(source, into, name, limits.MAX_TOTAL_BYTES - total)
        if written is None:
            result.refused.append(f"{clean_line(entry.filename, 60)} (its name is taken)")
            continue
        total += written
        if total > limits.MAX_TOTAL_BYTES or (total > limits.MIN_BOMB_BYTES and total > limits.MAX_RATIO * packed):
            raise _too_big(path, f"more than {total / 1e6:,.0f} MB unpacked from {packed / 1e6:,.1f} MB")
        result.files[name] = entry
    return result


def _write(source: IO[bytes], into: Path, name: str, room: int) -> int | None:
    """Bytes written, at most one chunk more than `room`; None when the name collides with one before it."""
    target = into / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = target.open("xb")
    except (FileExistsError, NotADirectoryError):
        return None
    written = 0
    with stream:
        while written <= room and (chunk := source.read(_CHUNK)):
            stream.write(chunk)
            written += len(chunk)
    return written


def _safe_name(entry: zipfile.ZipInfo) -> str | None:
    """The entry's path with forward slashes, or None when it must not be written."""
    name = _decoded(entry).replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name) or any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in name):
        return None
    parts = [part for part in PurePosixPath(name).parts if part != "."]
    if not parts or ".." in parts or len(parts) > limits.MAX_DEPTH:
        return None
    if any(len(part.encode()) > limits.MAX_NAME_CHARS for part in parts):
        return None
    return "/".join(parts)


def _refusal(entry: zipfile.ZipInfo, kind: int) -> str:
    if kind not in (0, stat.S_IFREG):
        return "a link" if kind == stat.S_IFLNK else "a special file"
    name = _decoded(entry).replace("\\", "/")
    outside = name.startswith("/") or _DRIVE.match(name) or ".." in PurePosixPath(name).parts
    return "leads outside" if outside else "a name that cannot be used"


def _decoded(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        # macOS and others write UTF-8 without saying so; zipfile then read the bytes as CP437.
        return entry.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _damaged(error: Exception, where: str) -> SubmissionError:
    return SubmissionError(f"this zip archive is damaged ({clean_line(str(error), 80)})", where=where, fix=_ZIP_AGAIN)


def _too_big(path: Path, what: str) -> SubmissionError:
    return SubmissionError(
        f"this zip archive is over the limits ({what})",
        where=path.name,
        fix="leave out data and pictures; " + _ZIP_AGAIN,
    )
