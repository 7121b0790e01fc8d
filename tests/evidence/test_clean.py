"""Text from a sandbox: what a person reads stays, what a terminal or a report would obey goes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence.clean import CUT_MARK, clean_line, clean_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        pytest.param("plain\ttext\nnext", "plain\ttext\nnext", id="tab and line feed stay"),
        pytest.param("a\x00b\x07c\x7fd\x85e", "abcde", id="C0, DEL and C1"),
        pytest.param("\x1b[1;31mred\x1b[0m", "red", id="colour"),
        pytest.param("\x9b31mred", "red", id="C1 control sequence"),
        pytest.param("\x1b]0;title\x07text", "text", id="window title"),
        pytest.param("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link", id="hyperlink"),
        pytest.param("\x1bPq#0;2\x1b\\after", "after", id="device control string"),
        pytest.param("end\x1b[", "end", id="unfinished sequence"),
        pytest.param("\x1b\x1b[2Jx", "x", id="escape before an escape"),
        pytest.param("abc\u202egnp.exe\u2066x\u200f", "abcgnp.exex", id="bidirectional controls"),
        pytest.param("a\U000e0041b\ufeffc\ufff9d\uffffe", "abcde", id="invisible characters"),
        pytest.param("x\ud800y", "x\ufffdy", id="lone surrogate"),
        pytest.param("\ud83d\ude00", "\U0001f600", id="a pair written as two halves"),
        pytest.param("a\r\nb\r\r\nc", "a\nb\nc", id="line ends of other systems"),
        pytest.param("10%\r50%\r100%\ndone", "100%\ndone", id="progress bar"),
        pytest.param("loss 0.1\x1b[K\r", "loss 0.1", id="carriage return at the end overwrites nothing"),
        pytest.param("नमस्ते 👩‍💻 é", "नमस्ते 👩‍💻 é", id="scripts and joined emoji stay"),
    ],
)
def test_what_is_left(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


def test_a_cut_says_so_and_keeps_the_limit() -> None:
    assert clean_text("x" * 50, 10) == "x" * (10 - len(CUT_MARK)) + CUT_MARK
    assert clean_text("x" * 10, 10) == "x" * 10


def test_a_line_has_no_breaks() -> None:
    assert clean_line("  a\n\tb\x1b[0m \r\n c ") == "a b c"


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.characters(codec=None, categories=("L", "Cc", "Cs", "Cf", "Zs", "Po", "Sm")), max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text, 40)
    assert clean_text(once, 40) == once
    assert clean_line(clean_line(text, 40), 40) == clean_line(text, 40)
    once.encode("utf-8")
    assert not set(once) & set("\x00\x07\x1b\r\x7f\x9b\u202e\u2066\ufeff")
