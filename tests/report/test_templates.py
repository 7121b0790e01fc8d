"""Templates, style sheets and fonts: found, overridable by a course, and kept to their rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.faults import CourseError, MachineError
from grader.report.html import render_html
from grader.report.templates import FACES, SHIPPED, Templates, style_markup
from tests.report.pages import view_of

FILES = sorted((SHIPPED / "report").glob("*.j2"))


def test_the_shipped_folder_is_the_one_of_the_repository() -> None:
    assert SHIPPED.resolve() == (Path(__file__).parents[2] / "templates").resolve()


def test_fonts_are_there_with_their_licences() -> None:
    source = Templates()
    for face in FACES:
        assert len(source.font(face.full)) > 100_000
        assert source.font(face.web)[:4] == b"wOF2"
    for licence in ("OFL-Inter.txt", "OFL-JetBrainsMono.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (SHIPPED / "fonts" / licence).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_templates_leave_escaping_on_and_compute_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape" not in text
    assert not re.search(r"\sstyle\s*=", text)
    assert "<script" not in text
    # Formatting needs no filters: every string comes ready; `length` spans a table's head over its columns.
    assert set(re.findall(r"\|\s*(\w+)", text)) <= {"length"}


def test_compiling_ahead_leaves_a_broken_template_to_be_said_when_it_is_filled(tmp_path: Path) -> None:
    own = tmp_path / "report"
    own.mkdir()
    (own / "samples.html.j2").write_text("{% for %}", encoding="utf-8")
    source = Templates(tmp_path)
    source.compile()
    with pytest.raises(CourseError, match="cannot be filled"):
        render_html(view_of("good"), templates=source)


def test_a_course_overrides_one_file_and_keeps_the_others(tmp_path: Path) -> None:
    own = tmp_path / "report"
    own.mkdir()
    (own / "samples.html.j2").write_text("<h3>Our own words</h3>", encoding="utf-8")
    page = render_html(view_of("good"), templates=Templates(tmp_path))
    assert "Our own words" in page
    assert "Can I trust and repeat this?" in page


@pytest.mark.parametrize("text", ["{{ view.nonsense }}", "{% if %}"])
def test_a_broken_template_is_the_courses_fault_with_its_address(tmp_path: Path, text: str) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "samples.html.j2").write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="the template cannot be filled"):
        render_html(view_of("good"), templates=Templates(tmp_path))


def test_a_style_sheet_cannot_close_its_element() -> None:
    with pytest.raises(CourseError, match="style sheet"):
        style_markup(["p::after { content: '</style>' }"])


def test_a_missing_file_says_what_to_do() -> None:
    with pytest.raises(MachineError, match="install the grader again"):
        Templates().font("none.otf")
