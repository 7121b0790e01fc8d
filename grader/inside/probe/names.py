"""Which variables of the notebook are bound to which models; by identity, asking no object anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

MAX_ITEMS: Final = 200  # of one container
NOT_THE_NOTEBOOKS: Final = frozenset(
    {"keras", "tf_keras", "tensorflow", "torch", "sklearn", "builtins", "numpy", "pandas"}
)


def bindings(variables: Mapping[str, Any], wanted: Callable[[Any], bool]) -> Iterator[tuple[str, Any]]:
    """(name, object) for each wanted object: variables first, then items and attributes of simple containers.

    Names read as Python would: `model`, `models['rnn']`, `models[0]`, `gan.generator`.
    """
    for name, value in variables.items():
        if wanted(value):
            yield name, value
    for name, value in variables.items():
        yield from _inside(name, value, wanted, depth=2)


def _inside(name: str, value: Any, wanted: Callable[[Any], bool], depth: int) -> Iterator[tuple[str, Any]]:
    for label, item in _items(value):
        if wanted(item):
            yield name + label, item
        elif depth > 1 and type(item) in (dict, list, tuple):
            yield from _inside(name + label, item, wanted, depth - 1)


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    """Items of plain containers (subclasses could run code) and attributes of instances of notebook classes."""
    if type(value) is dict:
        for key, item in list(value.items())[:MAX_ITEMS]:
            if type(key) in (str, int):
                yield f"[{key!r}]"[:60], item
    elif type(value) in (list, tuple):
        for index, item in enumerate(value[:MAX_ITEMS]):
            yield f"[{index}]", item
    else:
        if isinstance(value, type) or not _from_the_notebook(type(value)):
            return
        try:
            attributes = object.__getattribute__(value, "__dict__")
        except (AttributeError, TypeError):
            return
        if type(attributes) is dict:
            parts = attributes.get("_modules")  # where torch keeps what a notebook sets as attributes
            named = {**attributes, **parts} if type(parts) is dict else attributes
            for key, item in list(named.items())[:MAX_ITEMS]:
                if type(key) is str and not key.startswith("_"):
                    yield f".{key}", item


def _from_the_notebook(kind: type) -> bool:
    # Through `type`'s own lookup: a metaclass could run code on the ordinary one.
    module = type.__getattribute__(kind, "__module__")
    return type(module) is str and module.partition(".")[0] not in NOT_THE_NOTEBOOKS
