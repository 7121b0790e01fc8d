"""Clients of places for data, away from the network: Kaggle's, Google Drive's, OneDrive's and Jovian's."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway.fetching import Fetching
from grader.inside.gateway.kaggle_tables import KaggleDatasetAdapter, loading
from grader.inside.gateway.paths import base_name
from grader.inside.gateway.published import SLUGS

if TYPE_CHECKING:
    from grader.inside.gateway.elsewhere import Elsewhere
    from grader.inside.served import Served

_NAMES = (
    "kagglehub", "opendatasets", "kaggle", "kaggle.api", "kaggle.api.kaggle_api_extended", "gdown", "jovian",
    "onedrivedownloader",
)  # fmt: skip
# What notebooks of its courses call: where nobody is, nothing is uploaded or noted down.
_JOVIAN: Final = (
    "commit", "configure", "log_dataset", "log_git", "log_hyperparams", "log_metrics", "notify", "reset",
    "reset_config", "set_project", "set_verbose", "submit",
)  # fmt: skip


class Collections:
    """What a name on Kaggle or in a Drive is answered with, for these modules and for the programs of the shell."""

    def __init__(self, fetching: Fetching, elsewhere: Elsewhere, work: Path) -> None:
        self.fetching = fetching
        self._packages = fetching.packages
        self._elsewhere = elsewhere
        self._work = work

    def fill_input(self) -> None:
        """`/kaggle/input` with a folder for each data set, as if its author had added them to the notebook."""
        for served in self._packages.sets:
            slug = SLUGS.get(served.dataset, served.dataset)
            self._packages.lay(served, slug, self.input(slug))

    def input(self, slug: str) -> Path:
        """The folder of a data set in Kaggle's input."""
        return self._elsewhere.folder / "kaggle" / "input" / slug

    def package(self, handle: str, how: str, folder: Path) -> tuple[str, ...] | None:
        """The files of `owner/slug` in `folder`, and their names; None: not served, and a note says so."""
        vectors = self.fetching.vectors
        names = vectors.packaged(_slug(handle)) if vectors is not None else ()
        if vectors is not None and names:
            folder.mkdir(parents=True, exist_ok=True)
            for name in names:
                (folder / name).unlink(missing_ok=True)
                (folder / name).symlink_to(vectors.file(name, how))
            return names
        served = self._served(handle, how)
        return self._packages.lay(served, _slug(handle), folder) if served is not None else None

    def packed(self, handle: str, how: str, folder: Path) -> Path | None:
        """`<slug>.zip` in `folder`; None: not served, and a note says so."""
        served = self._served(handle, how)
        made = self._packages.archive(f"{SLUGS.get(served.dataset, '')}/{_slug(handle)}.zip") if served else None
        if made is None:
            return None
        target = folder / made[0].name
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made[0].read_bytes())
        return target

    def _served(self, handle: str, how: str) -> Served | None:
        served = self._packages.meant(_slug(handle))
        if served is None:
            self.fetching.refuse(f"https://www.kaggle.com/{handle.removeprefix('https://www.kaggle.com/')}")
            return None
        self.fetching.said(handle, f"{served.dataset}, under the names it has there", how)
        return served


def install(collections: Collections) -> None:
    """Make the modules importable that are not installed; those that are answer for themselves."""
    sys.meta_path.append(_Finder(collections))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last of all finders."""

    def __init__(self, collections: Collections) -> None:
        self._collections = collections

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        if fullname not in _NAMES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname in ("kaggle", "kaggle.api"))

    def exec_module(self, module: ModuleType) -> None:
        for name, value in _contents(self._collections, module.__name__).items():
            setattr(module, name, value)


def _contents(collections: Collections, module: str) -> dict[str, Any]:
    if module == "kagglehub":
        load = loading(_hub(collections))
        return {
            "dataset_download": _hub(collections), "competition_download": _hub(collections), "login": _nothing,
            "load_dataset": load, "dataset_load": load, "KaggleDatasetAdapter": KaggleDatasetAdapter,
        }  # fmt: skip
    if module == "opendatasets":
        return {"download": _opendatasets(collections)}
    if module == "gdown":
        return {
            "download": _gdown(collections), "cached_download": _gdown(collections), "extractall": _extractall,
            "download_folder": _gdown_folder(collections),
        }  # fmt: skip
    if module == "onedrivedownloader":
        return {"download": _onedrive(collections)}
    if module == "jovian":
        return dict.fromkeys(_JOVIAN, _nothing)
    api = _kaggle(collections)
    if module == "kaggle.api.kaggle_api_extended":
        return {"KaggleApi": lambda *_, **__: api}
    return {"api": api} if module == "kaggle" else vars(api)


def _nothing(*_: object, **__: object) -> None:
    """Nobody logs in or hands in anywhere while grading."""


def _missing(what: str) -> OSError:
    return OSError(f"{what} cannot be downloaded: there is no network while grading, and it is not the course's data")


def _hub(collections: Collections) -> Callable[..., str]:
    def dataset_download(handle: str, path: str | None = None, **_: object) -> str:
        folder = collections.input(_slug(handle))
        if collections.package(handle, "kagglehub", folder) is None:
            raise _missing(handle)
        return str(folder / path if path else folder)

    return dataset_download


def _opendatasets(collections: Collections) -> Callable[..., None]:
    def download(dataset_id_or_url: str, data_dir: str = ".", **_: object) -> None:
        folder = Path(data_dir) / _slug(dataset_id_or_url)
        if collections.package(dataset_id_or_url, "opendatasets", folder) is None:
            raise _missing(dataset_id_or_url)

    return download


def _kaggle(collections: Collections) -> SimpleNamespace:
    def files(dataset: str, path: str | None = None, unzip: bool = False, **_: object) -> None:
        folder = Path(path or ".")
        brought: object
        if unzip:
            brought = collections.package(dataset, "kaggle", folder)
        else:
            brought = collections.packed(dataset, "kaggle", folder)
        if brought is None:
            raise _missing(dataset)

    def one(dataset: str, file_name: str, path: str | None = None, **_: object) -> None:
        found = collections.fetching.fetch(f"https://www.kaggle.com/{dataset}/{file_name}", "kaggle")
        if found is None:
            raise _missing(f"{dataset}/{file_name}")
        found.put(Path(path or ".") / base_name(file_name))

    return SimpleNamespace(
        authenticate=_nothing, dataset_download_files=files, competition_download_files=files,
        dataset_download_file=one, competition_download_file=one,
    )  # fmt: skip


def _gdown(collections: Collections) -> Callable[..., str | None]:
    def download(url: str | None = None, output: str | None = None, *_: object, **named: Any) -> str | None:
        asked = url or f"https://drive.google.com/uc?id={named.get('id', '')}"
        output = output or named.get("path")
        found = collections.fetching.fetch(asked, "gdown", saved_as=output or "")
        if found is None and output:
            raise _missing(asked)
        if found is None:  # what was to come has a name on the Drive alone: as gdown said no for years
            sys.stderr.write(f"Access denied: {asked} is not served, and there is no network while grading\n")
            return None
        target = Path(output or found.name)
        return str(found.put(target / found.name if str(output).endswith("/") else target))

    return download


def _onedrive(collections: Collections) -> Callable[..., str]:
    def download(url: str, filename: str, *_: object, unzip: bool = False, unzip_path: str = "", **__: object) -> str:
        found = collections.fetching.fetch(url, "onedrivedownloader", saved_as=filename)
        if found is None and not unzip:
            raise _missing(url)
        target = found.put(Path(filename)) if found is not None else Path(filename)
        if unzip:  # what was to come may have names that the archive alone tells, and is asked for by them
            Path(unzip_path or ".").mkdir(parents=True, exist_ok=True)
            if zipfile.is_zipfile(target):
                shutil.unpack_archive(target, unzip_path or ".", "zip")
        return str(target)

    return download


def _extractall(path: str, to: str | None = None) -> list[str]:
    """gdown's own: unpack an archive beside itself. Returns: the names that lie in the folder then."""
    folder = Path(to or Path(path).parent)
    shutil.unpack_archive(path, folder)
    return sorted(str(file) for file in folder.iterdir())


def _gdown_folder(collections: Collections) -> Callable[..., list[str] | None]:
    def download_folder(url: str | None = None, **named: Any) -> list[str] | None:
        asked = url or f"https://drive.google.com/drive/folders/{named.get('id', '')}"
        collections.fetching.refuse(asked)
        sys.stderr.write(f"Failed to retrieve folder contents: {asked} (there is no network while grading)\n")
        return None

    return download_folder


def _slug(handle: str) -> str:
    """The data set's own part of `owner/slug`, of `owner/slug/versions/1` and of an address."""
    parts = [part for part in handle.split("?")[0].rstrip("/").split("/") if part]
    if "versions" in parts:
        parts = parts[: parts.index("versions")]
    if parts[-1:] in (["data"], ["code"]):
        parts = parts[:-1]
    return parts[-1] if parts else handle
