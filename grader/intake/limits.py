"""How much of a submission is taken in; beyond it, files are left out and named."""

from __future__ import annotations

from typing import Final

MAX_FILES: Final = 500
MAX_FILE_BYTES: Final = 100 * 1024**2
MAX_TOTAL_BYTES: Final = 256 * 1024**2
MAX_DEPTH: Final = 8
MAX_NAME_CHARS: Final = 200  # of one part of a path
MAX_LISTED: Final = 5000  # entries looked at in one folder tree

MAX_ARCHIVE_BYTES: Final = 256 * 1024**2
MAX_ARCHIVE_ENTRIES: Final = 2000
MAX_DIRECTORY_BYTES: Final = 2 * 1024**2  # of the archive's own table of contents
MAX_RATIO: Final = 200  # unpacked to packed, of a whole archive over MIN_BOMB_BYTES
MIN_BOMB_BYTES: Final = 10 * 1024**2
