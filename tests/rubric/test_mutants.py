"""A file of mutants is sound, or refused with every fault and its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.faults import CourseError
from grader.rubric.mutants import read_mutants
from grader.rubric.parse import parse_rubric
from grader.rubric.rubric import Rubric

RUBRIC = b"""\
assignment: a1
title: One
problems:
  - id: spam
    title: Spam
    criteria:
      - {id: runs, points: 1, check: runs}
      - {id: words, points: 1, check: manual, ask: Read it.}
  - id: other
    title: Other
    criteria:
      - {id: more, points: 1, check: runs}
"""
SOURCE = "rate = 0.1\nlayers = [32, 32]\nfit()\n"
GOOD = """\
- id: slow
  problem: spam
  title: A small rate
  edits:
    - {find: "0.1", put: "0.001"}
    - {find: "32", put: "8", count: 2}
  loses: [runs]
"""


def rubric() -> Rubric:
    return parse_rubric(RUBRIC, Path("a1.yaml"), datasets=())


def read(folder: Path, text: str) -> list[str]:
    """The faults of a file, without its path."""
    path = folder / "mutants.yaml"
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        read_mutants(path, rubric(), {"spam": SOURCE})
    return [line.strip().removeprefix(f"{path}:") for line in caught.value.what.splitlines()[1:]]


def test_a_mutant_is_the_reference_with_its_edits(tmp_path: Path) -> None:
    path = tmp_path / "mutants.yaml"
    path.write_text(GOOD)
    (mutant,) = read_mutants(path, rubric(), {"spam": SOURCE})
    assert mutant.source == "rate = 0.001\nlayers = [8, 8]\nfit()\n"
    assert (mutant.id, mutant.problem, mutant.loses) == ("slow", "spam", ("runs",))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param('"0.1"', '"0.2"', "5:14: stands nowhere in the reference, not once", id="not there"),
        pytest.param(", count: 2", "", "6:14: stands twice in the reference, not once", id="more often than said"),
        pytest.param('"0.001"', '"0.1"', "5:26: changes nothing", id="no change"),
        pytest.param(
            "[runs]", "[runs, rums]", "7:17: no criterion 'rums' in this problem; did you mean", id="criterion"
        ),
        pytest.param("[runs]", "[more]", "7:11: no criterion 'more' in this problem; known are", id="another's"),
        pytest.param("problem: spam", "problem: spm", "2:12: no problem 'spm'; did you mean 'spam'?", id="problem"),
        pytest.param("problem: spam", "problem: other", "2:12: problem 'other' has no reference to change", id="bare"),
        pytest.param("title:", "titel:", "3:3: unknown key 'titel'; did you mean 'title'?", id="key"),
    ],
)
def test_a_fault_has_its_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in read(tmp_path, GOOD.replace(old, new)))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    faults = read(tmp_path, GOOD.replace("0.1", "0.7", 1) + GOOD.replace("[runs]", "[none]"))
    assert [fault.partition(":")[0] for fault in faults] == ["5", "8", "14"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "id: x", "- 3"])
def test_it_is_a_list_of_mutants(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text)


def test_no_file_is_the_courses_fault(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="there are no mutants"):
        read_mutants(tmp_path / "mutants.yaml", rubric(), {})
