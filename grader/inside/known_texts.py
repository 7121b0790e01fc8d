"""Lists of texts among a notebook's variables: labels and own token codes share their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from grader.inside.content import as_texts
from grader.inside.context import Context

LEAST: Final = 20  # texts; fewer labels in a row say nothing
MOST_LISTS: Final = 200


class KnownTexts:
    """Looks at the variables after each cell, and at no list twice."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen: dict[int, tuple[object, int]] = {}  # the list itself is held: its id is not given again

    def look(self, variables: Mapping[str, Any]) -> None:
        """Learn the order of every list, array or Series of texts that are served rows."""
        rows = self._context.rows
        if not any(tracker.served is not None and tracker.served.texts for tracker in rows.trackers):
            return
        for value in list(variables.values()):
            if not _may_hold_texts(value) or len(self._seen) >= MOST_LISTS:
                continue
            if self._seen.get(id(value), (None, -1))[1] == len(value):
                continue
            self._seen[id(value)] = (value, len(value))
            texts = as_texts(value)
            found = rows.identify(texts, None) if texts is not None else None
            if found is not None and found.indices is not None:
                rows.of(found.dataset).learn_order(found.indices)


def _may_hold_texts(value: Any) -> bool:
    """Whether a value is a list, an array or a Series of at least some texts; only its first item is looked at."""
    try:
        if type(value) in (list, tuple):
            return len(value) >= LEAST and isinstance(value[0], str | bytes)
        kind = getattr(getattr(value, "dtype", None), "kind", "")
        single = getattr(value, "ndim", 0) == 1 and type(value).__module__.partition(".")[0] in {"numpy", "pandas"}
        return single and kind in "OUST" and len(value) >= LEAST
    except Exception:  # noqa: BLE001  a value of the notebook's may raise anything
        return False
