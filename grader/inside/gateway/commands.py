"""Shell lines of a notebook: what needs the network or installs is skipped and said, the rest is run."""

from __future__ import annotations

import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from grader.inside.context import Context
from grader.inside.gateway import corpora
from grader.inside.gateway.packages import presence
from grader.inside.gateway.shell_lines import Command, commands_of, joined, saying
from grader.inside.gateway.spacy_models import say_download

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway
    from grader.inside.gateway.shell_files import ShellFiles

PACKAGERS: Final = frozenset({"pip", "pip3", "conda", "mamba", "apt", "apt-get", "uv", "brew", "npm"})
SPACY: Final = "spacy"
MOST_OUTPUT: Final = 4_000_000  # characters of one shell line's output
_SHELL: Final = ("/bin/sh", "-c")


def install(gateway: Gateway) -> None:
    """Answer `os.system` and child processes that install as the same line in a cell would be."""
    context, files = gateway.context, gateway.abroad.shell

    def system(command: Any) -> int:
        status, text = run(context, os.fsdecode(command), files)
        sys.stdout.write(text)
        return status << 8

    os.system = system
    start = subprocess.Popen.__init__

    @functools.wraps(start)
    def popen(self: Any, args: Any, *rest: Any, **named: Any) -> None:
        words = _words_of(args)
        if _first(words) in {SPACY, *PACKAGERS, *corpora.DOWNLOADERS} and _skipped(context, words) is not None:
            start(self, ["true"], *rest, **{**named, "shell": False})
        elif isinstance(args, str):
            start(self, files.rewritten(args) if named.get("shell") else args, *rest, **named)
        else:
            start(self, files.words(words) or args, *rest, **named)

    subprocess.Popen.__init__ = popen  # type: ignore[method-assign]


def run(context: Context, line: str, files: ShellFiles, *, bash: bool = False) -> tuple[int, str]:
    """Run one shell line, or a script of them.

    Args: `bash` asks for that shell, where it is installed.
    Returns: the exit status and what was printed; what was skipped ends well and says so.
    """
    made = []
    for command in commands_of(line):
        message = _skipped(context, command.words)
        made.append(command if message is None else Command(saying(message), command.mark))
    found = shutil.which("bash") if bash else None
    return _in_shell(files.rewritten(joined(made)), (found, "-c") if found else _SHELL)


def _in_shell(line: str, shell: tuple[str, str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            [*shell, line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        return 127, f"{error}\n"
    text = done.stdout[: MOST_OUTPUT * 4].decode("utf-8", "replace")
    return done.returncode, text[:MOST_OUTPUT]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def _words_of(args: Any) -> list[str]:
    if isinstance(args, str):
        return _words(args)
    try:
        return [os.fsdecode(word) for word in args]
    except TypeError:
        return []


def _first(words: list[str]) -> str:
    """The program a command runs: `sudo`, variables and `python -m` set aside."""
    rest = _program(words)
    return os.path.basename(rest[0]) if rest else ""  # noqa: PTH119  a word of a command, not a path of ours


def _program(words: list[str]) -> list[str]:
    rest = list(words)
    while rest and (rest[0] in {"sudo", "!", "time"} or re.fullmatch(r"\w+=\S*", rest[0])):
        rest.pop(0)
    if len(rest) > 2 and re.fullmatch(r"python[\d.]*", rest[0].rpartition("/")[2]) and rest[1] == "-m":
        rest = rest[2:]
    return rest


def _skipped(context: Context, words: list[str]) -> str | None:
    """What to print in place of running the command, with a record of it; None: run it."""
    first, rest = _first(words), _program(words)[1:]
    asked = " ".join(words)
    if first in PACKAGERS:
        if not {"install", "uninstall", "update", "upgrade", "add"} & set(rest):
            return None
        there = presence(rest) if first in {"pip", "pip3", "uv", "conda", "mamba"} else "the system is as it is"
        context.substituted(
            asked=asked, served=f"nothing installed; {there}", how="pip", why="there is no network here"
        )
        return f"{first}: skipped while grading; {there}"
    if first == SPACY and rest[:1] == ["download"]:
        return say_download(
            context, asked, next((word for word in rest[1:] if not word.startswith("-")), "nothing named")
        )
    if first in corpora.DOWNLOADERS:
        return corpora.say_download(context, asked, first, rest)
    return None
