"""Text from a sandbox made harmless to terminals, reports and spreadsheets: what is left is only characters."""

from __future__ import annotations

import re
from typing import Final

CUT_MARK: Final = " […]"

# ECMA-48 escape sequences, also unfinished ones: a control string (OSC, DCS, SOS, PM, APC) with all it holds, a
# control sequence (CSI), any other escape. Each alternative stops before the next ESC, so matching stays linear.
_ESCAPES: Final = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
# C0 but tab, line feed and carriage return (which has its own rule), DEL, C1; bidi marks, embeddings and isolates;
# deprecated format characters; the byte order mark; interlinear annotations; tag characters, which are invisible;
# noncharacters.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e0fff]"
    "|[" + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)) + "]"
)
_LINE_ENDS: Final = re.compile("(?<!\r)\r++\n|[\u2028\u2029]")  # looks at each carriage return once


def clean_text(text: str, limit: int | None = None) -> str:
    """The text a person would read, at most `limit` characters long (a cut ends in ` […]`).

    Removed: escape sequences, control characters except line feed and tab, bidirectional controls and other
    invisible characters that can hide or reorder text. Lone surrogates become U+FFFD; CRLF becomes LF; where
    a line was overwritten after a carriage return, as progress bars do, its last state stays. Cleaning twice
    changes nothing.
    """
    if not (text.isascii() and text.isprintable()):  # most text is plain, and there is a lot of it
        text = _cleaned(text)
    if limit is not None and len(text) > limit:
        text = text[: max(0, limit - len(CUT_MARK))] + CUT_MARK[:limit]
    return text


def clean_line(text: str, limit: int | None = None) -> str:
    """As `clean_text`, on one line: every run of white space becomes one space."""
    return clean_text(" ".join(clean_text(text).split()), limit)


def _cleaned(text: str) -> str:
    text = _repair_surrogates(text)
    if "\x1b" in text or not text.isascii():
        text = _ESCAPES.sub("", text)
    text = _UNWANTED.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    if "\r" in text:
        text = "\n".join(_after_overwriting(line) for line in text.split("\n"))
    return text


def _after_overwriting(line: str) -> str:
    states = [state for state in line.split("\r") if state]
    return states[-1] if states else ""


def _repair_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
