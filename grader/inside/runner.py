"""Runs a notebook's cells in order, as IPython would, and records what each printed, showed and raised."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from grader.evidence.wire.job import Job, JobCell
from grader.evidence.wire.records import CellFailure, CellRun, CellStarted, Done
from grader.inside import absent, demands, environment, light_graphs, newer_fstrings, probe, restarts, standing
from grader.inside.budget.install import install as install_loops
from grader.inside.capture import CellCapture, standing_streams
from grader.inside.context import Context, hidden_output
from grader.inside.emit import Emitter
from grader.inside.failures import describe_failure
from grader.inside.gateway import (
    absent_words,
    equal_halves,
    keras_batches,
    old_python,
    ragged,
    row_bounds,
    row_counts,
    row_samples,
    scalars,
)
from grader.inside.gateway.functions import replacing_together
from grader.inside.gateway.gateway import Gateway
from grader.inside.gateway.holders import HOLDERS
from grader.inside.gateway.old_keras.install import install_over_probe
from grader.inside.hooks import report_failures_to
from grader.inside.known_texts import KnownTexts
from grader.inside.lacking import note_lack
from grader.inside.python_two import translated
from grader.inside.questions import Questions
from grader.inside.seeds import set_seeds
from grader.inside.served import load_all
from grader.inside.trackers import RowTrackers

if TYPE_CHECKING:
    from grader.inside.shell import NotebookShell

# What every run imports on its way.
_LATER: Final = ("IPython.core.logger", "encodings.latin_1", "numpy.random")
_WAITING: Final[list[Context]] = []  # in a warm parent, and so in its forks: what the next attempt begins with


def prepare() -> None:
    """In a warm parent, before any library is imported; `run` then happens in its forks."""
    from grader.inside.shell import make_shell
    from grader.inside.warm.box import WORK

    for module in _LATER:
        importlib.import_module(module)
    environment.prepare(None)
    sys.stdout, sys.stderr = standing_streams()
    environment.installed()
    make_shell()
    _WAITING.append(standing.stand(Path(WORK)))


def settle() -> None:
    """In a warm parent, after whatever it has imported: what each fork would look up anew."""
    HOLDERS.remember()


def run(job_file: Path, fd: int) -> NoReturn:
    """Run the job in `job_file`, write frames to `fd`, end the process with status 0.

    Raises: OSError, ValueError when the job cannot be read: the host's fault, never the student's.
    """
    job = Job.from_json(job_file.read_text(encoding="utf-8"))
    environment.prepare(job)
    emit = Emitter(fd)
    emit.record(environment.describe_environment(job))
    work = Path.cwd()
    _lay_out(Path(job.files), work)
    _prepare_interpreter(work)
    private = Path(tempfile.mkdtemp(prefix="served-"))
    rows = RowTrackers(load_all(Path(job.data), job.datasets))
    job, newer = newer_fstrings.readable(job)
    translation = translated(job)
    context = _WAITING.pop() if _WAITING else standing.stand(work)
    context.begin(job=translation.job, emit=emit, rows=rows, private=private)
    report_failures_to(lambda module, error: context.note(module, f"{type(error).__name__}: {error}"))
    newer_fstrings.say(context, newer)
    old_python.say(context, translation)
    set_seeds(job.seed, job.cpus)
    light_graphs.install(job.device)
    gateway = Gateway(context, work)
    with replacing_together():
        gateway.install()
    notebook = Notebook(context, gateway, work)
    row_bounds.install(context)
    row_samples.install(context)
    row_counts.install(context)
    equal_halves.install(context)
    absent_words.install(context)
    scalars.install(context)
    ragged.install(context)
    Questions(context).install()
    demands.install(context)
    absent.install(context)
    restarts.install(context)
    install_loops(context, work)
    old_python.install(context, work, translation)
    probe.install(context)
    keras_batches.install(context)
    install_over_probe(context)
    notebook.run()
    notebook.leave()


class Notebook:
    """The cells of one job and the shell they share."""

    def __init__(self, context: Context, gateway: Gateway, work: Path) -> None:
        from grader.inside.shell import start_shell

        self._context = context
        self._gateway = gateway
        self._work = work
        self._streams = standing_streams()
        sys.stdout, sys.stderr = self._streams
        self._shell: NotebookShell = start_shell(work, gateway.run_command)
        context.shell = self._shell
        self._texts = KnownTexts(context)
        self._run = 0
        self._failed = 0

    def run(self) -> None:
        """Run all code cells; after a failed one go on, or say "not run", as the job orders."""
        cells = [cell for cell in self._context.job.cells if cell.kind == "code"]
        for number, cell in enumerate(cells, start=1):
            if self._failed and not self._context.job.continue_after_failure:
                self._context.emit.record(CellRun(position=cell.position, status="not_run", seconds=0.0, prompt=None))
                continue
            self._context.emit.record(CellStarted(position=cell.position, number=number, of=len(cells)))
            self._context.emit.record(self._run_cell(cell))

    def leave(self) -> NoReturn:
        """Say that the run came to its own end, and end the process whatever threads the notebook left behind."""
        try:
            probe.finish(self._context)
        except Exception as error:  # noqa: BLE001  a fault of the probe's must not cost the record of the run
            self._context.note("probe", f"{type(error).__name__}: {error}")
        self._context.emit.record(Done(cells_run=self._run, cells_failed=self._failed))
        os._exit(0)

    def _run_cell(self, cell: JobCell) -> CellRun:
        context, shell = self._context, self._shell
        capture = CellCapture(cell.position, context.job.cell_output_bytes, context.emit)
        context.cell, context.show = cell.position, capture.add
        shell.compile.cell, shell.capture = cell.position, capture
        for stream in self._streams:
            stream.sink = capture
        started = time.perf_counter()
        error, prompt = self._execute(cell.source)
        seconds = time.perf_counter() - started
        if error is not None:
            self._gateway.missing.explain(error)
        self._look()
        for stream in self._streams:
            stream.sink = None
        shell.capture, context.show, context.cell = None, hidden_output, 0
        failure = self._failure_of(error, cell)
        self._run += 1
        self._failed += failure is not None
        return CellRun(
            position=cell.position,
            status="ok" if failure is None else "failed",
            seconds=seconds,
            prompt=prompt,
            outputs=capture.outputs(),
            failure=failure,
            dropped_bytes=capture.dropped,
        )

    def _execute(self, source: str) -> tuple[BaseException | None, int | None]:
        before: int = self._shell.execution_count
        try:
            result = self._shell.run_cell(source, store_history=True)
        except BaseException as error:  # noqa: BLE001  an interrupt that reached the shell itself: the cell's, not ours
            return error, before
        prompt = before if self._shell.execution_count > before else None
        raised = result.error_before_exec or result.error_in_exec
        note_lack(self._context, raised)
        return raised, prompt

    def _look(self) -> None:
        """The probe and the row tracker see what the cell left, while its outputs are still open."""
        looks: dict[str, Callable[[], None]] = {
            "probe": lambda: probe.after_cell(self._context),
            "rows": self._learn_frames,
        }
        for about, look in looks.items():
            try:
                look()
            except BaseException as error:  # noqa: BLE001  ours or a late interrupt: neither is the cell's failure
                self._context.note(about, f"{type(error).__name__}: {error}")

    def _learn_frames(self) -> None:
        self._texts.look(self._shell.user_ns)
        for value in list(self._shell.user_ns.values()):
            if hasattr(type(value), "iloc"):
                self._context.rows.learn_frame(value)

    def _failure_of(self, error: BaseException | None, cell: JobCell) -> CellFailure | None:
        if error is None or (isinstance(error, SystemExit) and not error.code):
            return None
        return describe_failure(error, cell.position, self._work)


def _lay_out(files: Path, work: Path) -> None:
    """Copy the submission's companion files beside the notebook; links are left out, what is there stays."""
    if not files.is_dir() or files.resolve() == work.resolve():
        return
    for source in sorted(files.rglob("*")):
        target = work / source.relative_to(files)
        if source.is_symlink() or not source.is_file() or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _prepare_interpreter(work: Path) -> None:
    sys.argv = ["notebook"]
    sys.path.insert(0, "")  # `import helper` finds a companion module, also after %cd
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  the notebook's for as long as it runs
    os.environ["PWD"] = str(work)
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    warnings.filterwarnings("ignore", message="To exit: use", category=UserWarning)
