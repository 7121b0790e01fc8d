"""One notebook, executed on the data it speaks of; its evidence is kept, so that a second time nothing runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.attempts import Bench, Work, attempt
from grader.checks.near import did_you_mean
from grader.datasets.catalogue import names, open_dataset
from grader.datasets.dataset import Dataset
from grader.datasets.resource import Resource
from grader.datasets.resources import open_resource, resource_names
from grader.events import Warned
from grader.evidence.evidence import Evidence
from grader.faults import DataError, UsageError
from grader.intake.folder import read_submission
from grader.intake.submission import Notebook, Submission
from grader.measure.measurements import Measurements
from grader.measure.measuring import measure
from grader.scratch import scratch_folder
from grader.trial.spoken import spoken_of
from grader.trial.transformers import profile_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What was run, under which profile, what it showed, and what was measured from that."""

    submission: Submission
    profile: str
    evidence: Evidence
    measurements: Measurements


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    datasets: tuple[Dataset, ...]
    resources: tuple[Resource, ...]


def run_trial(
    path: Path, bench: Bench, *, data: Path | None, asked: Sequence[str] = (), minutes: float | None = None
) -> Trial:
    """Run a notebook, or the notebook of a folder or zip archive with its companion files.

    Args: `data` is the folder of real data, None for the synthetic one; `asked` names data sets and resources to be
        served in place of those that the notebook speaks of; `minutes` of training, after which fits and loops end
        as early as they can: 0 for no end, None for the profile's own.
    Raises: SubmissionError when nothing in it can be read as a notebook; UsageError for a name that does not exist;
        DataError for data that was asked for and is not in the folder; as `attempt` besides.
    """
    with scratch_folder(bench.scratch) as staging:
        submission = read_submission(path.absolute(), staging)
        notebook = submission.required_notebook(path, fix="give a notebook")
        given = _asked(asked, notebook, data, bench) if asked else _spoken(notebook, data, bench)
        work = Work(
            label=submission.id,
            cells=notebook.cells,
            files=submission.files,
            digest=submission.digest,
            datasets=given.datasets,
            resources=given.resources,
            max_epochs=bench.profile.max_epochs,
            max_seconds=_seconds(bench.profile.minutes if minutes is None else minutes),
        )
        evidence = attempt(work, bench)
    measured = measure(evidence, {dataset.served.dataset: dataset.labels for dataset in given.datasets})
    return Trial(submission=submission, profile=bench.profile.name, evidence=evidence, measurements=measured)


def _seconds(minutes: float | None) -> float | None:
    return 60.0 * minutes if minutes else None


def _asked(asked: Sequence[str], notebook: Notebook, data: Path | None, bench: Bench) -> _Given:
    beside = resource_names()
    known = (*names(), *beside)
    unique = tuple(dict.fromkeys(asked))
    for name in unique:
        if name not in known:
            raise UsageError(
                f"no data set or resource '{name}'{did_you_mean(name, known)}",
                where="--dataset",
                fix=f"use one of: {', '.join(known)}",
            )
    return _Given(
        datasets=tuple(
            open_dataset(name, data=data, profile=profile_for(name, notebook.cells, bench.profile))
            for name in unique
            if name not in beside
        ),
        resources=tuple(
            open_resource(name, data=data, profile=bench.profile.name) for name in unique if name in beside
        ),
    )


def _spoken(notebook: Notebook, data: Path | None, bench: Bench) -> _Given:
    """What the notebook speaks of; what a data folder lacks of it is left out, and said where it was spoken of."""
    spoken = spoken_of(notebook.cells)
    datasets: list[Dataset] = []
    resources: list[Resource] = []
    for name in (*spoken.datasets, *spoken.resources):
        try:
            if name in spoken.resources:
                resources.append(open_resource(name, data=data, profile=bench.profile.name))
            else:
                profile = profile_for(name, notebook.cells, bench.profile)
                datasets.append(open_dataset(name, data=data, profile=profile))
        except DataError as error:
            if spoken.sure or name in spoken.resources:
                bench.listener(Warned(where=name, text=f"not served: {error.what}"))
    return _Given(datasets=tuple(datasets), resources=tuple(resources))
