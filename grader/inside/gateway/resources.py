"""What is served beside the data sets, without rows of its own: word vectors and NLTK's data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.evidence.wire.job import Job
from grader.inside.context import Context
from grader.inside.gateway import nltk_data, vectors

WORD_VECTORS: Final = "word-vectors"
NLTK: Final = "nltk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Paths of what the job names; None: not served."""

    vectors: vectors.VectorFile | None = None
    nltk: Path | None = None


def install(context: Context, work: Path) -> None:
    """Answer for each resource of the job, wherever the notebook looks for it.

    Raises: OSError, ValueError, KeyError when a folder is not what the course wrote: the host's fault.
    """
    found = find_resources(context.job)
    if found.vectors is not None:
        vectors.install(context, found.vectors, work)
    if found.nltk is not None:
        nltk_data.install(context, found.nltk)


def find_resources(job: Job) -> Resources:
    """What lies in the folders of the job's resources, by their kind."""
    words: vectors.VectorFile | None = None
    corpora: Path | None = None
    for name in job.resources:
        folder = Path(job.data) / name
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["kind"] == WORD_VECTORS:
            words = vectors.VectorFile(
                path=folder / manifest["file"], dimension=int(manifest["dimension"]), words=int(manifest["words"])
            )
        elif manifest["kind"] == NLTK:
            corpora = folder / manifest["folder"]
    return Resources(vectors=words, nltk=corpora)
