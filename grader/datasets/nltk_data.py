"""The resource `nltk-data`: stop words, tokenizer, tagger, WordNet and corpora in the folders NLTK looks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from grader.datasets.resource import Resource, build_resource
from grader.datasets.synthetic.nltk_tree import synthetic_nltk_tree
from grader.faults import DataError

NAME: Final = "nltk-data"
FOLDER: Final = "nltk_data"
NEEDED: Final = ("corpora/stopwords/english", "tokenizers/punkt_tab/english/abbrev_types.txt")
MAX_BYTES: Final = 512 * 1024**2
MAX_FILES: Final = 20_000

_REPAIR: Final = "put NLTK's own data there, or leave out --data to use the embedded synthetic files"


def open_nltk_data(data: Path | None, profile: str) -> Resource:
    """From `<data>/nltk_data` when a data folder is given, else a small tree of our own.

    Raises: DataError for a folder that is missing, or larger than any NLTK data; UsageError for an unknown profile.
    """
    found: dict[str, bytes | Path] = dict(synthetic_nltk_tree()) if data is None else _files(data / FOLDER)
    return build_resource(
        NAME,
        kind="nltk",
        source="synthetic" if data is None else "real",
        profile=profile,
        about={"folder": FOLDER},
        files={f"{FOLDER}/{name}": found[name] for name in sorted(found)},
    )


def _files(root: Path) -> dict[str, bytes | Path]:
    """All plain files under `root`, by relative path; links are not followed."""
    if not root.is_dir():
        raise DataError(f"this folder has no {FOLDER}", where=str(root.parent), fix=_REPAIR)
    missing = [name for name in NEEDED if not (root / name).is_file()]
    if missing:
        raise DataError(f"lacks {' and '.join(missing)}", where=str(root), fix=_REPAIR)
    paths = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in paths)
    if size > MAX_BYTES or len(paths) > MAX_FILES:
        what = f"{len(paths):,} files of {size:,} bytes are over the cap of {MAX_FILES:,} and {MAX_BYTES:,}"
        raise DataError(what, where=str(root), fix="keep only what the course uses")
    return {path.relative_to(root).as_posix(): path for path in paths}
