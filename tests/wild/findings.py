"""What evidence shows against what a case expects: one line for each thing that is otherwise, with what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from grader.evidence.evidence import Evidence
from tests.wild.case import Expected

_SHOWN = 12  # lines of what was found instead


def differences(expected: Expected, evidence: Evidence) -> list[str]:
    """Nothing when all is as expected."""
    return [
        *_ending(expected, evidence),
        *_models(expected, evidence),
        *_texts(expected, evidence),
    ]


def _ending(expected: Expected, evidence: Evidence) -> Iterator[str]:
    failed = {cell.position: cell.failure for cell in evidence.cells if cell.status != "ok"}
    found = {(cell, failure.name if failure else "not run") for cell, failure in failed.items()}
    if found != set(expected.fails):
        said = [
            f"cell {cell}: {f'{failure.name}: {failure.message[:300]}' if failure else 'not run'}"
            for cell, failure in failed.items()
        ]
        wanted = [f"cell {cell}: {error}" for cell, error in expected.fails]
        yield _line("cells that fail", wanted, said)
    ending = "cell_failed" if expected.fails else "finished"
    if evidence.ending.kind != ending:
        yield f"ending: wanted {ending}, found {evidence.ending.kind} ({evidence.ending.detail})"
    if evidence.stream_fault is not None:
        yield f"the stream stopped being valid: {evidence.stream_fault}"


def _models(expected: Expected, evidence: Evidence) -> Iterator[str]:
    seen = [f"{'/'.join(m.names) or '-'} {m.class_name} cell {m.cell}: {m.parameters}" for m in evidence.models]
    for name, wanted in expected.models.items():
        counts = [model.parameters for model in evidence.models if name in model.names]
        as_wanted = counts == wanted if isinstance(wanted, list) else wanted in counts
        if not as_wanted:
            yield _line(f"parameters of `{name}`", [str(wanted)], seen)
    if len(evidence.fits) < expected.fits:
        yield _line("fits", [f"at least {expected.fits}"], [f"{fit.model} in cell {fit.cell}" for fit in evidence.fits])


def _texts(expected: Expected, evidence: Evidence) -> Iterator[str]:
    asked = [substitution.asked for substitution in evidence.substitutions]
    how = [substitution.how for substitution in evidence.substitutions]
    notes = [f"{note.about}: {note.text}" for note in evidence.notes]
    printed = [output.text for cell in evidence.cells for output in cell.outputs]
    environment = [str(value) for value in asdict(evidence.environment).values()] if evidence.environment else []
    environment += [evidence.runtime.keras] if evidence.runtime else []
    yield from _missing("asked of a substitution", expected.served, asked)
    yield from (
        _line("how of a substitution", [wanted], [f"{h}: {a}" for h, a in zip(how, asked, strict=True)])
        for wanted in expected.how
        if wanted not in how
    )
    yield from _missing("notes", expected.notes, notes)
    yield from _missing("printed", expected.printed, printed)
    yield from _missing("runtime", [expected.runtime] if expected.runtime else [], environment)


def _missing(what: str, wanted: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    yield from (_line(what, [text], found) for text in wanted if not any(text in one for one in found))


def _line(what: str, wanted: Sequence[str], found: Sequence[str]) -> str:
    shown = [text[:500] for text in found[-_SHOWN:]]
    return f"{what}: wanted {'; '.join(wanted) or 'none'}, found {' | '.join(shown) or 'none'}"
