"""`input()`, `getpass()` and `sleep()`: nobody is there to answer, and no time to wait."""

from __future__ import annotations

import builtins
import functools
import getpass
import linecache
import re
import sys
import time
from typing import Any, Final

from grader.inside.context import Context

MOST_ANSWERS: Final = 10  # in one cell; a loop that asks until it is told to stop must end
MOST_SECONDS: Final = 0.1
# "(type 'exit' to quit)", "enter q to stop"
_LEAVING: Final = re.compile(r"(?i)\b(quit|exit|stop|end|leave|finish|terminate)\b")
_QUOTED: Final = re.compile(r"""["'‘“`]([^"'’”`]{1,20})["'’”`]""")
_YES_OR_NO: Final = re.compile(r"(?i)\byes\s*(?:/|or)\s*(no)\b|\by\s*/\s*(n)\b")
_WANTS_TEXT: Final = re.compile(r"(?i)\b(?:messages?|texts?|reviews?|sentences?|comments?|sms|e?-?mails?|phrases?)\b")
_TEXT: Final = "this was a good day for all of us"
_NUMBER: Final = re.compile(r"\b(?:int|float|eval)\s*\(\s*input\s*\(")


class Questions:
    """Answers of one attempt: the word that ends the asking where a prompt names it, "no", "1" for a number, a text.

    Where none of them is asked for, nothing.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._cell = 0
        self._asked = 0

    def install(self) -> None:
        """Put the answers in the place of the questions; the shell has started."""
        builtins.input = self.input
        self._context.shell.user_ns["input"] = self.input
        getpass.getpass = self.secret
        _shorten_sleep(self._context)

    def input(self, prompt: object = "", /) -> str:
        """Raises: EOFError, naming the prompt, when a cell has asked too often."""
        text = str(prompt)
        sys.stdout.write(text)
        frame = sys._getframe(1)
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)
        answer = self._answer(text, answer_to(text, line))
        sys.stdout.write(f"{answer}\n")
        return answer

    def secret(self, prompt: str = "Password: ", stream: object = None) -> str:  # noqa: ARG002  # as `getpass.getpass`
        """A password: nothing. Raises: EOFError as `input`."""
        sys.stdout.write(f"{prompt}\n")
        return self._answer(prompt, "")

    def _answer(self, prompt: str, answer: str) -> str:
        if self._context.cell != self._cell:
            self._cell, self._asked = self._context.cell, 0
        self._asked += 1
        shown = " ".join(prompt.split())[:120] or "a question without words"
        if self._asked > MOST_ANSWERS:
            raise EOFError(f"nobody is there to answer “{shown}” while a notebook is being graded")
        said = f"the answer “{answer}”" if answer else "an empty answer"
        self._context.substituted_once(asked=shown, served=said, how="input", why="nobody is there to be asked")
        return answer


def answer_to(prompt: str, line: str) -> str:
    """What to say to a question; `line` is the code that asks it.

    The last word in quotes of a prompt that speaks of leaving ends the asking; a number is wanted where one is made, a
    sentence where the prompt speaks of a text.
    """
    words: list[str] = _QUOTED.findall(prompt) if _LEAVING.search(prompt) else []
    if words:
        return words[-1]
    if refused := _YES_OR_NO.search(prompt):
        return refused[1] or refused[2]
    if _NUMBER.search(line):
        return "1"
    return _TEXT if _WANTS_TEXT.search(prompt) else ""  # of an empty one most networks can make nothing


def _shorten_sleep(context: Context) -> None:
    original = time.sleep

    @functools.wraps(original)
    def sleep(seconds: Any, /) -> None:
        if not isinstance(seconds, (int, float)) or seconds <= MOST_SECONDS:
            original(seconds)
            return
        if sys._getframe(1).f_code.co_filename.startswith("<cell "):
            context.substituted_once(
                asked="sleep", served=f"at most {MOST_SECONDS} seconds of it", how="sleep", why="nothing is waited for"
            )
            seconds = MOST_SECONDS
        original(seconds)

    time.sleep = sleep
