"""Pins in grader.toml: every fault has its line, and changed pins re-score without executing anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.clock import FixedClock
from grader.course import find_course, read_settings
from grader.events import Event, Warned
from grader.faults import CourseError
from grader.pipeline import grade_folder
from grader.publishing import DATABASE, Publisher
from grader.rescoring import open_stored, rescore
from grader.rubric.pins import Pin
from grader.task import open_task
from tests.replay import ASSIGNMENT, ReplayExecutor, make_bench, make_course

TEXT = f"""
[roles.{ASSIGNMENT}]
"spam.rnn" = "model_rnn"
"spam.lstm" = {{variable = "model", cell = 12}}

[overrides.{ASSIGNMENT}.ada.roles]
"spam.rnn" = {{order = 2}}
"""


def test_pins_of_a_submission_come_before_those_for_all(tmp_path: Path) -> None:
    file = tmp_path / "grader.toml"
    file.write_text(TEXT)
    pins = read_settings(file).pins
    general = f"grader.toml, roles.{ASSIGNMENT}"
    assert pins.of(ASSIGNMENT, "ben") == {
        ("spam", "rnn"): Pin(variable="model_rnn", where=general),
        ("spam", "lstm"): Pin(variable="model", cell=12, where=general),
    }
    assert pins.of(ASSIGNMENT, "ada")["spam", "rnn"].order == 2
    assert pins.of("another", "ada") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[roles.aml-a2-sequence]\n'spam.rnn' = 'm'", "toml:1: roles.aml-a2-sequence: no assignment "
                     "'aml-a2-sequence'; did you mean 'aml-a2-sequences'?", id="an unknown assignment"),
        pytest.param("roles = 3", "toml:1: roles: needs tables, got 3", id="no table"),
        pytest.param(f"[roles.{ASSIGNMENT}]\n\n'spam.rnn' = 3",
                     f"toml:3: roles.{ASSIGNMENT}.\"spam.rnn\": needs a variable", id="no pin"),
        pytest.param(f"[roles.{ASSIGNMENT}]\n'spam.rnn' = {{cel = 3}}", "unknown key 'cel'; did you mean 'cell'?",
                     id="a misspelt key"),
        pytest.param(f"[roles.{ASSIGNMENT}]\n'spam.rnn' = {{cell = 0}}", "cell needs a whole number above 0, got 0",
                     id="a cell that is none"),
        pytest.param(f"[roles.{ASSIGNMENT}]\nspam.rnn = 'm'", "put problem and role in quotes: \"spam.role\"",
                     id="a dotted key"),
        pytest.param(f"[roles.{ASSIGNMENT}]\nrnn = 'm'", "is named by problem and role", id="a role alone"),
        pytest.param(f"[overrides.{ASSIGNMENT}.ada]\nrole = {{}}", "unknown key 'role'; known is roles",
                     id="a misspelt table"),
    ],
)  # fmt: skip
def test_a_pin_of_the_wrong_form_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    course = make_course(tmp_path)
    (course.root / "grader.toml").write_text(text)
    with pytest.raises(CourseError) as caught:
        find_course(course.root)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        pytest.param("span.rnn", "no problem 'span' in the rubric; did you mean 'spam'?", id="an unknown problem"),
        pytest.param("spam.lstn", "no role 'lstn' in problem 'spam'; did you mean 'lstm'?", id="an unknown role"),
    ],
)
def test_a_pin_for_what_the_rubric_has_not_is_refused_with_its_line(tmp_path: Path, key: str, said: str) -> None:
    make_course(tmp_path)
    (tmp_path / "grader.toml").write_text(f'seed = 3\n[overrides.{ASSIGNMENT}.ada.roles]\n"{key}" = "m"\n')
    with pytest.raises(CourseError) as caught:
        open_task(find_course(tmp_path), ASSIGNMENT, data=None, profile="quick")
    assert f'grader.toml:3: overrides.{ASSIGNMENT}.ada.roles."{key}": {said}' in str(caught.value)


def publish(root: Path, executor: ReplayExecutor, listener: Callable[[Event], None]) -> None:
    course = find_course(root)
    task = open_task(course, ASSIGNMENT, data=None, profile="quick")
    bench = make_bench(course, executor, listener)
    with Publisher(task, FixedClock("2026-11-20T08:12:00Z"), listener, press=None) as publisher:
        for graded in grade_folder(task, root / "submissions" / ASSIGNMENT, bench, jobs=1):
            publisher.publish(graded)
        publisher.finish()


def test_changed_pins_score_again_without_executing_and_the_report_says_so(tmp_path: Path) -> None:
    make_course(tmp_path, ("ada", "ben"))
    executor, events = ReplayExecutor(), list[Event]()
    publish(tmp_path, executor, events.append)
    ran = len(executor.runs)
    pins = "".join(
        f'[overrides.{ASSIGNMENT}.{name}.roles]\n"spam.rnn" = "{variable}"\n'
        for name, variable in (("ada", "lstm"), ("abe", "x"))
    )
    (tmp_path / "grader.toml").write_text(pins)
    course = find_course(tmp_path)
    stored = open_stored(course, ASSIGNMENT, data=None, listener=events.append, database=course.store / DATABASE)
    graded = {one.submission.id: one for one in rescore(stored, tmp_path / "submissions" / ASSIGNMENT)}
    roles = {name: one.judgement.cases["spam"].roles["rnn"] for name, one in graded.items()}
    assert len(executor.runs) == ran
    assert roles["ada"].model is not None
    assert roles["ada"].model.names == ("lstm",)
    assert roles["ben"].model is not None
    assert roles["ben"].model.names == ("rnn",)
    with Publisher(stored.task, FixedClock("2026-11-20T08:12:00Z"), events.append, press=None) as publisher:
        page = publisher.publish(graded["ada"]).html.read_text(encoding="utf-8")
    assert "the course staff named the variable" in page
    assert f"grader.toml, overrides.{ASSIGNMENT}.ada.roles" in page
    warned = [event.text for event in events if isinstance(event, Warned)]
    assert any("there is no submission 'abe'" in text for text in warned)
