"""What a review's file is called, and the same review in a table: `12_8`, its number and its rating out of ten."""

from __future__ import annotations

from typing import Final

_RATINGS: Final = {"positive": 8, "negative": 3}


def review_name(row: int, sentiment: str) -> str:
    """Of the review in this row, from 0. Args: sentiment: "positive" or "negative"; other words have no rating."""
    return f"{row}_{_RATINGS.get(sentiment, 0)}"
