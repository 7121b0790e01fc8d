"""Warm forks: how long until a cell has run, what a fork holds, and what the two hundredth costs."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from grader.datasets.catalogue import open_dataset
from grader.evidence.wire.frames import Frame
from grader.evidence.wire.job import Job, JobCell
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor, Limits, Order
from grader.sandbox.warm.executor import WarmExecutor
from tests.sandbox.builders import PYTHON

RUNS, MANY, FEW = 30, 200, 10
DATASET = "sms-spam"
NOTHING = ("x = 1", "import keras")  # the second is never a matter of time: the parent has it
IDLE = (
    "print(sum(int(l.split()[1]) for l in open('/proc/self/smaps_rollup') if l.startswith('Private')))",
    "import keras",
)
SHORT, LONG = 12, 36  # epochs: a second or two, and a few seconds
TRAINING = (
    "import keras\nimport numpy as np",
    "rows = np.random.default_rng(1).normal(size=(4096, 32))\nlabels = (rows[:, 0] > 0).astype(float)",
    "model = keras.Sequential([keras.Input((32,)), keras.layers.Dense(64, 'relu'), keras.layers.Dense(1, 'sigmoid')])\n"
    "model.compile('adam', 'binary_crossentropy')\nmodel.fit(rows, labels, epochs={epochs}, verbose=0)",
)


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of one attempt, from the call on."""

    first_cell: float  # until the first cell is done
    last_cell: float  # until the runner has said that it is done
    cells: float  # in the cells themselves, by the runner's own clock
    whole: float
    printed: str


def attempt(executor: Executor, data: Path, sources: tuple[str, ...]) -> Timed:
    cells = tuple(JobCell(position=i, kind="code", source=text) for i, text in enumerate(sources, 1))
    job = Job(cells=cells, files="", data="", datasets=(DATASET,), seed=11, device="cpu", max_epochs=None, cpus=1)
    order = Order(job=job, files=None, data=data, python=PYTHON)
    seen: list[tuple[float, dict[str, object]]] = []
    started = time.perf_counter()

    def on_frame(frame: Frame) -> None:
        seen.append((time.perf_counter() - started, json.loads(frame.head)))

    with tempfile.TemporaryDirectory() as into:
        executor.run(order, Limits(), Path(into), on_frame=on_frame)
        whole = time.perf_counter() - started
    ran = [(at, head["data"]) for at, head in seen if head["type"] == "cell"]
    done = next(at for at, head in seen if head["type"] == "done")
    outputs = [output.get("text", "") for _, cell in ran for output in cell["outputs"]]  # type: ignore[index]
    return Timed(ran[0][0], done, sum(float(cell["seconds"]) for _, cell in ran), whole, "".join(outputs))  # type: ignore[index]


@contextmanager
def served() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        open_dataset(DATASET, data=None, profile="quick").serve(folder)
        yield folder


def rows() -> list[tuple[str, str, str]]:
    """(what, measured, budget) for the table."""
    with served() as data, closing(WarmExecutor()) as warm:
        attempt(warm, data, NOTHING)
        first = [attempt(warm, data, NOTHING).first_cell for _ in range(RUNS)]
        cold = [attempt(BubblewrapExecutor(), data, NOTHING).whole for _ in range(3)]
        trained = {epochs: [attempt(warm, data, _training(epochs)) for _ in range(5)] for epochs in (SHORT, LONG)}
        private = [int(attempt(warm, data, IDLE).printed) * 1024 for _ in range(5)]
        return [
            ("request to first cell done, Keras at hand, median of 30", _ms(statistics.median(first)), "150 ms"),
            ("the same notebook in a cold box, whole, median", _ms(statistics.median(cold)), ""),
            _outside(trained[SHORT], ""),
            _outside(trained[LONG], "5 %"),
            ("private memory of an idle fork", f"{statistics.median(private) / 1e6:.1f} MB", "20 MB"),
            *_many(warm, data),
        ]


def _training(epochs: int) -> tuple[str, ...]:
    return tuple(source.replace("{epochs}", str(epochs)) for source in TRAINING)


def _outside(runs: list[Timed], budget: str) -> tuple[str, str, str]:
    whole = statistics.median(run.whole for run in runs)
    outside = statistics.median(run.whole - run.cells for run in runs)
    share = statistics.median((run.whole - run.cells) / run.whole for run in runs)
    return f"a Keras notebook of {whole:.1f} s: outside its cells", f"{_ms(outside)}, {share:.1%}", budget


def _many(warm: Executor, data: Path) -> Iterator[tuple[str, str, str]]:
    """The same attempt over and over: what this process, and the warm parent, hold and take."""
    host, seconds, held = psutil.Process(), [], {}
    for number in range(1, MANY + 1):
        seconds.append(attempt(warm, data, NOTHING).whole)
        if number in (FEW, MANY):
            # Attempts are gone by now: what is left of our children is the warm parent and what holds it.
            family = [host, *host.children(recursive=True)]
            held[number] = sum(process.memory_full_info().uss for process in family)
    early, late = statistics.median(seconds[:FEW]), statistics.median(seconds[-FEW:])
    yield f"memory of grader and warm parent after {FEW} attempts", f"{held[FEW] / 1e6:.0f} MB", ""
    yield f"memory of grader and warm parent after {MANY} attempts", f"{held[MANY] / 1e6:.0f} MB", "the same"
    yield f"time of an attempt, the last {FEW} of {MANY} over the first {FEW}", f"{late / early:.2f}", "0.90 to 1.10"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
