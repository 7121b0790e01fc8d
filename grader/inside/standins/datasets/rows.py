"""Which served rows a table holds, kept beside it through everything that is done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.inside.content import IntArray
from grader.inside.gateway.published_sizes import FEWER, PUBLISHED
from grader.inside.rows import RowTracker
from grader.inside.standins.desk import desk


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """A served row for each row of a table."""

    tracker: RowTracker
    rows: IntArray

    def taken(self, places: Sequence[int]) -> Origin:
        return Origin(self.tracker, self.rows[np.asarray(places, dtype=np.int64)])

    def learn(self, columns: Mapping[str, list[Any]], known: Mapping[str, list[Any]]) -> None:
        """Recognise new columns of texts, numbers or lists of numbers wherever they turn up."""
        for name, values in columns.items():
            if name in known and known[name] is values:
                continue
            first = values[0] if values else None
            if isinstance(first, str | list | tuple | np.ndarray):
                plain = [part.tolist() for part in values] if isinstance(first, np.ndarray) else values
                self.tracker.learn(plain, None, self.rows)
                if isinstance(first, list | np.ndarray) and _are_words(plain):
                    # Padding comes later, a batch at a time.
                    self.tracker.learn_words([np.asarray(part, dtype=np.int32) for part in plain], self.rows)
        self.tracker.learn_order(self.rows)


def origin_of(columns: Mapping[str, list[Any]]) -> Origin | None:
    """Whose rows these columns hold, by their texts."""
    texts = [values for values in columns.values() if values and isinstance(values[0], str)]
    found = desk().rows_of(*texts) if texts else None
    return Origin(*found) if found is not None else None


def _are_words(values: list[Any]) -> bool:
    head = values[:50]
    return all(isinstance(part, list) and part and all(type(n) is int for n in part[:50]) for part in head)


def those_served(places: list[int], origin: Origin) -> list[int]:
    """Of rows asked for by number those that there are, where a part of a data set is published larger than served.

    All of them where the table is no whole part, or the published one has no such rows either.
    """
    served, rows = origin.tracker.served, len(origin.rows)
    if served is None or served.dataset not in PUBLISHED or not places:
        return places
    train, test = PUBLISHED[served.dataset]
    full = {served.train_rows: train, served.test_rows: test, served.count: train + test}.get(rows, 0)
    if not min(places) < rows <= max(places) < full:
        return places
    known = [place for place in places if place < rows]
    desk().context.substituted_once(
        asked=f"{len(places):,} rows by number, up to {max(places):,}",
        served=f"those {len(known):,} that there are",
        how="rows",
        why=FEWER,
    )
    return known
