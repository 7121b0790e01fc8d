"""Readers that take a folder of pictures with a folder for each class: Keras's and torchvision's."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway.class_folders import tree_for
from grader.inside.gateway.functions import replace_function
from grader.inside.gateway.paths import text_of
from grader.inside.hooks import after_import

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

_FUNCTIONS: Final = (
    ("keras.src.utils.image_dataset_utils", "image_dataset_from_directory"),
    ("tf_keras.src.utils.image_dataset", "image_dataset_from_directory"),
)
_METHODS: Final = (
    ("keras.src.legacy.preprocessing.image", "ImageDataGenerator", "flow_from_directory"),
    ("tf_keras.src.preprocessing.image", "ImageDataGenerator", "flow_from_directory"),
    ("torchvision.datasets.folder", "DatasetFolder", "__init__"),
)


def install(gateway: Gateway) -> None:
    """Wait for each; a folder that is there is the notebook's own."""
    for module, name in _FUNCTIONS:
        replace_function(module, name, functools.partial(_function, gateway))
    for module, owner, name in _METHODS:
        after_import(module, functools.partial(_method, gateway, owner, name))


def _function(gateway: Gateway, original: Callable[..., Any]) -> Callable[..., Any]:
    def read(directory: Any, *args: Any, **named: Any) -> Any:
        return original(_folder(gateway, directory, original.__name__), *args, **named)

    return read


def _method(gateway: Gateway, owner: str, name: str, module: Any) -> None:
    kind = getattr(module, owner, None)
    if kind is None:
        return
    original = getattr(kind, name)

    @functools.wraps(original)
    def read(self: Any, *args: Any, **named: Any) -> Any:
        how = name if name != "__init__" else type(self).__name__
        for key in ("directory", "root"):
            if key in named:
                named[key] = _folder(gateway, named[key], how)
        if args:
            args = (_folder(gateway, args[0], how), *args[1:])
        return original(self, *args, **named)

    setattr(kind, name, read)


def _folder(gateway: Gateway, directory: Any, how: str) -> Any:
    """Where the reader is to look: in the served pictures, where nothing is that it could read."""
    name = text_of(directory)
    if name is None:
        return directory
    found = gateway.in_tree(name, how)
    if found is None and os.path.lexists(name):
        return gateway.abroad.elsewhere.reading(name)  # these read in C, which knows this machine's paths alone
    if found is None:
        found = tree_for(gateway.trees, name)
        if found is not None:
            gateway.context.substituted_once(
                asked=name,
                served=f"{found.parent.name}, {found.name}: a folder for each class",
                how=how,
                why="no such folder here; the problem has one data set of labelled pictures",
            )
    return str(found) if found is not None and found.is_dir() else directory
