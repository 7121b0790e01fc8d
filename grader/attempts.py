"""One attempt: reuse it from the store, or run it in the sandbox, read what came out, and store that."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.environment import inside_digest, library_versions
from grader.events import (
    AttemptFinished,
    AttemptReused,
    AttemptStarted,
    CellReached,
    EpochReached,
    Listener,
    Warned,
)
from grader.evidence.evidence import Evidence, ServedData
from grader.evidence.keys import attempt_key
from grader.evidence.progress import progress_of
from grader.evidence.reader import read_stream
from grader.evidence.store import Store
from grader.evidence.wire.frames import Frame
from grader.evidence.wire.job import Device, Job, JobCell, Keras
from grader.faults import GraderError, HostileEvidenceError, MachineError
from grader.runtimes import choice_for, rules_digest, run_with_either
from grader.sandbox.contract import Executor, FrameListener, Limits, Order, RawAttempt
from grader.sandbox.keras_idioms import Choice
from grader.scratch import scratch_folder
from grader.slots import USUAL_NEED, Need, Slots, unlimited
from grader.weights import WeightsCache

if TYPE_CHECKING:
    from grader.datasets.dataset import Dataset
    from grader.datasets.profiles import Profile
    from grader.datasets.resource import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be run: a submission's or a reference's cells, with the data they are given."""

    label: str  # for progress: the submission's id
    cells: tuple[JobCell, ...]
    files: Path | None
    digest: str  # of all files handed in
    datasets: tuple[Dataset, ...]
    resources: tuple[Resource, ...] = ()
    max_epochs: int | None  # of one fit or loop: the profile's cap, or what its problems put in its place
    max_steps: int | None = None  # what its problems declare for one training loop; None: the profile's cap
    max_seconds: float | None = None  # of training, after which it ends early; None: never
    continue_after_failure: bool = True
    seed: int | None = None  # None: the course's
    need: Need = USUAL_NEED

    @property
    def given(self) -> tuple[Dataset | Resource, ...]:
        """What the attempt is served, data sets first."""
        return (*self.datasets, *self.resources)

    @property
    def served(self) -> tuple[ServedData, ...]:
        return tuple(given.served for given in self.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where and under which conditions attempts run; one for a whole command."""

    executor: Executor
    store: Store
    scratch: Path
    python: Path
    profile: Profile
    device: Device
    limits: Limits
    seed: int
    cpus: int
    listener: Listener
    cancel: threading.Event = field(default_factory=threading.Event)
    slots: Slots = field(default_factory=unlimited)
    weights: WeightsCache = field(default_factory=WeightsCache)
    spare_bytes: int = 0  # memory that an attempt may take where it is more than its limit
    gpu_for_all: bool = True  # False: on "cuda", only attempts whose problems ask for a GPU are given one


def device_of(work: Work, bench: Bench) -> Device:
    """Where this attempt runs, of what the bench has."""
    return bench.device if bench.gpu_for_all or work.need.gpu else "cpu"


def limits_of(work: Work, bench: Bench) -> Limits:
    """The bench's limits; who is declared to need more memory than they allow may have it."""
    return replace(bench.limits, memory_bytes=max(bench.limits.memory_bytes, work.need.memory_bytes))


def room_of(work: Work, bench: Bench) -> Limits:
    """What an attempt is stopped at. What the machine can spare is no part of its key: it changes from hour to hour."""
    limits = limits_of(work, bench)
    # Files are memory to the machine: what it spares beyond the usual memory may be either.
    beyond = bench.spare_bytes - limits.memory_bytes
    return replace(
        limits,
        memory_bytes=max(limits.memory_bytes, bench.spare_bytes),
        disk_bytes=max(limits.disk_bytes, beyond),
    )


def steps_of(work: Work, bench: Bench) -> int | None:
    """Most turns of a training loop without epochs; where epochs are as asked, so are they."""
    return None if work.max_epochs is None else work.max_steps or bench.profile.max_steps


def key_of(work: Work, bench: Bench) -> str:
    """The attempt's key: a digest of all that determines what it shows, and of nothing else."""
    return attempt_key(
        submission=work.digest,
        served=tuple(data.digest for data in work.served),
        profile=bench.profile.name,
        max_epochs=work.max_epochs,
        limits=limits_of(work, bench),
        inside=inside_digest(),
        libraries=library_versions(bench.python),
        device=device_of(work, bench),
        seed=bench.seed if work.seed is None else work.seed,
        cpus=bench.cpus,
        executor=bench.executor.name,
        continue_after_failure=work.continue_after_failure,
        weights=bench.weights.digest,
        max_steps=steps_of(work, bench),
        least_steps=work.max_steps or 0,
        max_seconds=work.max_seconds,
        runtimes=rules_digest(),
    )


def attempt(work: Work, bench: Bench) -> Evidence:
    """The evidence of one attempt, from the store when this very attempt was run before.

    Raises: SandboxUnavailableError, MachineError (no space), AttemptCancelled; never for what student code did.
    """
    key = key_of(work, bench)
    if bench.store.has(key):
        try:
            evidence = bench.store.load(key)
        except MachineError as error:
            bench.listener(
                Warned(where=work.label, text=f"the stored attempt is damaged and runs again ({error.what})")
            )
        else:
            if not _has_more_room(evidence, bench):
                bench.listener(AttemptReused(submission=work.label, key=key))
                return evidence
    return _run(work, bench, key)


def _has_more_room(evidence: Evidence, bench: Bench) -> bool:
    """Whether it ran out of memory, of which there is more now."""
    return evidence.ending.kind == "out_of_memory" and bench.spare_bytes > evidence.usage.peak_memory_bytes


def _run(work: Work, bench: Bench, key: str) -> Evidence:
    with scratch_folder(bench.scratch) as folder:
        data = folder / "data"
        data.mkdir()
        for given in work.given:
            given.serve(data)
        begun = list[float]()

        def run(keras: Keras) -> tuple[Evidence, Path]:
            out = folder / keras
            out.mkdir()
            with _place(work, bench) as (device, card):
                if not begun:
                    code_cells = sum(cell.kind == "code" for cell in work.cells)
                    bench.listener(AttemptStarted(submission=work.label, code_cells=code_cells))
                    begun.append(time.monotonic())
                order = order_of(work, bench, data, device, card, keras=keras)
                raw = bench.executor.run(
                    order,
                    room_of(work, bench),
                    out,
                    on_frame=_progress(work.label, bench.listener),
                    cancel=bench.cancel,
                )
            return _read(raw, work, key), raw.log

        evidence, log = run_with_either(_choice(work, bench), run, both=_has_keras_2(bench))
        bench.store.save(evidence, log)
    seconds = time.monotonic() - begun[0]
    bench.listener(AttemptFinished(submission=work.label, ending=evidence.ending.kind, seconds=seconds))
    return evidence


@contextmanager
def _place(work: Work, bench: Bench) -> Iterator[tuple[Device, int | None]]:
    """A slot for as long as student code runs: what is served, read and stored takes none from other attempts."""
    device = device_of(work, bench)
    with bench.slots.slot(replace(work.need, gpu=device == "cuda"), bench.cancel) as card:
        yield device, card


def _choice(work: Work, bench: Bench) -> Choice:
    choice = choice_for(work.cells, work.files)
    if choice.keras == "keras2" and not _has_keras_2(bench):
        return Choice("keras3", f"tf-keras is not installed, though {choice.because}")
    return choice


def _has_keras_2(bench: Bench) -> bool:
    return "tf-keras" in library_versions(bench.python)


def _read(raw: RawAttempt, work: Work, key: str) -> Evidence:
    """The evidence of a stream. A fault of the reader's own costs this attempt alone, since its text is an enemy's."""
    try:
        return read_stream(
            raw.stream,
            key=key,
            ending=raw.ending,
            usage=raw.usage,
            isolation=raw.isolation,
            served=work.served,
            submitted=work.cells,
            handed_in=work.digest,
        )
    except GraderError:
        raise
    except Exception as error:
        raise HostileEvidenceError(
            f"the evidence could not be read, a fault of the grader's ({type(error).__name__}: {error})",
            where=f"attempt {key[:12]}",
            fix="a person looks at what the submission does; please report this",
        ) from error


def order_of(
    work: Work, bench: Bench, data: Path, device: Device, card: int | None = None, *, keras: Keras | None = None
) -> Order:
    """What the executor is told; `data` is the folder of what is served, `keras` None the one that the code names."""
    keras = keras or _choice(work, bench).keras or "keras3"
    return Order(
        job=_job(work, bench, device, keras), files=work.files, data=data, python=bench.python, device=device,
        card=card, weights=bench.weights.places,
    )  # fmt: skip


def _job(work: Work, bench: Bench, device: Device, keras: Keras) -> Job:
    return Job(
        cells=work.cells,
        files="",  # the executor fills in both paths as the student's side sees them
        data="",
        datasets=tuple(dataset.served.dataset for dataset in work.datasets),
        resources=tuple(resource.served.dataset for resource in work.resources),
        seed=bench.seed if work.seed is None else work.seed,
        device=device,
        max_epochs=work.max_epochs,
        max_steps=steps_of(work, bench),
        least_steps=work.max_steps or 0,
        max_seconds=work.max_seconds,
        continue_after_failure=work.continue_after_failure,
        cpus=bench.cpus,
        keras=keras,
    )


def _progress(label: str, listener: Listener) -> FrameListener:
    def on_frame(frame: Frame) -> None:
        progress = progress_of(frame)
        if progress is None:
            return
        if progress.unit == "cell":
            listener(CellReached(submission=label, number=progress.number, of=progress.of or progress.number))
        else:
            listener(EpochReached(submission=label, epoch=progress.number, of=progress.of))

    return on_frame
