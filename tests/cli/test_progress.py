from __future__ import annotations

import io
import json
import re

import pytest

from grader.cli.progress import JsonLines, PlainLines, live_bars
from grader.events import (
    AttemptFinished,
    AttemptReused,
    AttemptStarted,
    CellReached,
    EpochReached,
    Event,
    ReportWritten,
    RunStarted,
    SubmissionAssessed,
    SubmissionUnreadable,
    Warned,
)

RUN: list[Event] = [
    RunStarted(assignment="a2", total=3),
    AttemptStarted(submission="ada", code_cells=4),
    CellReached(submission="ada", number=2, of=4),
    EpochReached(submission="ada", epoch=3, of=10),
    SubmissionUnreadable(submission="zoe", problem="a web page, not a notebook"),
    SubmissionAssessed(submission="zoe", earned=None, possible="40.0", provisional=True),
    Warned(where="bands.json", text="stale"),
    AttemptFinished(submission="ada", ending="timed_out", seconds=1800),
    SubmissionAssessed(submission="ada", earned="12.5", possible="40.0", provisional=True),
    ReportWritten(submission="ada", html="ada.html", pdf=None),
    AttemptReused(submission="\x1b[2Jben", key="k"),
    SubmissionAssessed(submission="ben", earned="40.0", possible="40.0", provisional=False),
]


def test_plain_lines_say_what_a_log_needs() -> None:
    out = io.StringIO()
    for event in RUN:
        PlainLines(out)(event)
    assert out.getvalue().splitlines() == [
        "a2: 3 submissions",
        "ada: running, 4 code cells",
        "zoe: could not run: a web page, not a notebook",
        "warning: bands.json: stale",
        "ada: stopped at the time limit after 1800 s",
        "ada: 12.5 of 40.0, provisional",
        "[2Jben: unchanged, stored attempt used",
        "ben: 40.0 of 40.0",
    ]


def test_json_lines_hold_every_event_whole() -> None:
    out = io.StringIO()
    for event in RUN:
        JsonLines(out)(event)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["event"] for line in lines] == [type(event).__name__ for event in RUN]
    assert lines[3] == {"event": "EpochReached", "submission": "ada", "epoch": 3, "of": 10}


@pytest.mark.parametrize("last", range(1, len(RUN) + 1))
def test_bars_follow_any_beginning_of_a_run(last: int) -> None:
    out = io.StringIO()
    with live_bars(out) as bars:
        for event in RUN[:last]:
            bars(event)
    told = any(isinstance(event, SubmissionUnreadable) for event in RUN[:last])
    assert ("zoe: could not run" in out.getvalue()) == told
    assert "\x1b[2J" not in out.getvalue()


def test_bars_fit_80_columns_whatever_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The counts and times are what is watched: they stay whole, and no line wraps."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")  # bars are drawn for a terminal alone
    name, out = "maria-anna-von-hohenstein-zweibruecken", io.StringIO()
    with live_bars(out) as bars:
        bars(RunStarted(assignment="a-very-long-name-of-an-assignment", total=300))
        bars(SubmissionAssessed(submission=name, earned="112.5", possible="140.0", provisional=True))
        bars(AttemptStarted(submission=name, code_cells=140))
        bars(EpochReached(submission=name, epoch=100, of=120))
    drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue()).splitlines()
    timed = [line for line in drawn if line.rstrip().endswith(":00")]
    assert any("1/300" in line and "112.5 of 140.0" in line for line in timed), drawn
    assert any("0/140" in line and "epoch 100 of 120" in line for line in timed), drawn
    assert all(len(line.rstrip()) <= 80 for line in drawn)
