"""Shell lines taken apart: commands, their separators, and the words of a command with their places."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Final

_MARKS: Final = ("&&", "||", ";", "|", "\n")
# What is more than a list of commands is left to the shell as it is.
_PROGRAM: Final = re.compile(r"\b(?:for|while|if|case|function)\b.*\b(?:do|then|in)\b|<<|\$\(|`", re.DOTALL)
# Words that begin and end what belongs together in the shell's own language.
_OPENS: Final = re.compile(r"(?:^|[;&|]\s*|\b(?:then|do|else)\s+)(?:for|while|until|if|case)\b|\{\s*$")
_CLOSES: Final = re.compile(r"(?:^|[;&|]\s*)(?:done|fi|esac)\b|^\s*\}")
_HERE: Final = re.compile(r"<<-?\s*['\"]?(\w+)")
_COMMENT: Final = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
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
    """The commands of a line, or of a script, in order; one for all that is a program in the shell's own language."""
    line = line.replace("\\\n", " ").strip()
    if "\n" in line and not _HERE.search(line):
        line = _COMMENT.sub("", line).strip()  # an apostrophe in one would begin a quote
    if _PROGRAM.search(line):
        parts = _parts(line)
        if len(parts) < 2:
            return [Command(line, "")]
        made = [commands_of(part) for part in parts]
        return [each for part in made for each in (*part[:-1], Command(part[-1].text, "\n"))]
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


def _parts(script: str) -> list[str]:
    """The lines of a script, those of a loop, a condition or a text between two marks as one."""
    found, block, depth, mark = [], list[str](), 0, ""
    for line in script.splitlines():
        block.append(line)
        if mark:
            mark = "" if line.strip() == mark else mark
        else:
            here = _HERE.search(line)
            mark = here[1] if here else ""
            depth += len(_OPENS.findall(line.strip())) - len(_CLOSES.findall(line.strip()))
        if depth <= 0 and not mark:
            found.append("\n".join(block))
            block, depth = [], 0
    return [*found, "\n".join(block)] if block else found


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
