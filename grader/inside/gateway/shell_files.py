"""What a notebook's shell lines ask of the network and of files that are not here, answered with the course's data.

A downloader is replaced by one that has already run: what the course serves lies where the line would have put it, and
all else is refused with the program's own exit status. Every other program finds the files it names.
"""

from __future__ import annotations

import functools
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.inside.gateway.collections_of_data import Collections
from grader.inside.gateway.fetching import host_of, is_local
from grader.inside.gateway.other_archives import PROGRAMS, OtherArchives
from grader.inside.gateway.paths import base_name
from grader.inside.gateway.shell_lines import Command, commands_of, joined, option, saying, split_words

if TYPE_CHECKING:
    from grader.inside.gateway.elsewhere import Elsewhere
    from grader.inside.gateway.gateway import Gateway

# Exit status of each when there is no network.
_REFUSED: Final = {"wget": 4, "curl": 6, "aria2c": 19, "gdown": 1, "kaggle": 1, "git": 128}
_WITH_VALUE: Final = {
    "wget": {"-O", "-P", "-o", "-U", "-t", "-T", "--header", "--user-agent", "--load-cookies", "--output-document"},
    "curl": {"-o", "-H", "-A", "-X", "-d", "-b", "-c", "-e", "-u", "--output", "--header", "--retry"},
    "gdown": {"-O", "--output", "--id"},
    "git": {"-b", "--branch", "--depth"},
}
_URL: Final = re.compile(r"(?:https?|ftp|git|ssh)://|git@|www\.")
# Programs that make, remove or only say what they name.
_MAKERS: Final = frozenset({
    "rm", "rmdir", "mkdir", "touch", "echo", "printf", "pip", "pip3", "cd", "export", "which", "zip", "tee",
})  # fmt: skip
_MOVERS: Final = frozenset({"cp", "mv", "ln", "rsync"})
_WORD: Final = re.compile(r"""(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s'"\\<>|&;])+""")


class ShellFiles:
    """Rewrites shell lines; `here` is the folder a line runs in, as far as its own `cd` tells."""

    def __init__(self, gateway: Gateway, collections: Collections, elsewhere: Elsewhere) -> None:
        self._gateway = gateway
        self._collections = collections
        self._fetching = collections.fetching
        self._elsewhere = elsewhere
        self._answers: dict[str, Callable[[list[str], Path], str | None]] = {
            "wget": self._wget, "curl": self._curl, "aria2c": self._wget, "gdown": self._gdown,
            "kaggle": self._kaggle, "git": self._git, "unzip": self._unzip,
        }  # fmt: skip
        self.archives = OtherArchives(gateway)
        self._answers.update({name: functools.partial(self.archives.command, name) for name in PROGRAMS})

    def rewritten(self, line: str) -> str:
        """The line to run in its place; what it needs lies ready."""
        here, made = Path.cwd(), list[Command]()
        for command in commands_of(line):
            words = command.words
            program = base_name(words[0]) if words else ""
            if program == "cd" and len(words) > 1:
                here = here / self._elsewhere.reading(words[1])
            answer = self._answers[program](words[1:], here) if program in self._answers else None
            if answer is None:
                answer = self._placed(command.text, program, here)
            made.append(Command(answer, command.mark))
        return joined(made)

    def words(self, words: list[str]) -> list[str] | None:
        """A child process to start in place of one with these words; None: as it is."""
        program = base_name(words[0]) if words else ""
        if program in ("sh", "bash"):  # a line that has been looked at, or a program of the notebook's own
            return None
        if program in self._answers:
            return ["/bin/sh", "-c", self.rewritten(shlex.join(words))]
        placed = [words[0], *(self._word(word, Path.cwd()) for word in words[1:])] if words else words
        return placed if placed != words and program not in _MAKERS else None

    # -- downloaders

    def _wget(self, words: list[str], here: Path) -> str | None:
        urls = _addresses(words, _WITH_VALUE["wget"])
        name, folder = option(words, "-O", "--output-document", "-o"), option(words, "-P", "--directory-prefix", "-d")
        at = here / self._elsewhere.writing(folder) if folder else here
        return self._download("wget", urls, at, name, quiet=_is_quiet(words, "q"))

    def _curl(self, words: list[str], here: Path) -> str | None:
        urls = _addresses(words, _WITH_VALUE["curl"])
        name = option(words, "-o", "--output")
        if name is None and ">" in words[:-1]:
            name = words[words.index(">") + 1]
        kept = name or next(
            (base_name(urls[0]) for word in words if re.fullmatch(r"-\w*O\w*|--remote-name", word)), "-"
        )
        return self._download("curl", urls, here, kept, quiet=_is_quiet(words, "s")) if urls else None

    def _gdown(self, words: list[str], here: Path) -> str | None:
        if "--folder" in words or any("/folders/" in word for word in words):
            self._fetching.refuse(next((word for word in words if "/" in word), "https://drive.google.com"))
            return saying("gdown: no folder is brought while grading, there is no network", _REFUSED["gdown"])
        ids = [f"https://drive.google.com/uc?id={found}" for found in [option(words, "--id")] if found]
        urls = ids or _addresses(words, _WITH_VALUE["gdown"])
        plain = [word for word in words if not word.startswith("-")]
        urls = urls or [f"https://drive.google.com/uc?id={word}" for word in plain[:1]]
        return self._download("gdown", urls, here, option(words, "-O", "--output"))

    def _download(
        self, program: str, urls: list[str], here: Path, name: str | None, *, quiet: bool = False
    ) -> str | None:
        if not urls or all(is_local(url) for url in urls):
            return None
        said, status = [], 0
        for url in urls:
            found = self._fetching.fetch(url, program, saved_as=name if name and name != "-" else "")
            if found is None:
                status = _REFUSED[program]
                said.append(f"{program}: unable to resolve host address '{host_of(url)}': no network while grading")
            elif name == "-":
                return f"cat {shlex.quote(str(found.file))}"
            else:
                target = found.put(here / self._elsewhere.writing(name or found.name))
                said.append(f"{program}: {target.name} is the course's own data; nothing is downloaded while grading")
        return saying("\n".join(said), status, quiet=quiet)

    def _kaggle(self, words: list[str], here: Path) -> str | None:
        if "download" not in words:
            return saying(
                "kaggle: nothing is looked up while grading, there is no network", 0 if "list" in words else 1
            )
        plain = [word for word in words[words.index("download") + 1 :] if not word.startswith("-")]
        handle = option(words, "-d", "--dataset", "-c", "--competition") or next(iter(plain), "")
        folder = here / self._elsewhere.writing(option(words, "-p", "--path") or ".")
        one = option(words, "-f", "--file")
        if one is not None:
            return self._download("kaggle", [f"https://www.kaggle.com/{handle}/{one}"], folder, base_name(one))
        if "--unzip" in words:
            done = self._collections.package(handle, "kaggle", folder) is not None
        else:
            done = self._collections.packed(handle, "kaggle", folder) is not None
        what = "is the course's own data" if done else "is not served"
        return saying(f"kaggle: {handle} {what}; nothing is downloaded while grading", 0 if done else 1)

    def _git(self, words: list[str], here: Path) -> str | None:
        if "clone" not in words:
            network = {"pull", "push", "fetch", "ls-remote"} & set(words)
            return saying("git: there is no network while grading", 128) if network else None
        plain = [w for w in _plain(words[words.index("clone") + 1 :], _WITH_VALUE["git"]) if w]
        url = plain[0] if plain else ""
        folder = here / (plain[1] if len(plain) > 1 else base_name(url).removesuffix(".git"))
        served = self._fetching.packages.meant(url.removesuffix(".git"))
        if served is None:
            self._fetching.refuse(url)
            return saying(f"fatal: unable to access '{url}': Could not resolve host: {host_of(url)}", 128)
        self._fetching.packages.lay(served, url if url.endswith(".git") else f"{url}.git", folder)
        self._fetching.said(url, f"{served.dataset} in a folder {folder.name!r}; none of the repository's code", "git")
        return saying(f"git: {folder.name} holds the course's own data and no code; nothing is cloned while grading")

    def _unzip(self, words: list[str], here: Path) -> str | None:
        """The same by Python, on a machine without the program."""
        if shutil.which("unzip") is not None:
            return None
        asked = _plain(words, {"-d", "-x", "-P"})[:1]
        found = sorted(str(file) for file in here.glob(asked[0])) if asked and "*" in asked[0] else asked
        into = option(words, "-d") or "."
        python = f"{shlex.quote(sys.executable)} -m zipfile -e"
        target = shlex.quote(self._elsewhere.writing(into))
        return " && ".join(f"{python} {shlex.quote(self._word(name, here))} {target}" for name in found) or "false"

    # -- all other programs

    def _placed(self, text: str, program: str, here: Path) -> str:
        """A command whose words are paths of this machine, and whose files are there."""
        if not text or "<<" in text:
            return text
        makes = program in _MAKERS or (program == "tar" and re.search(r"\btar\s+-?[a-z]*c|--create", text) is not None)
        found = list(_WORD.finditer(text))
        made, end = [], 0
        for place, word in enumerate(found):
            before = text[: word.start()].rstrip()
            plain = "".join(split_words(word[0])[:1])
            last = program in _MOVERS and place == len(found) - 1
            writes = before.endswith(">") or last or makes or place == 0
            new = self._elsewhere.writing(plain) if writes and place and self._elsewhere.place(plain) else None
            if not writes and plain and not plain.startswith("-"):
                new = self._word(plain, here)
            made += [text[end : word.start()], shlex.quote(new) if new is not None and new != plain else word[0]]
            end = word.end()
        return "".join(made) + text[end:]

    def _word(self, word: str, here: Path) -> str:
        """A word of a command: where it lies here, once what the course serves under that name has been put there."""
        if not word or word.startswith("-") or "\n" in word or len(word) > 300 or _URL.match(word):
            return word
        place = self._elsewhere.place(word)
        there = Path(here, place or word)
        if "kaggle/input" in word or word.startswith("../input"):
            self._gateway.abroad.fill(word)
        if "*" in word or "?" in word:
            return word if place is None else word if shlex.quote(place) != place else place
        if os.path.lexists(there):
            return place or word
        served = self._gateway.file_for_shell(word)
        if served is None:
            return (place or word) if self._elsewhere.place(word) and os.path.lexists(there.parent) else word
        target = Path(here, self._elsewhere.writing(word))
        if not self._may_lie(target):
            return str(served)
        target.parent.mkdir(parents=True, exist_ok=True)
        if served.is_dir():
            target.symlink_to(served)
        else:
            shutil.copyfile(served, target)
        return word if place is None else place

    def _may_lie(self, target: Path) -> bool:
        parent = next(folder for folder in target.parents if os.path.lexists(folder))
        return os.access(parent, os.W_OK)


def _plain(words: list[str], with_value: set[str]) -> list[str]:
    """The words that are neither options nor values of options."""
    found, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in with_value
        elif word not in {">", ">>", "2>&1", "&"}:
            found.append(word)
    return found


def _is_quiet(words: list[str], letter: str) -> bool:
    """Whether a program was told to say nothing, as in `-q`, `-sSL` and `--quiet`."""
    return any(re.fullmatch(rf"-[a-zA-Z]*{letter}[a-zA-Z]*|--quiet|--silent", word) for word in words)


def _addresses(words: list[str], with_value: set[str]) -> list[str]:
    plain = _plain(words, with_value)
    return [word for word in plain if _URL.match(word)] or [word for word in plain[:1] if "." in word and "/" in word]
