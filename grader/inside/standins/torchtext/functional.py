"""`torchtext.functional`: the same for one text and for a list of texts."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.utils.rnn import pad_sequence

__all__ = ["add_token", "str_to_int", "to_tensor", "truncate"]


def to_tensor(input: Any, padding_value: int | None = None, dtype: Any = torch.long) -> Any:  # noqa: A002
    """A tensor of numbers; with a padding value lists of several lengths become one matrix."""
    if padding_value is None or not input or not isinstance(input[0], list):
        return torch.tensor(input, dtype=dtype)
    rows = [torch.tensor(row, dtype=dtype) for row in input]
    return pad_sequence(rows, batch_first=True, padding_value=float(padding_value))


def truncate(input: Any, max_seq_len: int) -> Any:  # noqa: A002
    """At most so many, of one text or of each."""
    if input and isinstance(input[0], list):
        return [row[:max_seq_len] for row in input]
    return input[:max_seq_len]


def add_token(input: Any, token_id: Any, begin: bool = True) -> Any:  # noqa: A002
    """One more at the beginning or the end, of one text or of each."""
    if input and isinstance(input[0], list):
        return [add_token(row, token_id, begin) for row in input]
    return [token_id, *input] if begin else [*input, token_id]


def str_to_int(input: Any) -> Any:  # noqa: A002
    """Numbers written as text."""
    return [str_to_int(each) for each in input] if isinstance(input, list) else int(input)
