"""pandas before 3: `read_csv(error_bad_lines=, squeeze=)`, and the separator by position.

Over the gateway's own readers, which look at today's keywords.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final

from grader.inside.gateway.shims.library import Change, Library, dropped
from grader.inside.hooks import after_import


def _squeezed(frame: Any) -> Any:
    return frame.squeeze("columns")


def _bad_lines(given: Any) -> dict[str, Any]:
    return {"on_bad_lines": "error" if given else "skip"}


READERS: Final[Mapping[str, Change]] = {
    "delim_whitespace": lambda given: {"sep": r"\s+"} if given else {},
    "error_bad_lines": _bad_lines,
    "infer_datetime_format": dropped,
    "mangle_dupe_cols": dropped,
    "warn_bad_lines": dropped,
}


def install(library: Library) -> None:
    """Wait for pandas."""
    after_import("pandas", lambda pandas: _patch(library, pandas))


def _patch(library: Library, pandas: Any) -> None:
    for name in ("read_csv", "read_table"):
        library.keywords(pandas, name, READERS)
        _may_squeeze(library, pandas, name)
        library.positions(pandas, name, ("filepath_or_buffer", "sep"))


def _may_squeeze(library: Library, pandas: Any, name: str) -> None:
    original = getattr(pandas, name)

    @functools.wraps(original)
    def read(*args: Any, **named: Any) -> Any:
        if "squeeze" not in named:
            return original(*args, **named)
        wanted = named.pop("squeeze")
        library.say(f"{name}(squeeze=)", "DataFrame.squeeze('columns')")
        frame = original(*args, **named)
        return _squeezed(frame) if wanted else frame

    setattr(pandas, name, read)
