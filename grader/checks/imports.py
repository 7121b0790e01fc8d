"""Code without its import statements: what is brought in is not yet used."""

from __future__ import annotations

import re
from typing import Final

# An import reaches to the end of its line, or to the bracket that closes its list of names.
_IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+import[ \t]*(?:\([^()]*\)|[^(\n;][^\n;]*)|import[ \t][^\n;]*)", re.MULTILINE
)


def without_imports(source: str) -> str:
    """The same lines, those of imports left empty; code that does not parse is read like any other."""
    return _IMPORT.sub("", source)
