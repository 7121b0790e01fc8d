"""Where shipped samples are graded: the course of this checkout; here, in a store that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from grader.attempts import Bench
from grader.course import find_course
from grader.datasets.profiles import QUICK
from grader.evidence.store import Store
from grader.references import reference_keys
from grader.sandbox.contract import Executor, Limits

COURSE = find_course(Path(__file__))


def ignore(event: object) -> None:
    """Progress is of no interest here."""


@contextmanager
def bench_of(executor: Executor) -> Iterator[Bench]:
    settings = COURSE.settings
    # Not pytest's own folder: attempts run as another user, who may not enter that one.
    with tempfile.TemporaryDirectory(prefix="samples-") as name, closing(executor):
        home = Path(name)
        home.chmod(0o755)
        yield Bench(
            executor=executor,
            store=Store(home / "attempts"),
            scratch=home / "scratch",
            python=COURSE.student_python(),
            profile=QUICK,
            device="cpu",
            limits=Limits(wall_seconds=1800),
            seed=settings.seed,
            cpus=1,
            listener=ignore,
            cancel=threading.Event(),
        )


def lend_references(store: Store) -> None:
    """Put the attempts of the course's references, as they last ran, into another store: they need not run again."""
    own = Store(COURSE.store / "attempts")
    for key in filter(own.has, reference_keys(COURSE).values()):
        shutil.copytree(own.folder(key), store.folder(key))
