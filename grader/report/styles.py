"""A short cut for the property values of WeasyPrint 70 that no rule sets: most of an element's ninety.

WeasyPrint takes each through all that a value of a rule may need. What no rule sets and nothing else touches is the
parent's value or the initial one, and is taken as such here. Imports WeasyPrint.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.css import INITIAL_NOT_COMPUTED, INITIAL_VALUES, PHYSICAL_FUNCTIONS, ComputedStyle
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED

by_the_book: Final = ComputedStyle.__missing__

# Each of these depends on another property or on an ancestor although it is not inherited.
_SPECIAL: Final = {"float", "position", "display", "page"}
_PLAIN: Final = frozenset(
    name
    for name in INITIAL_VALUES
    if name not in _SPECIAL
    and not name.startswith("text_decoration_")
    and (name in INHERITED or name not in INITIAL_NOT_COMPUTED)
)
# The logical property ("margin-inline-start") that a rule may set instead of a physical one, by direction of text.
_LOGICAL: Final = {
    direction: {name: find(block="ttb", inline=direction) for name, find in PHYSICAL_FUNCTIONS.items()}
    for direction in ("ltr", "rtl")
}


def _value(style: Any, name: str) -> Any:
    """A `ComputedStyle`'s value that is asked for the first time."""
    parent = style.parent_style
    if parent is None or name not in _PLAIN or name in style.cascaded:
        return by_the_book(style, name)
    if name in PHYSICAL_FUNCTIONS and _LOGICAL[style["direction"]][name] in style.cascaded:
        return by_the_book(style, name)
    if name in INHERITED:
        value = parent[name]
        if check_math(value):
            return by_the_book(style, name)
    else:
        value = INITIAL_VALUES[name]
    style[name] = value
    return value


def quick_styles() -> None:
    """From now on WeasyPrint takes the short cut, in this process."""
    ComputedStyle.__missing__ = _value
