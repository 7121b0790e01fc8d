"""`open`, `os` and the writers in C, for paths of another machine: they work on what lies here in their place."""

from __future__ import annotations

import builtins
import functools
import io
import os
import sys
from collections.abc import Callable
from typing import Any, Final

from grader.inside.gateway.elsewhere import Elsewhere
from grader.inside.gateway.paths import text_of
from grader.inside.hooks import after_import

Where = Callable[[str], str]
_READING: Final = (
    "stat", "lstat", "access", "listdir", "scandir", "readlink", "chdir", "remove", "unlink", "rmdir", "chmod", "utime",
    "listxattr", "getxattr", "setxattr",
)  # fmt: skip
_SETS: Final = (
    os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids,
)  # fmt: skip
# Modules that kept the `open` they found when they were loaded.
_KEPT: Final = (("tarfile", "bltn_open"), ("bz2", "_builtin_open"))


def install(elsewhere: Elsewhere) -> None:
    """Patch them; questions such as `os.path.exists`, `pathlib`, `shutil` and `glob` go through `os`."""
    elsewhere.prepare()
    _open(elsewhere)
    for name in _READING:
        _replace(name, functools.partial(_first, where=elsewhere.reading))
    _replace("mkdir", functools.partial(_first, where=elsewhere.writing))
    for name in ("rename", "replace"):
        _replace(name, functools.partial(_both, elsewhere))
    _replace("open", functools.partial(_by_flags, elsewhere))
    after_import("torch.serialization", functools.partial(_torch, elsewhere))
    after_import("h5py._hl.files", functools.partial(_h5py, elsewhere))
    after_import("pandas.io.common", functools.partial(_pandas, elsewhere))
    after_import("cv2", functools.partial(_cv2, elsewhere))
    after_import("tensorflow.python.lib.io.file_io", functools.partial(_tensorflow, elsewhere))


def writes(mode: object) -> bool:
    return isinstance(mode, str) and bool(set(mode) & set("wax+"))


def _at(where: Where, path: Any) -> Any:
    """`path` as the system is to be asked; what is no plain path stays what it is."""
    name = text_of(path)
    if not name or "\0" in name:
        return path
    placed = where(name)
    return path if placed == name else placed


def _open(elsewhere: Elsewhere) -> None:
    original = builtins.open

    @functools.wraps(original)
    def open_(file: Any, mode: Any = "r", *rest: Any, **named: Any) -> Any:
        where = elsewhere.writing if writes(mode) else elsewhere.reading
        return original(_at(where, file), mode, *rest, **named)

    builtins.open = open_
    io.open = open_
    for module, name in _KEPT:
        after_import(module, functools.partial(_hand_on, name, open_))


def _hand_on(name: str, open_: Any, module: Any) -> None:
    setattr(module, name, open_)


def _replace(name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    original = getattr(os, name, None)
    if original is None:  # not on every system
        return
    replacement = functools.wraps(original)(wrap(original))
    setattr(os, name, replacement)
    for able in _SETS:  # shutil and others look a function up here before they hand it more than a path
        if original in able:
            able.add(replacement)


def _first(original: Callable[..., Any], *, where: Where) -> Callable[..., Any]:
    def ask(path: Any = ".", *args: Any, **named: Any) -> Any:
        return original(_at(where, path), *args, **named)

    return ask


def _both(elsewhere: Elsewhere, original: Callable[..., Any]) -> Callable[..., Any]:
    def move(src: Any, dst: Any, **named: Any) -> Any:
        return original(_at(elsewhere.reading, src), _at(elsewhere.writing, dst), **named)

    return move


def _by_flags(elsewhere: Elsewhere, original: Callable[..., Any]) -> Callable[..., Any]:
    def open_(path: Any, flags: int, *args: Any, **named: Any) -> Any:
        where = elsewhere.writing if flags & os.O_CREAT else elsewhere.reading
        return original(_at(where, path), flags, *args, **named)

    return open_


def _torch(elsewhere: Elsewhere, module: Any) -> None:
    """`torch.save` writes its file in C."""
    save = module.save

    @functools.wraps(save)
    def save_(obj: Any, f: Any, *args: Any, **named: Any) -> Any:
        return save(obj, _at(elsewhere.writing, f), *args, **named)

    module.save = save_
    package = sys.modules.get("torch")
    if package is not None and getattr(package, "save", None) is save:
        package.save = save_  # type: ignore[attr-defined]


def _h5py(elsewhere: Elsewhere, module: Any) -> None:
    original = module.File.__init__

    @functools.wraps(original)
    def init(self: Any, name: Any, mode: Any = "r", *args: Any, **named: Any) -> None:
        where = elsewhere.reading if mode == "r" else elsewhere.writing
        original(self, _at(where, name), mode, *args, **named)

    module.File.__init__ = init


def _pandas(elsewhere: Elsewhere, module: Any) -> None:
    """Writers ask for the folder before they open the file."""
    original = module.check_parent_directory

    @functools.wraps(original)
    def check_parent_directory(path: Any) -> None:
        original(_at(elsewhere.writing, path))

    module.check_parent_directory = check_parent_directory


def _cv2(elsewhere: Elsewhere, module: Any) -> None:
    for name, where in (("imread", elsewhere.reading), ("imwrite", elsewhere.writing)):
        original = getattr(module, name)
        setattr(module, name, functools.wraps(original)(_first(original, where=where)))


def _tensorflow(elsewhere: Elsewhere, module: Any) -> None:
    """`tf.io.gfile`, which callbacks of tf-keras ask for folders and which works in C."""
    for name in ("file_exists_v2", "list_directory_v2", "is_directory_v2", "delete_file_v2", "stat_v2"):
        _in_module(module, name, elsewhere.reading)
    for name in ("create_dir_v2", "recursive_create_dir_v2"):
        _in_module(module, name, elsewhere.writing)
    original = module.FileIO.__init__

    @functools.wraps(original)
    def init(self: Any, name: Any, mode: Any = "r", *args: Any, **named: Any) -> None:
        original(self, _at(elsewhere.writing if writes(mode) else elsewhere.reading, name), mode, *args, **named)

    module.FileIO.__init__ = init


def _in_module(module: Any, name: str, where: Where) -> None:
    original = getattr(module, name, None)
    if original is not None:
        setattr(module, name, functools.wraps(original)(_first(original, where=where)))
