"""What a network of transformers gives, taken apart as before 4: `_, pooled = self.bert(ids)`.

It was a tuple then. It is a dictionary since, and taking one apart gives the names of what is in it.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

from grader.inside.gateway.callers import is_of_notebook
from grader.inside.gateway.shims.library import Library

_TAKES_APART: Final = frozenset(dis.opmap[name] for name in ("UNPACK_SEQUENCE", "UNPACK_EX"))


def in_parts(library: Library, kind: Any, work: Path) -> None:
    """Let objects of `kind` come apart into their values where the notebook's code takes them apart."""
    by_name = kind.__iter__

    def values(self: Any) -> Iterator[Any]:
        frame = sys._getframe(1)
        if not takes_apart(frame) or not is_of_notebook(frame.f_code.co_filename, work):
            return by_name(self)  # type: ignore[no-any-return]
        library.say("outputs of a network as a tuple", "the same values in their order", "transformers before 4")
        return iter(self.to_tuple())

    kind.__iter__ = values


def takes_apart(frame: FrameType) -> bool:
    """Whether the instruction that a frame is at takes something apart: `a, b = it`."""
    return frame.f_code.co_code[frame.f_lasti] in _TAKES_APART
