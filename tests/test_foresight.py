"""What the first attempt will need is asked for before it comes, of executors that can use that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.course import Course
from grader.foresight import foresee
from grader.sandbox.contract import Order
from grader.weights import WeightsCache
from tests.replay import ASSIGNMENT, ReplayExecutor, make_bench, make_course


class Foreseeing(ReplayExecutor):
    def __init__(self) -> None:
        super().__init__()
        self.foreseen = list[Order]()

    def foresee(self, order: Order) -> None:
        self.foreseen.append(order)


def first_lines(executor: Foreseeing) -> list[str]:
    return [order.job.cells[0].source for order in executor.foreseen]


def submissions(course: Course) -> Path:
    return course.root / "submissions" / ASSIGNMENT


def test_the_first_new_submission_is_foreseen_as_it_will_be_run(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path), Foreseeing()
    cache = WeightsCache(places=(("keras", tmp_path),), digest="d")
    bench = replace(make_bench(course, executor), weights=cache)
    foresee(submissions(course), bench, is_new=lambda name: name != "ada")
    assert first_lines(executor) == ["# ben"]
    assert executor.runs == []
    (order,) = executor.foreseen
    # A parent that shows its forks no weights would be of no use to an attempt that is shown some.
    assert (order.python, order.device, order.weights, order.job.seed, order.job.cpus) == (
        bench.python, bench.device, cache.places, bench.seed, bench.cpus,
    )  # fmt: skip


def test_nothing_is_foreseen_where_all_were_run(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path), Foreseeing()
    foresee(submissions(course), make_bench(course, executor), is_new=lambda _: False)
    assert executor.foreseen == []


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    course, executor = make_course(tmp_path), Foreseeing()
    (submissions(course) / "aaron").mkdir()
    foresee(submissions(course), make_bench(course, executor), is_new=lambda _: True)
    assert first_lines(executor) == ["# ada"]


def test_an_executor_without_foresight_is_left_alone(tmp_path: Path) -> None:
    course = make_course(tmp_path)

    def never(_: str) -> bool:
        raise AssertionError("nobody wants to know")

    foresee(submissions(course), make_bench(course, ReplayExecutor()), is_new=never)
