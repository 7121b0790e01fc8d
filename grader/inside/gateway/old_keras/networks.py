"""`Model(input=a, output=b)`, as Keras 1 had it and Keras 2 took it with a warning, also mixed with today's names.

And `encoder.output` of a Sequential that begins with an Input and was not called yet: Keras 3 has only `outputs` then.
"""

from __future__ import annotations

import functools
import sys
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

# Package -> the module of the class that `Model` makes of inputs and outputs.
_FUNCTIONAL: Final = {"keras": "keras.src.models.functional", "tf_keras": "tf_keras.src.engine.functional"}
_RENAMED: Final = {"input": "inputs", "output": "outputs"}


def install(context: Context) -> None:
    """Wait for either package."""
    for package, module in _FUNCTIONAL.items():
        after_import(package, functools.partial(_extend, context, module))


def _extend(context: Context, where: str, package: ModuleType) -> None:
    model, functional = getattr(package, "Model", None), getattr(sys.modules.get(where), "Functional", None)
    if model is None or functional is None:
        return
    made, first = model.__new__, functional.__init__

    # The class decides by the names of what it is given; only afterwards are the arguments those of `Functional`.
    @functools.wraps(made)
    def __new__(cls: Any, *args: Any, **named: Any) -> Any:  # noqa: N807  the class's own name for it
        return made(cls, *args, **_renamed(context, named))

    @functools.wraps(first)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807
        first(self, *args, **_renamed(context, named))

    model.__new__, functional.__init__ = staticmethod(__new__), __init__
    if where == _FUNCTIONAL["keras"]:
        for name in ("input", "output"):
            setattr(package.Sequential, name, property(functools.partial(_end, context, package.Sequential, name)))


def _end(context: Context, sequential: Any, name: str, model: Any) -> Any:
    """The only input or output: of the first call where the model was called, else of the model as it is built."""
    try:
        return getattr(super(sequential, model), name)
    except AttributeError:
        ends = getattr(model, f"{name}s", None) if getattr(model, "built", False) else None
        if ends is None or len(ends) != 1:
            raise
    context.substituted_once(
        asked=f"Sequential.{name} before a call",
        served=f"Sequential.{name}s[0]",
        how="shim",
        why="the installed Keras has it only once the model was called",
    )
    return ends[0]


def _renamed(context: Context, named: dict[str, Any]) -> dict[str, Any]:
    old = {name: now for name, now in _RENAMED.items() if name in named and now not in named}
    if old:
        context.substituted_once(
            asked=f"Model({', '.join(f'{name}=' for name in old)})",
            served=f"Model({', '.join(f'{now}=' for now in old.values())})",
            how="shim",
            why="the installed Keras has no other names",
        )
    return {old.get(name, name): value for name, value in named.items()}
