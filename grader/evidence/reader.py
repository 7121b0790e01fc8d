"""The reader that trusts nothing: a raw stream from a sandbox becomes Evidence, or is refused in words."""

from __future__ import annotations

import os
from pathlib import Path

from grader.evidence.conclude import conclude
from grader.evidence.ending import Ending, EndingKind, Isolation, Usage
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.gather import Gathered, gather
from grader.evidence.resolve import resolve
from grader.evidence.stream import StreamFile
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import Note
from grader.faults import HostileEvidenceError, MachineError


def read_stream(
    stream: Path,
    *,
    key: str,
    ending: Ending,
    usage: Usage,
    isolation: Isolation,
    served: tuple[ServedData, ...],
    submitted: tuple[JobCell, ...],
    handed_in: str = "",
) -> Evidence:
    """Read what came out of a sandbox, as the work of an enemy.

    A frame that is none (lengths over the caps, cut short, not strict JSON) ends the reading: what came before
    stands and `stream_fault` says where and why. A whole frame whose record breaks the schema or refers to what
    does not exist is left out and counted in a note. Memory stays bounded by caps whatever the stream holds.

    Args: `ending`, `usage`, `isolation` are what the host saw. `served` bounds the row positions, `submitted`
        the cells that records may refer to, `handed_in` is the digest of the files they came with.
    Raises: HostileEvidenceError when the attempt looks FINISHED from outside and yet not one valid record came
        out: the runner's first act is a record, before any code of the student's, so its channel was tampered
        with or the runner is broken, and neither may pass for a notebook that showed nothing. An attempt stopped
        by a limit or a signal may well leave nothing: that is evidence without records. MachineError when the
        host's own file of the stream cannot be read.
    """
    with _open(stream) as file:
        found = gather(file)
        if not found.valid and ending.kind is EndingKind.FINISHED:
            why = str(found.fault) if found.fault else "the stream holds no valid record"
            raise HostileEvidenceError(
                f"the run ended as finished and left no evidence: {why}",
                where=f"attempt {key[:12]}",
                fix="a person looks at what the submission does; `grader doctor` says whether the runner works here",
            )
        resolved = resolve(found, file, served, submitted)
    return Evidence(
        key=key,
        ending=conclude(ending, found, resolved.cells, submitted),
        usage=usage,
        isolation=isolation,
        served=served,
        submitted=submitted,
        handed_in=handed_in,
        environment=found.environment,
        cells=resolved.cells,
        models=resolved.models,
        fits=resolved.fits,
        predictions=resolved.predictions,
        images_made=resolved.images_made,
        codes=resolved.codes,
        next_characters=resolved.next_characters,
        continuations=resolved.continuations,
        processed_texts=resolved.processed_texts,
        metrics=resolved.metrics,
        figures=resolved.figures,
        tables=resolved.tables,
        substitutions=resolved.substitutions,
        notes=resolved.notes + _own_notes(found, ending),
        arrays=resolved.arrays,
        images=resolved.images,
        stream_fault=str(found.fault) if found.fault and not _was_killed(found, ending) else None,
    )


def _was_killed(found: Gathered, ending: Ending) -> bool:
    """A last frame cut short by a kill is no fault of the stream; only a run that looks finished must be whole."""
    return found.fault is not None and found.fault.cut and ending.kind is not EndingKind.FINISHED


def _own_notes(found: Gathered, ending: Ending) -> tuple[Note, ...]:
    texts = []
    if found.left_out.count:
        texts.append(found.left_out.sentence())
    if _was_killed(found, ending):
        texts.append(f"the attempt was stopped while it wrote its last record: {found.fault}")
    return tuple(Note(cell=0, about="evidence", text=text) for text in texts)


def _open(stream: Path) -> StreamFile:
    try:
        # A link in the place of the stream would be the sandbox's work; the host writes a plain file.
        descriptor = os.open(stream, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise MachineError(
            f"the evidence of an attempt cannot be read: {error.strerror}",
            where=str(stream),
            fix="check space and permissions of this folder and run the attempt again",
        ) from error
    return StreamFile(os.fdopen(descriptor, "rb"))
