"""What a sealed course gives to the sandbox, and when it has to run again; nothing is executed here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.bands import StoredBand, write_bands
from grader.checks.base import Band
from grader.course import Course
from grader.datasets.seal import FILE
from grader.pipeline import grade_folder
from grader.references import stored_reference
from grader.sandbox.contract import Order
from grader.task import Task, file_digest, open_task, served_digest
from tests.replay import ReplayExecutor, make_bench
from tests.sealed.course import ASSIGNMENT, HONEST, make_course


class Goods(ReplayExecutor):
    """Keeps a copy of everything that would have gone into each attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.data: list[dict[str, bytes]] = []
        self.rest: list[bytes] = []
        self.before_run = self._keep

    def _keep(self, order: Order) -> None:
        self.data.append({str(p.relative_to(order.data)): p.read_bytes() for p in _files(order.data)})
        handed_in = b"".join(path.read_bytes() for path in _files(order.files)) if order.files else b""
        self.rest.append(order.job.to_json().encode() + handed_in)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def opened(course: Course, profile: str = "quick") -> Task:
    return open_task(course, ASSIGNMENT, data=None, profile=profile)


def run(course: Course) -> Goods:
    executor = Goods()
    list(grade_folder(opened(course), course.root / "submissions" / ASSIGNMENT, make_bench(course, executor), jobs=1))
    return executor


def relabel(course: Course, labels: str) -> None:
    path = course.rubric(ASSIGNMENT)
    other = {"sealed": "served", "served": "sealed"}[labels]
    path.write_text(path.read_text().replace(f"labels: {other}", f"labels: {labels}"))


def test_neither_truth_nor_secret_goes_in_and_references_get_what_students_get(tmp_path: Path) -> None:
    course = make_course(tmp_path, "sealed", {"ada": HONEST})
    goods, labels = run(course), opened(course).labels["sms-spam"]
    assert len(goods.data) == 2
    assert goods.data[0] == goods.data[1]
    assert labels.decoys is not None
    truth = [labels.classes[code] for code in labels.codes[labels.train_rows :]]
    shown = [line.split('"')[3] for line in goods.data[0]["sms-spam/rows.jsonl"].decode().splitlines()]
    assert shown == [labels.classes[code] for code in labels.decoys]
    assert shown[labels.train_rows :] != truth
    secret = (course.store / FILE).read_text().strip()
    for content in (*goods.data[0].values(), *goods.rest):
        for hidden in (secret, secret[:16], "\n".join(truth), "".join(map(str, labels.codes[labels.train_rows :]))):
            assert hidden.encode() not in content
        assert bytes.fromhex(secret) not in content


def test_a_course_draws_the_same_decoys_every_time_and_runs_nothing_twice(tmp_path: Path) -> None:
    course = make_course(tmp_path, "sealed", {"ada": HONEST})
    run(course)
    assert run(course).runs == []
    first, second = opened(course).labels["sms-spam"], opened(course).labels["sms-spam"]
    assert np.array_equal(first.codes, second.codes)


@pytest.mark.slow
@pytest.mark.parametrize("first", ["served", "sealed"])
def test_labels_served_in_another_way_run_everything_again(tmp_path: Path, first: str) -> None:
    course = make_course(tmp_path, first, {"ada": HONEST})
    run(course)
    relabel(course, {"sealed": "served", "served": "sealed"}[first])
    assert len(run(course).runs) == 2
    relabel(course, first)
    assert run(course).runs == [], "what was stored under the first labels still holds"


@pytest.mark.slow
def test_other_courses_and_a_lost_secret_draw_other_decoys(tmp_path: Path) -> None:
    one, two = (make_course(tmp_path / name, "sealed", {"ada": HONEST}) for name in ("one", "two"))
    run(one)
    digests = [opened(course).datasets["sms-spam"].served.digest for course in (one, two)]
    (one.store / FILE).unlink()
    digests.append(opened(one).datasets["sms-spam"].served.digest)
    assert len(set(digests)) == 3
    assert len(run(one).runs) == 2


def test_served_labels_need_no_secret(tmp_path: Path) -> None:
    course = make_course(tmp_path, "served", {"ada": HONEST})
    run(course)
    assert not (course.store / FILE).exists()


@pytest.mark.parametrize("profile", ["quick", "full"])
def test_both_profiles_are_sealed(tmp_path: Path, profile: str) -> None:
    task = opened(make_course(tmp_path, "sealed", {}), profile)
    assert task.datasets["sms-spam"].served.sealed
    assert task.labels["sms-spam"].decoys is not None


def test_a_band_holds_for_the_labels_it_was_made_with(tmp_path: Path) -> None:
    course = make_course(tmp_path, "sealed", {"ada": HONEST})
    run(course)
    task = opened(course)
    (problem,) = task.rubric.problems
    reference = course.reference(ASSIGNMENT, problem.id)
    bench = make_bench(course, ReplayExecutor())

    def band() -> Band | None:
        case = stored_reference(task, problem, bench.store, bench.listener)
        assert case is not None
        return case.bands.get(("filter", "accuracy"))

    made = StoredBand(
        problem=problem.id, role="filter", metric="accuracy", profile="quick", data_digest="", seeds=(1, 2),
        values=(0.5, 0.6), reference_digest=file_digest(reference),
    )  # fmt: skip
    write_bands(reference.parent / "bands.json", [made])
    assert band() is None
    write_bands(reference.parent / "bands.json", [replace(made, data_digest=served_digest(task, problem))])
    found = band()
    assert found is not None
    assert found.values == (0.5, 0.6)
