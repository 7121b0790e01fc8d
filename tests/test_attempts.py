"""The conditions an attempt runs under."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from grader.attempts import Bench, Work, key_of, limits_of
from grader.datasets.dataset import Dataset
from grader.datasets.profiles import QUICK
from grader.evidence.evidence import Evidence
from grader.evidence.store import Store
from grader.references import reference_case
from grader.sandbox.contract import Limits
from grader.sandbox.plain import PlainExecutor
from grader.slots import GIB, USUAL_NEED, Need, Packing, Slots
from grader.task import open_task
from grader.weights import WeightsCache
from tests.replay import ASSIGNMENT, ReplayExecutor, make_bench, make_course


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(
        executor=PlainExecutor(), store=Store(tmp_path), scratch=tmp_path, python=tmp_path / "bin" / "python",
        profile=QUICK, device="cpu", limits=Limits(memory_bytes=6 * GIB), seed=1, cpus=1, listener=lambda _: None,
        cancel=threading.Event(),
    )  # fmt: skip


def work(memory: float) -> Work:
    need = Need(memory_bytes=int(memory * GIB))
    return Work(label="x", cells=(), files=None, digest="d", datasets=(), max_epochs=None, need=need)


@pytest.mark.parametrize(("needs", "allowed"), [(2.5, 6), (6, 6), (9, 9)])
def test_an_attempt_may_take_what_its_problems_are_declared_to_need(bench: Bench, needs: float, allowed: int) -> None:
    assert limits_of(work(needs), bench).memory_bytes == allowed * GIB
    assert (key_of(work(needs), bench) == key_of(work(1), bench)) == (allowed == 6)


def test_other_weights_are_another_attempt(bench: Bench) -> None:
    other = replace(bench, weights=WeightsCache(digest="w"))
    assert key_of(work(1), other) != key_of(work(1), bench)


def test_a_slot_is_for_student_code_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an attempt is served is laid out, and what came of it stored, without a place among those that run."""
    packing = Packing(jobs=1)
    taken = dict[str, bool]()

    def look(moment: str) -> None:
        free, card = packing.take(USUAL_NEED)
        taken[moment] = not free
        if free:
            packing.give(USUAL_NEED, card)

    class Watched(Store):
        def save(self, evidence: Evidence, log: Path | None) -> Path:
            look("stored")
            return super().save(evidence, log)

    course = make_course(tmp_path)
    executor = ReplayExecutor()
    executor.before_run = lambda _: look("run")
    bench = replace(make_bench(course, executor), slots=Slots(packing), store=Watched(tmp_path / "store"))
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    serving = type(next(iter(task.datasets.values())))
    serve = serving.serve

    def watched(dataset: Dataset, into: Path) -> None:
        look("served")
        serve(dataset, into)

    monkeypatch.setattr(serving, "serve", watched)
    reference_case(task, task.rubric.problems[0], bench)
    assert taken == {"served": False, "run": True, "stored": False}
