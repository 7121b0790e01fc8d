"""Finds templates, style sheets and fonts, and fills templates; a course's own folder is asked first, file by file.

The shipped files lie in `templates/` at the root of the repository; `grader/templates` is a link to that folder, so
that one path, beside this package, serves a checkout and (as package data) an installed wheel alike.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import jinja2
from markupsafe import Markup

import grader
from grader.faults import CourseError, MachineError

SHIPPED = Path(grader.__file__).parent / "templates"

Medium = Literal["screen", "print"]


@dataclass(frozen=True, slots=True)
class Face:
    """One style of a font: the full file for the PDF, a small one of Latin, Greek and Cyrillic for the HTML."""

    family: str
    weight: int
    full: str
    web: str


# Families have names of our own: an Inter that is installed on a machine, of another version, is never mixed in.
FACES = (
    Face("Report Sans", 400, "Inter-Regular.otf", "web/Inter-Regular.woff2"),
    Face("Report Sans", 500, "Inter-Medium.otf", "web/Inter-Medium.woff2"),
    Face("Report Sans", 600, "Inter-SemiBold.otf", "web/Inter-SemiBold.woff2"),
    Face("Report Display", 600, "InterDisplay-SemiBold.otf", "web/InterDisplay-SemiBold.woff2"),
    Face("Report Mono", 400, "JetBrainsMono-Regular.ttf", "web/JetBrainsMono-Regular.woff2"),
)


class Templates:
    """All that the report takes from files, each of them read once, so that one run has one look.

    Args: `course`, a folder whose files win over the shipped ones.
    """

    def __init__(self, course: Path | None = None) -> None:
        self._folders: tuple[Path, ...] = (SHIPPED,) if course is None else (course, SHIPPED)
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in self._folders]),
            autoescape=True,  # everything, whatever its file is called
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # read once, and not asked after for every include of every report
        )

    def render(self, name: str, **values: object) -> str:
        """Fill a template. Raises: CourseError for a template that is missing, broken or asks for what is not there."""
        try:
            return self._environment.get_template(name).render(values)
        except jinja2.TemplateError as error:
            where = getattr(error, "filename", None) or name
            line = getattr(error, "lineno", None)
            raise CourseError(
                f"the template cannot be filled: {error}",
                where=f"{where}:{line}" if line else str(where),
                fix="mend the template, or remove it from the course folder to use the shipped one",
            ) from error

    def compile(self) -> None:
        """Compile all templates of the report now, a second's work; one that is broken is said when it is filled."""
        for name in self._environment.list_templates(extensions=["j2"]):
            with suppress(jinja2.TemplateError):
                self._environment.get_template(name)

    def style(self, *names: str) -> str:
        """The text of style sheets, one after the other."""
        return "\n".join(self._find(f"report/{name}").read_text(encoding="utf-8") for name in names)

    def font(self, name: str) -> bytes:
        return self._find(f"fonts/{name}").read_bytes()

    @cached_property
    def web_fonts(self) -> str:
        """@font-face rules with the fonts in them, for a page that may request nothing."""
        rules = []
        for face in FACES:
            data = base64.b64encode(self.font(face.web)).decode("ascii")
            rules.append(font_face(face, f"data:font/woff2;base64,{data}", "woff2"))
        return "\n".join(rules)

    def _find(self, name: str) -> Path:
        for folder in self._folders:
            if (folder / name).is_file():
                return folder / name
        raise MachineError(
            f"the file {name} is missing",
            where=str(self._folders[-1]),
            fix="install the grader again; its templates and fonts are part of the package",
        )


def font_face(face: Face, address: str, form: str) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: normal; '
        f'src: url("{address}") format("{form}"); }}'
    )


def style_markup(sheets: Sequence[str]) -> Markup:
    """Our own style sheets as the content of a <style> element; no student text is ever in them.

    Raises: CourseError when a course's sheet could close the element.
    """
    text = "\n".join(sheets)
    if "</" in text:
        raise CourseError("a style sheet contains '</'", where="templates/report", fix="take it out of the style sheet")
    return Markup(text)
