"""Host and student side name the same places; neither can import the other."""

from __future__ import annotations

from grader.inside.warm import box
from grader.inside.warm.first import JOB
from grader.sandbox import layout


def test_both_sides_name_the_same_places() -> None:
    assert tuple(str(folder) for folder in layout.PRIVATE) == box.WRITABLE
    assert (str(layout.WORK), str(layout.POOL), str(layout.STAND)) == (box.WORK, box.POOL, box.STAND)
    assert (str(layout.JOB), str(layout.CODE)) == (str(JOB), f"{box.GRADER}/code")
