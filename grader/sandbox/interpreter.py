"""What has to be visible for the student side's interpreter to start: its folders, and the links that lead there."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from grader.faults import SandboxUnavailableError

SYSTEM: Final = tuple(Path(p) for p in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"))
_PREFIXES: Final = "sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix"
_ASK: Final = f"import json, sys; print(json.dumps([{_PREFIXES}]))"
_SECONDS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """Everything is at the same path inside as outside: an environment knows its own place by heart."""

    executable: Path
    folders: tuple[Path, ...]  # prefixes outside the system folders, none inside another
    links: tuple[tuple[Path, str], ...]  # (where, target) of links that lie in none of the folders


def inspect(python: Path, *, taken: Sequence[PurePath] = ()) -> Interpreter:
    """Ask the interpreter itself where its parts lie; starts it once.

    Args: `taken` are folders that are something else inside, so that no link can be made above them.

    Raises: SandboxUnavailableError when it does not start, or when its prefix is a folder too broad to show.
    """
    executable = Path(os.path.abspath(python))  # noqa: PTH100  resolve() would leave the virtual environment
    folders = list[Path]()
    links = dict[Path, str]()
    for prefix in _prefixes(executable):
        for form in (prefix, prefix.resolve()):
            _refuse_too_broad(form, executable)
            folders.append(form)
        links |= dict(symlinks_on(prefix))
    links |= dict(symlinks_on(executable))
    shown = outermost(folder for folder in folders if not _below(folder, SYSTEM))
    kept = {
        where: to
        for where, to in links.items()
        if not _below(where, (*shown, *SYSTEM)) and not any(folder.is_relative_to(where) for folder in taken)
    }
    # A prefix reached through a link is shown under its real name; the link itself is made anew.
    shown = tuple(folder for folder in shown if not any(folder.is_relative_to(where) for where in kept))
    return Interpreter(executable=executable, folders=shown, links=tuple(sorted(kept.items())))


def _prefixes(executable: Path) -> tuple[Path, ...]:
    try:
        done = subprocess.run(
            [executable, "-I", "-c", _ASK], capture_output=True, text=True, check=True, timeout=_SECONDS, cwd="/"
        )
        return tuple(dict.fromkeys(Path(prefix) for prefix in json.loads(done.stdout.splitlines()[-1])))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise SandboxUnavailableError(
            f"this interpreter does not start: {error}",
            where=str(executable),
            fix="name a Python that runs, with the course's libraries installed",
        ) from error


def symlinks_on(path: Path) -> Iterator[tuple[Path, str]]:
    """Every symbolic link met while walking `path` from the root, also those inside the targets of others."""
    at, rest, budget = Path("/"), list(path.parts[1:]), 64
    while rest and budget:
        part = rest.pop(0)
        if part == "..":
            at = at.parent
            continue
        here = at / part
        if not here.is_symlink():
            at = here
            continue
        budget -= 1
        target = str(here.readlink())
        yield here, target
        parts = Path(target).parts
        if target.startswith("/"):
            at, parts = Path("/"), parts[1:]
        rest[:0] = parts


def outermost(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Without those that lie inside another of them."""
    kept = list[Path]()
    for folder in sorted(set(folders), key=lambda path: (len(path.parts), path)):
        if not _below(folder, kept):
            kept.append(folder)
    return tuple(kept)


def _below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _refuse_too_broad(prefix: Path, executable: Path) -> None:
    if len(prefix.parts) >= 2 and prefix not in (Path("/home"), Path("/root"), Path("/opt"), Path.home()):
        return
    raise SandboxUnavailableError(
        f"this interpreter's prefix is {prefix}, and showing it would show everything in it",
        where=str(executable),
        fix="use a Python in a virtual environment, or the system's own",
    )
