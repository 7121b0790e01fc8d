"""The other files of a submission, copied to where its code may see them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from grader.intake import limits
from grader.intake.listing import Found, open_regular
from grader.intake.text import clean_line


def stage_companions(files: Sequence[Found], notebook: Found, into: Path) -> tuple[Path | None, tuple[str, ...]]:
    """Copy all files but the notebook into `into`, as seen from the notebook's own folder.

    Files elsewhere in the submission keep their path from its top. Returns the folder (None when there was
    nothing to copy) and sentences about what was left out.
    """
    home = notebook.name.rpartition("/")[0]
    prefix = home + "/" if home else ""
    others = [found for found in files if found.name != notebook.name]
    # Files beside the notebook first: where two would land on one name, the nearer one is meant.
    others.sort(key=lambda found: (not found.name.startswith(prefix), found.name))
    left: list[str] = []
    taken = total = 0
    for found in others:
        fits = found.size <= limits.MAX_FILE_BYTES and total + found.size <= limits.MAX_TOTAL_BYTES
        if taken >= limits.MAX_FILES or not fits or not _copy(found, into / found.name.removeprefix(prefix)):
            left.append(clean_line(found.name, 60))
            continue
        taken, total = taken + 1, total + found.size
    return (into if taken else None), left_out_note(left, "over the limits on files, or not readable")


def left_out_note(names: Sequence[str], why: str) -> tuple[str, ...]:
    """One sentence naming at most five files, and why, as a clause of its own or a few words; or nothing."""
    if not names:
        return ()
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return (f"Left out: {', '.join(clean_line(name, 80) for name in names[:5])}{more}; {why}.",)


def _copy(found: Found, target: Path) -> bool:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(open_regular(found.path), "rb") as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy)
    except OSError:
        return False
    return True
