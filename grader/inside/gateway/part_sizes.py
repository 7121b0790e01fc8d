"""Sizes of parts written for the published data set: `random_split(data, [50000, 10000])`, `test_size=10000`.

Where the course serves fewer rows, parts keep their proportion. Sizes that fit into the rows there are stand.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER_IN_PROPORTION, sizes_of

_OPTIONS: Final = ("train_size", "test_size")


class PartSizes:
    """Knows how many rows are served and how many are published."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @functools.cached_property
    def _sizes(self) -> list[tuple[int, int]]:
        """(rows there are, rows published), from the smallest on."""
        return sorted(set(sizes_of(self._context)))

    def of_all(self, rows: int, lengths: Sequence[Any]) -> Sequence[Any]:
        """Lengths of parts that make up a whole; as they are unless they make up the published one.

        Or would, had the last not been reckoned from the rows there are: `[48000, len(data) - 48000]`.
        """
        counts = [int(length) for length in lengths if _is_count(length)]
        if len(counts) == len(lengths) - 1 and sum(lengths) == rows < sum(counts) and lengths[-1] < 0:
            full = next((full for there, full in self._sizes if there == rows and full > sum(counts)), 0)
            counts.append(full - sum(counts))
        full = sum(counts)
        if len(counts) != len(lengths) or (rows, full) not in self._sizes:
            return lengths
        ends = [round(sum(counts[: number + 1]) * rows / full) for number in range(len(counts))]
        parts = [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]
        self._say(f"parts of {', '.join(f'{count:,}' for count in counts)} rows", parts)
        return parts

    def of_some(self, rows: int, options: Mapping[str, Any]) -> dict[str, Any]:
        """`train_size` and `test_size` as numbers of rows, where they ask for more than there are."""
        counts = {name: int(options[name]) for name in _OPTIONS if _is_count(options.get(name))}
        asked = sum(counts.values())
        full = next((full for there, full in self._sizes if there == rows and full >= asked), None)
        if not counts or asked < rows or full is None:
            return dict(options)
        parts = {name: max(1, min(rows - 1, count * rows // full)) for name, count in counts.items()}
        self._say(", ".join(f"{name}={count:,}" for name, count in counts.items()), list(parts.values()))
        return {**options, **parts}

    def _say(self, asked: str, parts: Sequence[int]) -> None:
        self._context.substituted_once(
            asked=asked,
            served=f"{', '.join(f'{part:,}' for part in parts)} rows",
            how="rows",
            why=FEWER_IN_PROPORTION,
        )


def _is_count(value: Any) -> bool:
    """Whether it is a number of rows, and no share of them or a truth value."""
    return hasattr(value, "__index__") and not isinstance(value, bool) and int(value) > 1
