"""Archives that neither Python nor this machine's programs open: 7z, RAR, and the programs and modules for them.

What such an archive of the course's data would leave behind is laid into the folder it is unpacked to; an archive of a
kind that Python knows is unpacked by Python, whichever program was asked.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import re
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway.paths import base_name, text_of
from grader.inside.gateway.shell_lines import saying

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway
    from grader.inside.served import Served

_exists: Final = os.path.lexists
PROGRAMS: Final = ("7z", "7za", "7zr", "7zz", "unrar", "unar", "patool")
MODULES: Final = ("patoolib", "pyunpack", "py7zr", "rarfile")
_OTHER: Final = re.compile(r"\.(?:7z|rar)$", re.IGNORECASE)
_UNPACKING: Final = frozenset({"x", "e", "extract"})
_FAILED: Final = 2  # what 7z ends with


class OtherArchives:
    """Unpacks for every program and module that asks."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def unpack(self, path: str, folder: Path, how: str) -> bool:
        """Lay what the archive holds into `folder`. Returns: False where there is nothing of that name."""
        abroad = self._gateway.abroad
        there = Path(abroad.elsewhere.reading(path))
        if not _exists(there):
            made = abroad.archive(path, how)
            if made is None:
                return self._lay(path, folder, how)
            there = made
        folder.mkdir(parents=True, exist_ok=True)
        if zipfile.is_zipfile(there):
            shutil.unpack_archive(there, folder, "zip")
        elif tarfile.is_tarfile(there):
            with tarfile.open(there) as packed:
                packed.extractall(folder, filter="data")
        else:
            return False
        return True

    def command(self, program: str, words: Sequence[str], here: Path) -> str | None:
        """A shell command in place of one of these programs, which has then done its work; None: it is installed."""
        if shutil.which(program) is not None:
            return None
        plain = [word for word in words if not word.startswith("-") and word not in {">", ">>", "2>&1", "/dev/null"}]
        if plain[:1] and plain[0] in _UNPACKING:
            plain = plain[1:]
        elif program not in ("unar", "patool"):
            return saying(f"{program}: not installed while grading", _FAILED)
        into = next((word[2:] for word in words if word.startswith("-o") and len(word) > 2), "")
        into = into or next((word.partition("=")[2] for word in words if word.startswith("--outdir=")), "")
        into = into or (plain[-1] if program == "unrar" and len(plain) > 1 else "")
        folder = here / self._gateway.abroad.elsewhere.writing(into or ".")
        name = next(iter(plain), "")
        at = name if self._gateway.abroad.elsewhere.place(name) else str(here / name)
        if not name or not (self.unpack(at, folder, program) if _exists(at) else self.unpack(name, folder, program)):
            return saying(f"{program}: cannot open {name}: no such file, or of a kind that is not read here", _FAILED)
        return saying(f"{program}: everything is Ok: {base_name(name)} is unpacked", 0)

    def _lay(self, path: str, folder: Path, how: str) -> bool:
        """The content of a 7z or RAR archive, by what the same name means with another ending."""
        if not _OTHER.search(path):
            return False
        gateway, stem = self._gateway, _OTHER.sub("", path)
        packages = gateway.abroad.packages
        served = packages.archived(f"{stem}.zip")
        if served is not None:
            names = packages.lay(served, f"{stem}.zip", folder)
            gateway.abroad.fetching.said(path, f"{served.dataset}: {', '.join(names[:5])}", how)
            return bool(names)
        # Kaggle packs each part of CIFAR-10 for itself, as train.7z.
        return any(self._lay_part(one, base_name(stem), path, folder, how) for one in packages.sets)

    def _lay_part(self, served: Served, name: str, path: str, folder: Path, how: str) -> bool:
        found = dict(self._gateway.abroad.packages.files(served, path)).get(name)
        if found is None:
            return False
        folder.mkdir(parents=True, exist_ok=True)
        if not _exists(folder / name):
            (folder / name).symlink_to(found)
        self._gateway.abroad.fetching.said(path, f"{served.dataset}: {name}", how)
        return True


def install(archives: OtherArchives) -> None:
    """Make the modules importable that are not installed."""
    sys.meta_path.append(_Finder(archives))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last of all finders."""

    def __init__(self, archives: OtherArchives) -> None:
        self._archives = archives

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        return importlib.machinery.ModuleSpec(fullname, self) if fullname in MODULES else None

    def exec_module(self, module: ModuleType) -> None:
        opened = _opened(self._archives, module.__name__)
        if module.__name__ == "patoolib":
            module.__dict__["extract_archive"] = _extract_archive(self._archives)
        elif module.__name__ == "pyunpack":
            module.__dict__["Archive"] = opened
        else:
            module.__dict__["SevenZipFile" if module.__name__ == "py7zr" else "RarFile"] = opened


def _extract_archive(archives: OtherArchives) -> Callable[..., str]:
    def extract_archive(archive: Any, verbosity: int = 0, outdir: Any = None, *_: object, **__: object) -> str:  # noqa: ARG001
        folder = Path(outdir or ".")
        _unpack(archives, archive, folder, "patoolib")
        return str(folder)

    return extract_archive


def _opened(archives: OtherArchives, how: str) -> type:
    class Archive:
        """An archive that is unpacked as a whole."""

        def __init__(self, file: Any, *_: object, **__: object) -> None:
            self._file = file

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing is open."""

        def extractall(self, path: Any = None, *_: object, directory: Any = None, **__: object) -> None:
            _unpack(archives, self._file, Path(path or directory or "."), how)

        def close(self) -> None:
            """Nothing is open."""

    return Archive


def _unpack(archives: OtherArchives, file: Any, folder: Path, how: str) -> None:
    name = text_of(file) or str(file)
    if not archives.unpack(name, folder, how):
        raise FileNotFoundError(2, "No such file or directory", name)
