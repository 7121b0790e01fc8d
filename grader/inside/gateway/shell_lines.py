"""Shell lines taken apart: commands, their separators, and the words of a command with their places."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Final

_MARKS: Final = ("&&", "||", ";", "|", "\n")
# What is more than a list of commands is left to the shell as it is.
_PROGRAM: Final = re.compile(r"\b(?:for|while|if|case|function)\b.*\b(?:do|then|in)\b|<<|\$\(|`", re.DOTALL)
_ASSIGNMENT: Final = re.compile(r"\w+=\S*")
_PYTHON: Final = re.compile(r"(?:.*/)?python[\d.]*")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a line, and the separator after it."""

    text: str
    mark: str  # "" at the end

    @property
    def words(self) -> list[str]:
        """The words as the shell would make them, without what comes before the program."""
        rest = split_words(self.text)
        while rest and (rest[0] in {"sudo", "!", "time", "nohup"} or _ASSIGNMENT.fullmatch(rest[0])):
            rest.pop(0)
        if len(rest) > 2 and _PYTHON.fullmatch(rest[0]) and rest[1] == "-m":
            rest = rest[2:]
        return rest


def commands_of(line: str) -> list[Command]:
    """The commands of a line in order; one for all of it where it is a program in the shell's own language."""
    line = line.replace("\\\n", " ").strip()
    if _PROGRAM.search(line):
        return [Command(line, "")]
    found, start, at, quote = [], 0, 0, ""
    while at < len(line):
        letter = line[at]
        mark = next((each for each in _MARKS if line.startswith(each, at)), "")
        if letter == "\\" and quote != "'":
            at += 2
            continue
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif mark:
            found.append(Command(line[start:at].strip(), mark))
            at = start = at + len(mark)
            continue
        at += 1
    return [*found, Command(line[start:].strip(), "")]


def joined(commands: list[Command]) -> str:
    """The line again."""
    return "".join(f"{each.text} {each.mark} " if each.mark else each.text for each in commands).strip()


def split_words(text: str) -> list[str]:
    """As the shell splits; at blanks where its quotes are not in order."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def saying(text: str, status: int = 0, *, quiet: bool = False) -> str:
    """A command that says a line where programs say such things, unless it is to be quiet, and ends with a status."""
    said = "true" if quiet else f"printf '%s\\n' {shlex.quote(text)} >&2"
    return f"({said}; exit {status})" if status else said


def option(words: list[str], *names: str) -> str | None:
    """The value of the first of these options, in each of the spellings that programs take."""
    for place, word in enumerate(words):
        for name in names:
            if word == name:
                return words[place + 1] if place + 1 < len(words) else None
            if name.startswith("--") and word.startswith(f"{name}="):
                return word.partition("=")[2]
            if not name.startswith("--") and word.startswith(name) and len(word) > len(name) and word[:2] != "--":
                return word[len(name) :]
    return None
