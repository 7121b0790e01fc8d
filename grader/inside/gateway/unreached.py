"""Saved models of an epoch that a profile's cap did not reach: the last one that was saved stands in.

A notebook saves `model_epoch3` in every epoch and goes on with `model_epoch19`. Only a number within what a loop ended
early would have counted to is answered; a file of an earlier session stays missing.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway.paths import text_of
from grader.inside.hooks import after_import

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

_exists: Final = os.path.lexists  # as it was before anything was patched
_NUMBER: Final = re.compile(r"\d+\.\d+|\d+")
_INDEX: Final = ".index"  # TensorFlow's checkpoints are named by what comes before it
# (module, class or "", what loads, packages that show it)
_LOADERS: Final = (
    ("torch.serialization", "", "load", ("torch",)),
    ("keras.src.models.model", "Model", "load_weights", ()),
    ("tf_keras.src.engine.training", "Model", "load_weights", ()),
    ("keras.src.saving.saving_api", "", "load_model", ("keras.models", "keras._tf_keras.keras.models")),
    ("tf_keras.src.saving.saving_api", "", "load_model", ("tf_keras.models", "tf_keras.api._v2.keras.models")),
)


def install(gateway: Gateway) -> None:
    """Wait for what loads models."""
    for module, owner, name, shown in _LOADERS:
        after_import(module, functools.partial(_patch, gateway, owner, name))
        for package in shown:
            after_import(package, functools.partial(_show_ours, module, name))


def stands_for(asked: str, saved: Sequence[str], lasts: Sequence[int]) -> str | None:
    """The name among `saved` that is `asked` but for a lower epoch, the latest; None where there is none.

    Args: names of files in one folder; `lasts` are the numbers that training ended early would have come to. Numbers
        with a point, such as a loss in the name, may differ as well where no other name fits.
    """
    words, numbers = _NUMBER.split(asked), _NUMBER.findall(asked)
    found: list[tuple[bool, int, str]] = []
    for name in saved:
        if _NUMBER.split(name) != words:
            continue
        pairs = [pair for pair in zip(numbers, _NUMBER.findall(name), strict=True) if pair[0] != pair[1]]
        counts = [(int(ours), int(theirs)) for ours, theirs in pairs if "." not in ours + theirs]
        if len(counts) != 1 or len(counts) + sum("." in a and "." in b for a, b in pairs) != len(pairs):
            continue
        wanted, reached = counts[0]
        if reached < wanted <= max(lasts, default=0):
            found.append((len(pairs) == 1, reached, name))
    return max(found)[2] if found else None


def _patch(gateway: Gateway, owner: str, name: str, module: Any) -> None:
    holder = getattr(module, owner) if owner else module
    setattr(holder, name, _loading(gateway, getattr(holder, name), place=1 if owner else 0))


def _show_ours(module: str, name: str, package: Any) -> None:
    if module in sys.modules and hasattr(package, name):
        setattr(package, name, vars(sys.modules[module])[name])


def _loading(gateway: Gateway, original: Callable[..., Any], place: int) -> Callable[..., Any]:
    """`place` is that of the path among the arguments."""

    @functools.wraps(original)
    def load(*args: Any, **named: Any) -> Any:
        if len(args) > place:
            instead = _instead(gateway, args[place])
            if instead is not None:
                args = (*args[:place], instead, *args[place + 1 :])
        return original(*args, **named)

    return load


def _instead(gateway: Gateway, path: Any) -> str | None:
    """The path to load in place of one where nothing is; recorded."""
    lasts, name = gateway.context.loops.unreached, text_of(path)
    if not lasts or not name or "\0" in name:
        return None
    here = Path(gateway.abroad.elsewhere.reading(name))
    if _exists(here) or _exists(f"{here}{_INDEX}"):
        return None
    folder = Path(gateway.abroad.elsewhere.reading(str(here.parent)))
    found = stands_for(here.name, list(_saved(gateway, folder)), lasts)
    if found is None:
        return None
    gateway.context.substituted_once(
        asked=name,
        served=f"{found}, the last that training saved",
        how="epochs",
        why="this profile ended the training before that epoch",
    )
    return str(folder / found)


def _saved(gateway: Gateway, folder: Path) -> Iterator[str]:
    """Names that the notebook itself has put into a folder, as it would load them."""
    if not _exists(folder):
        return
    for entry in os.scandir(folder):
        if not gateway.came_with_it(entry.path):
            yield entry.name.removesuffix(_INDEX)
