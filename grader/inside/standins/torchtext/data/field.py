"""Fields: how a column becomes tokens, and tokens numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

from grader.inside.standins.torchtext.data.utils import get_tokenizer
from grader.inside.standins.torchtext.vocab import Vocab

Step = Callable[..., Any]


class RawField:
    """A value that stays as it is, but for functions of the notebook's own."""

    def __init__(
        self, preprocessing: Step | None = None, postprocessing: Step | None = None, is_target: bool = False
    ) -> None:
        self.preprocessing = preprocessing
        self.postprocessing = postprocessing
        self.is_target = is_target

    def preprocess(self, x: Any) -> Any:
        return self.preprocessing(x) if self.preprocessing is not None else x

    def process(self, batch: Any, *_: Any, **__: Any) -> Any:
        return self.postprocessing(batch) if self.postprocessing is not None else batch


class Field(RawField):
    """Settings as in torchtext's documentation."""

    vocab_cls = Vocab

    def __init__(
        self,
        sequential: bool = True,
        use_vocab: bool = True,
        init_token: str | None = None,
        eos_token: str | None = None,
        fix_length: int | None = None,
        dtype: Any = torch.long,
        preprocessing: Step | None = None,
        postprocessing: Step | None = None,
        lower: bool = False,
        tokenize: Any = None,
        tokenizer_language: str = "en",
        include_lengths: bool = False,
        batch_first: bool = False,
        pad_token: str | None = "<pad>",
        unk_token: str | None = "<unk>",
        pad_first: bool = False,
        truncate_first: bool = False,
        stop_words: Iterable[str] | None = None,
        is_target: bool = False,
        tensor_type: Any = None,
    ) -> None:
        super().__init__(preprocessing, postprocessing, is_target)
        self.sequential, self.use_vocab = sequential, use_vocab
        self.init_token, self.eos_token = init_token, eos_token
        self.unk_token, self.pad_token = unk_token, pad_token if sequential else None
        self.fix_length, self.lower = fix_length, lower
        self.dtype = {torch.FloatTensor: torch.float, torch.LongTensor: torch.long}.get(tensor_type, dtype)
        self.tokenize = get_tokenizer(tokenize, tokenizer_language)
        self.include_lengths, self.batch_first = include_lengths, batch_first
        self.pad_first, self.truncate_first = pad_first, truncate_first
        self.stop_words = frozenset(stop_words) if stop_words is not None else None
        self.vocab: Vocab

    def preprocess(self, x: Any) -> Any:
        """Tokenize, lower, leave out stop words, then the notebook's own function."""
        if self.sequential and isinstance(x, str):
            x = self.tokenize(x.rstrip("\n"))
        if self.lower:
            x = [token.lower() for token in x] if self.sequential else x.lower()
        if self.sequential and self.use_vocab and self.stop_words is not None:
            x = [token for token in x if token not in self.stop_words]
        return super().preprocess(x)

    def process(self, batch: Any, device: Any = None, **_: Any) -> Any:
        """A batch of preprocessed values as a tensor, with lengths where they are asked for."""
        return self.numericalize(self.pad(batch), device=device)

    def pad(self, minibatch: Iterable[Any]) -> Any:
        """Every sequence as long as the longest, or as `fix_length`."""
        batch = list(minibatch)
        if not self.sequential:
            return batch
        extra = (self.init_token is not None) + (self.eos_token is not None)
        longest = max(map(len, batch)) if self.fix_length is None else self.fix_length - extra
        padded, lengths = [], []
        for item in batch:
            kept = list(item[-longest:] if self.truncate_first and longest else item[:longest])
            start = [] if self.init_token is None else [self.init_token]
            end = [] if self.eos_token is None else [self.eos_token]
            filling = [self.pad_token] * max(0, longest - len(kept))
            padded.append([*filling, *start, *kept, *end] if self.pad_first else [*start, *kept, *end, *filling])
            lengths.append(len(padded[-1]) - len(filling))
        return (padded, lengths) if self.include_lengths else padded

    def build_vocab(self, *args: Any, **kwargs: Any) -> None:
        """Count the tokens of data sets or of lists of token lists; settings go to the vocabulary."""
        counted: Counter[str] = Counter()
        for source in args:
            for column in self._columns_of(source):
                for value in column:
                    counted.update(value if self.sequential else [value])
        wanted = (self.unk_token, self.pad_token, self.init_token, self.eos_token, *kwargs.pop("specials", ()))
        specials = list(dict.fromkeys(token for token in wanted if token is not None))
        self.vocab = self.vocab_cls(counted, specials=specials, **kwargs)

    def numericalize(self, arr: Any, device: Any = None) -> Any:
        """Numbers of tokens in a tensor: (longest, batch), or (batch, longest) with `batch_first`.

        Raises: ValueError when lengths are to be included and were not given.
        """
        lengths = None
        if self.include_lengths:
            if not isinstance(arr, tuple):
                raise ValueError(
                    "Field has include_lengths set to True, but input data is not a tuple of (data, lengths)."
                )
            arr, lengths = arr[0], torch.tensor(arr[1], dtype=torch.long, device=device)
        if self.use_vocab:
            stoi = self.vocab.stoi
            arr = [[stoi[token] for token in row] for row in arr] if self.sequential else [stoi[token] for token in arr]
            arr = self.postprocessing(arr, self.vocab) if self.postprocessing is not None else arr
        else:
            arr = self._as_numbers(arr)
            arr = self.postprocessing(arr, None) if self.postprocessing is not None else arr
        made = torch.tensor(arr, dtype=self.dtype, device=device)
        if self.sequential and not self.batch_first:
            made = made.t().contiguous()
        return (made, lengths) if self.include_lengths else made

    def _as_numbers(self, values: Sequence[Any]) -> list[Any]:
        kind: Callable[[Any], Any] = float if self.dtype.is_floating_point else int
        if self.sequential:
            return [[kind(value) if isinstance(value, str) else value for value in row] for row in values]
        return [kind(value) if isinstance(value, str) else value for value in values]

    def _columns_of(self, source: Any) -> list[Any]:
        if hasattr(source, "fields") and hasattr(source, "examples"):
            return [getattr(source, name) for name, field in source.fields.items() if field is self]
        return [source]


class LabelField(Field):
    """A field of one label a row: no padding and no unknown ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "sequential": False, "unk_token": None, "is_target": True})
