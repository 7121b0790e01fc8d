"""`google.colab` away from Colab: nothing is mounted or uploaded, and nothing says that it was."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway import colab_page

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

PARTS: Final = ("drive", "files", *colab_page.PARTS)


def install(gateway: Gateway) -> None:
    """Make `google.colab` importable; other packages below `google` stay what they are."""
    finder = _Finder(gateway)
    sys.meta_path.insert(0, finder)
    sys.meta_path.append(_Namespace())


class _Namespace(importlib.abc.MetaPathFinder):
    """`google` itself, where no other package has brought it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        return importlib.machinery.ModuleSpec("google", None, is_package=True) if fullname == "google" else None


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        name = fullname.removeprefix("google.colab")
        if name == fullname or name.removeprefix(".") not in ("", *PARTS):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=not name)

    def exec_module(self, module: ModuleType) -> None:
        part = module.__name__.removeprefix("google.colab").removeprefix(".")
        if not part:
            for name in PARTS:
                setattr(module, name, importlib.import_module(f"google.colab.{name}"))
            return
        for name, function in _functions(self._gateway)[part].items():
            setattr(module, name, function)


def _functions(gateway: Gateway) -> dict[str, dict[str, Callable[..., Any]]]:
    def mount(mountpoint: str = "/content/drive", *_: object, **__: object) -> None:
        gateway.abroad.mount(str(mountpoint).rstrip("/"))
        gateway.context.substituted(
            asked=f"drive.mount({mountpoint!r})",
            served="nothing mounted; the course's data is served by name",
            how="colab",
            why="there is no Google Drive here",
        )
        print("Google Drive is not mounted while grading; the course's data is served where the notebook asks for it.")

    def upload(*_: object, **__: object) -> dict[str, bytes]:
        brought: dict[str, bytes] = {}
        for name, content in gateway.abroad.uploaded():
            brought[name] = content
            target = Path(name)
            target.unlink(missing_ok=True)
            target.write_bytes(brought[name])
        gateway.context.substituted(
            asked="files.upload()",
            served=", ".join(brought) or "no file",
            how="colab",
            why="the course's data under the name the notebook uses; nobody is there to choose a file",
        )
        return brought

    return {
        **colab_page.functions(gateway.context),
        "drive": {"mount": mount, "flush_and_unmount": colab_page.nothing},
        "files": {"upload": upload, "download": colab_page.nothing, "view": colab_page.nothing},
    }
