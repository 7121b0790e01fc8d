"""The commands and their options; each hands over to one function in a module of its own name.

Those modules are imported when a command runs, so that `grader --help` loads none of the rooms.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options

app = typer.Typer(
    name="grader",
    help="Grades deep-learning coursework: runs it in a sandbox, measures it, judges it, writes the feedback.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rubric_app = typer.Typer(help="Work with rubrics.", no_args_is_help=True)
app.add_typer(rubric_app, name="rubric")


def _version(asked: bool) -> None:
    if asked:
        from grader import __version__

        print(f"grader {__version__}")
        raise typer.Exit


@app.callback()
def _grader(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Exit codes: 0 all well, 1 not all met, 2 usage, 3 course, 4 machine, 5 submission, 6 a person is needed."""


@app.command()
def assess(
    path: Annotated[Path, typer.Argument(help="submissions/, or the folder of one assignment.")],
    assignment: Annotated[str | None, typer.Option(help="Assignment, when the folder's name does not say it.")] = None,
    profile: options.Profile = "quick",
    data: options.Data = None,
    device: options.Device = "auto",
    sandbox: options.Sandbox = "bubblewrap",
    jobs: options.Jobs = "auto",
    course: options.CourseFolder = None,
    as_json: options.Json = False,
    no_pdf: options.NoPdf = False,
) -> int:
    """Grade every submission: PDF and HTML reports, class overview, gradebook. Resumes where it was stopped."""
    from grader.cli import assess as command

    return command.assess(
        path, assignment=assignment, profile=profile, data=data, device=device, sandbox=sandbox,
        jobs=jobs, course=course, as_json=as_json, pdf=not no_pdf,
    )  # fmt: skip


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(help="Your notebook (.ipynb or .py), or its folder.")],
    assignment: Annotated[str | None, typer.Option(help="Assignment; needed when the course has several.")] = None,
    profile: options.Profile = "quick",
    data: options.Data = None,
    device: options.Device = "auto",
    sandbox: options.OwnSandbox = None,
    course: options.CourseFolder = None,
    as_json: options.Json = False,
) -> int:
    """Check your own notebook against the public criteria. Exit 0 when every one is met, 1 when not."""
    from grader.cli import check as command

    return command.check(
        notebook, assignment=assignment, profile=profile, data=data, device=device, sandbox=sandbox,
        course=course, as_json=as_json,
    )  # fmt: skip


@app.command()
def run(
    notebook: Annotated[Path, typer.Argument(help="A notebook (.ipynb or .py), or its folder with companion files.")],
    profile: options.Profile = "quick",
    data: options.Data = None,
    dataset: Annotated[
        list[str] | None,
        typer.Option(help="Serve this data set or resource; may be repeated. Default: those the notebook speaks of."),
    ] = None,
    device: options.Device = "auto",
    sandbox: options.Sandbox = "bubblewrap",
    minutes: Annotated[
        float | None,
        typer.Option(min=0, help="Time for training, after which it ends early; 0: no end. Default: 1 under quick."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the executed notebook, the figures as PNG and the evidence.")
    ] = None,
    assignment_draft: Annotated[
        Path | None, typer.Option(help="Write the first draft of a rubric to this .yaml file, from what was found.")
    ] = None,
    course: options.CourseFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> int:
    """Run any notebook, no assignment needed, and print what was found: models, trainings, figures, data, endings."""
    from grader.cli import run as command

    return command.run(
        notebook, profile=profile, data=data, datasets=dataset or (), device=device, sandbox=sandbox, out=out,
        draft=assignment_draft, course=course, as_json=as_json, minutes=minutes,
    )  # fmt: skip


@app.command()
def validate(
    assignment: Annotated[str | None, typer.Argument(help="Assignment; default: all of the course.")] = None,
    profile: options.Profile = "quick",
    data: options.Data = None,
    device: options.Device = "auto",
    sandbox: options.Sandbox = "bubblewrap",
    jobs: options.Jobs = "auto",
    seeds: Annotated[int, typer.Option(min=1, help="Run each reference over so many seeds and store its bands.")] = 1,
    mutants: Annotated[bool, typer.Option("--mutants", help="Run flawed variants too; each must lose points.")] = False,
    problem: Annotated[str | None, typer.Option(help="One problem of the assignment.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="With --mutants: only this one; may be repeated.")] = None,
    course: options.CourseFolder = None,
    as_json: options.Json = False,
) -> int:
    """Prove that every reference solution earns full marks, and with --mutants that flawed ones do not."""
    from grader.cli import validate as command

    return command.validate(
        assignment, profile=profile, data=data, device=device, sandbox=sandbox, jobs=jobs, seeds=seeds,
        course=course, as_json=as_json, mutants=mutants, problem=problem, only=only or (),
    )  # fmt: skip


@app.command()
def score(
    assignment: Annotated[str | None, typer.Argument(help="Assignment; default: all of the course.")] = None,
    submissions: options.Submissions = None,
    data: options.Data = None,
    course: options.CourseFolder = None,
    as_json: options.Json = False,
    no_pdf: options.NoPdf = False,
) -> int:
    """Judge stored evidence again under the rubric as it is now; nothing is executed."""
    from grader.cli import score as command

    return command.score(assignment, submissions=submissions, data=data, course=course, as_json=as_json, pdf=not no_pdf)


@app.command()
def report(
    assignment: Annotated[str | None, typer.Argument(help="Assignment; default: all of the course.")] = None,
    submissions: options.Submissions = None,
    data: options.Data = None,
    course: options.CourseFolder = None,
    as_json: options.Json = False,
    no_pdf: options.NoPdf = False,
) -> int:
    """Write all reports, the overview and the gradebook files again, even those that did not change."""
    from grader.cli import score as command

    return command.score(
        assignment, submissions=submissions, data=data, course=course, as_json=as_json, pdf=not no_pdf, again=True
    )


@app.command()
def doctor(
    data: options.Data = None,
    course: options.CourseFolder = None,
    as_json: options.Json = False,
) -> int:
    """Say what isolation, devices, data and fonts are there, and what to do about what is not."""
    from grader.cli import doctor as command

    return command.doctor(data=data, course=course, as_json=as_json)


@rubric_app.command("check")
def rubric_check(path: Annotated[Path, typer.Argument(help="A rubric file.")]) -> int:
    """Read a rubric and report every fault with file:line:column."""
    from grader.cli import rubric as command

    return command.check(path)


@rubric_app.command("schema")
def rubric_schema() -> int:
    """Print the JSON Schema of rubric files, for editors."""
    from grader.cli import rubric as command

    return command.schema()


@rubric_app.command("reference")
def rubric_reference() -> int:
    """Print the rubric reference (docs/rubric-reference.md) made from the schema."""
    from grader.cli import rubric as command

    return command.reference()
