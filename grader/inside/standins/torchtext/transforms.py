"""`torchtext.transforms`: steps from tokens to tensors, as modules without weights."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from grader.inside.standins.torchtext.functional import add_token, str_to_int, to_tensor, truncate


class Sequential(nn.Sequential):  # type: ignore[misc]  # torch is not typed here
    """Each step on what the one before has made."""

    def forward(self, input: Any) -> Any:  # noqa: A002  torch's own name
        for step in self:
            input = step(input)  # noqa: A001
        return input


class VocabTransform(nn.Module):  # type: ignore[misc]
    """Numbers of tokens, of one text or several."""

    def __init__(self, vocab: Any) -> None:
        super().__init__()
        self.vocab = vocab

    def forward(self, input: Any) -> Any:  # noqa: A002
        if input and isinstance(input[0], str):
            return self.vocab(input)
        return [self.vocab(tokens) for tokens in input]


class LabelToIndex(nn.Module):  # type: ignore[misc]
    """Labels as their place in a list."""

    def __init__(self, label_names: Any = None, label_path: Any = None, sort_names: bool = False) -> None:  # noqa: ARG002
        super().__init__()
        self._label_names = sorted(label_names) if sort_names else list(label_names)

    def forward(self, input: Any) -> Any:  # noqa: A002
        if isinstance(input, str):
            return self._label_names.index(input)
        return [self._label_names.index(label) for label in input]


class StrToIntTransform(nn.Module):  # type: ignore[misc]
    def forward(self, input: Any) -> Any:  # noqa: A002
        return str_to_int(input)


class ToTensor(nn.Module):  # type: ignore[misc]
    """A tensor of numbers; lists of several lengths are padded."""

    def __init__(self, padding_value: int | None = None, dtype: Any = torch.long) -> None:
        super().__init__()
        self._padding, self._dtype = padding_value, dtype

    def forward(self, input: Any) -> Any:  # noqa: A002
        return to_tensor(input, self._padding, self._dtype)


class Truncate(nn.Module):  # type: ignore[misc]
    def __init__(self, max_seq_len: int) -> None:
        super().__init__()
        self._most = max_seq_len

    def forward(self, input: Any) -> Any:  # noqa: A002
        return truncate(input, self._most)


class AddToken(nn.Module):  # type: ignore[misc]
    def __init__(self, token: Any, begin: bool = True) -> None:
        super().__init__()
        self._token, self._begin = token, begin

    def forward(self, input: Any) -> Any:  # noqa: A002
        return add_token(input, self._token, self._begin)


class PadTransform(nn.Module):  # type: ignore[misc]
    """A tensor's last axis filled up to a length."""

    def __init__(self, max_length: int, pad_value: int) -> None:
        super().__init__()
        self._length, self._value = max_length, float(pad_value)

    def forward(self, x: Any) -> Any:
        missing = self._length - x.size(-1)
        return nn.functional.pad(x, (0, missing), value=self._value) if missing > 0 else x
