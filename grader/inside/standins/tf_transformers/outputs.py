"""What a call of a model returns: named tensors that are also counted."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class Output(dict[str, Any]):
    """Tensors by name; `output[0]` and slices count them in their order, and `output.name` is one of them.

    Keras takes it for the dictionary that it is and makes one of the same class from a batch's.
    """

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key) if isinstance(key, str) else self.to_tuple()[key]

    def __getattr__(self, name: str) -> Any:
        if name in _NAMES:
            return self.get(name)  # None where it was not asked for
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def to_tuple(self) -> tuple[Any, ...]:
        """The tensors alone."""
        return tuple(self.values())


class TFBaseModelOutput(Output):
    """States of the last layer, of shape (rows, tokens, width)."""


class TFBaseModelOutputWithPooling(Output):
    """The same, and what the pooler makes of the first token, of shape (rows, width)."""


class TFSequenceClassifierOutput(Output):
    """Logits, of shape (rows, labels), behind the loss where there were labels."""


_NAMES = frozenset(("loss", "logits", "last_hidden_state", "pooler_output", "hidden_states", "attentions"))
KINDS = (TFBaseModelOutput, TFBaseModelOutputWithPooling, TFSequenceClassifierOutput)


def output(kind: type[Output], given: Mapping[str, Any]) -> Output:
    """One without what is None."""
    return kind({name: value for name, value in given.items() if value is not None})


def tell_keras_3() -> None:
    """Keras 3 opens no dictionary of another class unless it is told how."""
    import optree

    register: Any = optree.register_pytree_node
    for kind in KINDS:
        register(kind, _opened, functools.partial(_closed, kind), namespace="keras")


def _opened(given: Output) -> tuple[Iterator[Any], tuple[str, ...], tuple[str, ...]]:
    return iter(given.values()), tuple(given), tuple(given)


def _closed(kind: type[Output], names: Iterable[str], values: Iterable[Any]) -> Output:
    return kind(zip(names, values, strict=True))
