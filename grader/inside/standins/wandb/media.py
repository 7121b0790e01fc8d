"""Pictures, tables and files as they are handed to a log, which keeps none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from grader.inside.gateway.silence import Silent


class _Media(Silent):
    """One thing to be logged; takes whatever it is made of."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__(f"wandb.{type(self).__name__}")


class Artifact(_Media):
    """Files with a name; there are none in it."""


class Audio(_Media):
    """Sound."""


class Classes(_Media):
    """Names of classes, for masks and boxes."""


class Graph(_Media):
    """A network, drawn."""


class Histogram(_Media):
    """Counts of values."""


class Html(_Media):
    """A page."""


class Image(_Media):
    """A picture, with a caption, masks and boxes."""


class Molecule(_Media):
    """A molecule."""


class Object3D(_Media):
    """Points in space."""


class Plotly(_Media):
    """A figure of plotly's or matplotlib's."""


class Video(_Media):
    """Pictures in a row."""


class Table(Silent):
    """Rows under names of columns, which a notebook fills and may read."""

    def __init__(
        self, columns: Sequence[Any] | None = None, data: Any = None, rows: Any = None, dataframe: Any = None, **_: Any
    ) -> None:
        super().__init__("wandb.Table")
        given = dataframe if dataframe is not None else data if data is not None else rows
        if hasattr(given, "columns") and hasattr(given, "itertuples"):
            self.columns = [str(name) for name in given.columns]
            self.data = [list(row) for row in given.itertuples(index=False)]
            return
        self.columns = list(columns) if columns is not None else ["Input", "Output", "Expected"]
        self.data = [list(row) for row in (given if given is not None else ())]

    def add_data(self, *row: Any) -> None:
        """One more row."""
        self.data.append(list(row))

    def add_row(self, *row: Any) -> None:
        """As `add_data`."""
        self.data.append(list(row))

    def add_column(self, name: str, data: Sequence[Any], optional: bool = False) -> None:
        """One more value for each row, in order."""
        del optional
        self.columns.append(name)
        self.data = [[*row, each] for row, each in zip(self.data or [[] for _ in data], data, strict=False)]

    def get_column(self, name: str, convert_to: str | None = None) -> list[Any]:
        """All values under a name. Raises: ValueError for one that there is not."""
        del convert_to
        place = self.columns.index(name)
        return [row[place] for row in self.data]

    def iterrows(self) -> Iterator[tuple[int, list[Any]]]:
        """Number and values of each row."""
        return iter(enumerate(self.data))
