"""Data frames that a cell returned or displayed, as strings."""

from __future__ import annotations

from typing import Any, Final

from grader.evidence.wire.records import Table
from grader.inside.probe.arrays import library_of
from grader.inside.probe.session import Session, current

MAX_ROWS: Final = 200
MAX_COLUMNS: Final = 60
MAX_TABLES: Final = 200
MAX_TEXT: Final = 200
# IPython asks the formatters in turn for one object; this one is asked first and always declines.
_MIME: Final = "text/html"


def watch_tables(session: Session) -> None:
    """Look at each data frame as IPython formats it for display; what IPython shows is untouched."""
    formatter = getattr(session.context.shell, "display_formatter", None)
    html = (getattr(formatter, "formatters", None) or {}).get(_MIME)
    if html is None:
        return
    for module in ("pandas.core.frame", "pandas"):
        html.for_type_by_name(module, "DataFrame", _html_of_frame)
    for module in ("pandas.io.formats.style",):
        html.for_type_by_name(module, "Styler", _html_of_styler)


def _html_of_frame(frame: Any) -> str | None:
    _look(frame)
    return frame._repr_html_()  # type: ignore[no-any-return]


def _html_of_styler(styler: Any) -> str | None:
    _look(getattr(styler, "data", None))
    return styler._repr_html_()  # type: ignore[no-any-return]


def _look(frame: Any) -> None:
    session = current()
    if session is None or session.watch.blind or library_of(frame) != "pandas":
        return
    with session.watch.quietly("tables"):
        if session.shared.get("tables", 0) >= MAX_TABLES:
            return
        session.shared["tables"] = session.shared.get("tables", 0) + 1
        session.context.emit.record(_table(session, frame))


def _table(session: Session, frame: Any) -> Table:
    part = frame.iloc[:MAX_ROWS, :MAX_COLUMNS]
    return Table(
        id=session.next_table(),
        cell=session.context.cell,
        columns=tuple(_cell(name) for name in part.columns),
        index=tuple(_cell(name) for name in part.index),
        rows=tuple(tuple(_cell(value) for value in row) for row in part.itertuples(index=False, name=None)),
        dropped_rows=max(0, len(frame) - MAX_ROWS),
    )


def _cell(value: Any) -> str:
    """Full precision: 0.9839357429718876, not as a display rounds it."""
    if isinstance(value, float):
        return repr(float(value))
    if isinstance(value, tuple):
        return " / ".join(_cell(item) for item in value)[:MAX_TEXT]
    if library_of(value) in {"builtins", "numpy", "pandas", "datetime"}:
        return str(value)[:MAX_TEXT]
    return f"<{type(value).__name__}>"[:MAX_TEXT]
