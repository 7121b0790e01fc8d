"""Shell lines taken apart."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside.gateway.shell_lines import Command, commands_of, joined, option, saying


@pytest.mark.parametrize(
    ("line", "programs"),
    [
        ("wget x && unzip y || echo no; ls | head", ["wget", "unzip", "echo", "ls", "head"]),
        ("sudo A=1 wget 'a;b && c'", ["wget"]),
        ("python3 -m pip install x\ncd y", ["pip", "cd"]),
        (r"unzip gdrive/My\ Drive/a\;b.zip", ["unzip"]),
        ("for f in *.zip; do unzip $f; done", ["for"]),
        ('echo "an open quote', ["echo"]),
        ("# don't\nls\nwc x", ["ls", "wc"]),
        ("wget u\nfor f in *; do\n  unzip $f\ndone\nls", ["wget", "for", "ls"]),
        ("if [ -f x ]; then cat x; fi\nls", ["if", "ls"]),
        ("cat <<END > f\nwget x\nEND\nls", ["cat", "ls"]),
        ("", []),
    ],
)
def test_programs_of_a_line(line: str, programs: list[str]) -> None:
    assert [command.words[0] for command in commands_of(line) if command.words] == programs


@given(st.lists(st.sampled_from(["ls -l", "echo 'a;b'", 'cat "x|y"', "wc"]), min_size=1, max_size=4), st.randoms())
def test_a_line_is_what_its_commands_make(texts: list[str], chance: object) -> None:
    marks = ["&&", "||", ";", "|"]
    line = joined([Command(text, marks[n % 4] if n < len(texts) - 1 else "") for n, text in enumerate(texts)])
    assert joined(commands_of(line)) == line


@pytest.mark.parametrize(
    ("words", "names", "value"),
    [
        (["-O", "x.zip", "u"], ("-O",), "x.zip"),
        (["--output-document=x.zip"], ("-O", "--output-document"), "x.zip"),
        (["-Pdata"], ("-P",), "data"),
        (["--output", "x"], ("-o",), None),
        (["-O"], ("-O",), None),
    ],
)
def test_values_of_options(words: list[str], names: tuple[str, ...], value: str | None) -> None:
    assert option(words, *names) == value


@pytest.mark.parametrize(("text", "status"), [("it's $HOME; `ls`", 0), ("two\nlines", 4)])
def test_what_is_said_is_only_said(text: str, status: int) -> None:
    done = subprocess.run(["/bin/sh", "-c", saying(text, status)], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == (f"{text}\n", status)
