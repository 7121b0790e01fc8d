"""An object of which nothing comes, in the place of a service that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

# What makes an object pass for an array, a table or a model; a silent object is none of them.
NOT_ANSWERED: Final = frozenset(
    {"columns", "dtype", "fit", "iloc", "layers", "ndim", "numpy", "parameters", "predict", "shape"}
)


class Silent:
    """Takes every call, attribute and item, and gives itself back."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Silent:
        if name.startswith("_") or name in NOT_ANSWERED:
            raise AttributeError(f"{self._name} is not here while grading, and has no {name!r}")
        return Silent(f"{self._name}.{name}")

    def __call__(self, *args: Any, **named: Any) -> Any:
        # As a decorator it leaves the function what it is.
        return args[0] if len(args) == 1 and not named and callable(args[0]) else self

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getitem__(self, _: object) -> Silent:
        return self

    def __setitem__(self, _: object, __: object) -> None:
        """Nothing is kept."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<{self._name}: nothing is kept while grading>"
