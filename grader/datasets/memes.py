"""The data set `memes`: pictures with captions, hateful or not; an instructor's own copy, else synthetic ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from grader.datasets.captioned_images import CaptionedImages, build_captioned_images
from grader.datasets.meme_files import FOLDERS, find_folder, read_folder
from grader.datasets.profiles import profile_of
from grader.datasets.synthetic.memes import synthetic_memes

NAME: Final = "memes"
CLASSES: Final = ("not-hateful", "hateful")
QUICK_CAPS: Final = (80, 40)  # rows of train and of test; a picture takes far longer than a message


def open_memes(data: Path | None, profile: str) -> CaptionedImages:
    """From a data folder that has them, else the embedded synthetic memes, which the notes then say.

    The licence of the real ones keeps many courses from having them beside their other data.
    Raises: DataError for a folder that is missing or malformed; UsageError for an unknown profile.
    """
    chosen = profile_of(profile)
    folder = find_folder(data) if data is not None else None
    source = synthetic_memes() if folder is None else read_folder(folder)
    if folder is None and data is not None:
        note = f"{data} has no folder {' or '.join(FOLDERS)}: the embedded synthetic memes are served."
        source = replace(source, notes=(*source.notes, note))
    caps = None if chosen.max_train_rows is None and chosen.max_test_rows is None else QUICK_CAPS
    return build_captioned_images(NAME, source, classes=CLASSES, profile=chosen.name, caps=caps)
