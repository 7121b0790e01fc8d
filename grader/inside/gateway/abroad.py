"""Other machines and the network: their paths, mounts, downloads, archives and shell lines, put together."""

from __future__ import annotations

import functools
import io
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway import clients, collections_of_data, other_archives, other_machines
from grader.inside.gateway.collections_of_data import Collections
from grader.inside.gateway.elsewhere import Elsewhere
from grader.inside.gateway.fetching import Fetching, is_local
from grader.inside.gateway.paths import base_name, is_foreign, is_url, text_of
from grader.inside.gateway.published import ARCHIVE, Packages
from grader.inside.gateway.shell_files import ShellFiles

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

_KEY: Final = "kaggle.json"
_NO_KEY: Final = b'{"username": "", "key": ""}'  # nobody logs in anywhere here
_PICTURE: Final = "picture.png"
_READS_PICTURE: Final = re.compile(r"\b(?:load_img|imread|imdecode|decode_(?:image|jpeg|png)|Image\.open)\(")
_GLOB: Final = frozenset("\n\0*?[{")
_lexists: Final = os.path.lexists


class Abroad:
    """One per attempt; the gateway asks it for what is not on this machine."""

    def __init__(self, gateway: Gateway, home: Path, work: Path) -> None:
        self._gateway = gateway
        self._work = work
        self.elsewhere = Elsewhere(home, work, private=gateway.context.private)
        self.packages = Packages(gateway)
        self.fetching = Fetching(gateway, self.packages)
        self.collections = Collections(self.fetching, self.elsewhere, work)
        self.shell = ShellFiles(gateway, self.collections, self.elsewhere)
        self._filled = False
        self._hosts: set[str] = {"", "localhost", socket.gethostname()}

    def install(self) -> None:
        """Before anything else is patched: what others call must know these paths already."""
        other_machines.install(self.elsewhere)
        clients.install(self.fetching)
        collections_of_data.install(self.collections)
        other_archives.install(self.shell.archives)
        for name in ("listdir", "scandir"):
            setattr(os, name, self._filling(getattr(os, name)))
        os.chdir = self._staying(os.chdir)
        for name in ("getaddrinfo", "gethostbyname"):
            setattr(socket, name, self._hearing(getattr(socket, name)))

    def mount(self, point: str) -> None:
        """Show the Drive where the code mounts it: `/content/drive`, `/content/gdrive`, `/gdrive`."""
        if Path(point).parent.name in ("content", ""):
            self.elsewhere.mount(Path(point).name or "drive")

    def link(self) -> None:
        """Lay links where the source speaks of the course's data on another machine, for readers outside Python."""
        strings = [text for text in self._gateway.usage.strings if 1 < len(text) < 300 and not set(text) & _GLOB]
        for name in ("drive", "gdrive"):
            if any(f"/content/{name}/" in text or text.startswith(f"{name}/My") for text in strings):
                self.elsewhere.mount(name)
        for text in sorted({text for text in strings if is_foreign(text)}, key=len):
            slug = text.partition("kaggle/input/")[2].partition("/")[0]
            served = self.packages.meant(slug) if slug and not ARCHIVE.search(slug) else None
            if served is not None:
                self.packages.lay(served, slug, self.collections.input(slug))
            if not _lexists(text):  # nor is it in a folder as it was published, which may have one more around it
                self._lay(text)

    def uploaded(self) -> tuple[tuple[str, bytes], ...]:
        """What a person would choose when asked for a file: the one that the code goes on to read."""
        gateway = self._gateway
        cell = next((each.source for each in gateway.context.job.cells if each.position == gateway.context.cell), "")
        if _KEY in cell or (_KEY in gateway.usage.strings and not gateway.texts.sets):
            return ((_KEY, _NO_KEY),)
        after = [each.source for each in gateway.context.job.cells if each.position >= gateway.context.cell]
        if _READS_PICTURE.search(cell if gateway.texts.sets else "\n".join(after)):
            return ((_PICTURE, _some_picture()),)
        names = gateway.usual_names()[:1]
        if names:
            return ((names[0], gateway.content(names[0])),)
        spoken = (base_name(text) for text in gateway.usage.strings if len(text) < 300 and ARCHIVE.search(text))
        made = next((made for name in spoken if (made := self.packages.archive(name)) is not None), None)
        return ((made[0].name, made[0].read_bytes()),) if made is not None else ()

    def archive(self, path: str, how: str) -> Path | None:
        """An archive of the course's data in place of one that is not here; recorded. None: another's."""
        if is_url(path) or _lexists(path):
            return None
        made = self.packages.archive(path)
        if made is None:
            return None
        self._gateway.context.substituted_once(
            asked=path, served=f"{made[1].dataset}, packed as {made[0].name}", how=how, why="matched by its name"
        )
        return made[0]

    def key(self, path: str, how: str) -> Path | None:
        """Kaggle's key without a user, in place of the one that stayed at home; recorded. None: another file."""
        if base_name(path) != _KEY or _lexists(path):
            return None
        self._gateway.context.substituted_once(
            asked=path, served="a key without a user", how=how, why="nobody logs in anywhere while grading"
        )
        file = self._gateway.context.private / _KEY
        file.write_bytes(_NO_KEY)
        return file

    def fill(self, path: str) -> None:
        """Before Kaggle's input is looked through: put there what an author would have added."""
        if self._filled or not ("kaggle/input" in path or path.startswith(("../input", "/input"))):
            return
        self._filled = True
        self.collections.fill_input()
        names = ", ".join(served.dataset for served in self.packages.sets)
        self._gateway.context.substituted_once(
            asked="/kaggle/input",
            served=names or "an empty folder",
            how="listdir",
            why="the course's data sets, a folder each",
        )

    # -- details

    def _lay(self, text: str) -> None:
        file = self._gateway.would_serve(text)
        if file is None:
            return
        target = Path(self.elsewhere.writing(self._gateway.anchored(text)))
        if not _lexists(target) and os.access(_first_there(target), os.W_OK):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(file)

    def _filling(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def look(path: Any = ".", *args: Any) -> Any:
            name = text_of(path)
            if name is not None and not self._filled:
                self.fill(name)
            return original(path, *args)

        return look

    def _staying(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """The folder of a notebook on its author's Drive holds what was handed in with it, which is here."""

        @functools.wraps(original)
        def change(path: Any) -> Any:
            name = text_of(path)
            if name and self._leaves(name):
                return original(self._work)
            at = self.elsewhere.place(name) if name else None
            if name is None or not (is_foreign(name) or at is not None):
                return original(path)
            target = Path(at or name)
            if not _lexists(target) and self.elsewhere.holds(str(target)):
                self.elsewhere.writing(str(target))
                target.symlink_to(self._work)
            drive = self.elsewhere.folder / "drive"
            if _lexists(target) and target.resolve() not in (drive, drive / "MyDrive", self._work):
                return original(path)
            self._gateway.context.substituted_once(
                asked=name, served="the notebook's own folder", how="chdir", why="that folder is on another machine"
            )
            return original(self._work)

        return change

    def _leaves(self, name: str) -> bool:
        """Whether a folder is one that the notebook's own lies in (`%cd ..`), where nothing can be written.

        Also the way back, by the name of the own folder: who has been kept in it finds none there.
        """
        target = Path(name).absolute()
        above = Path(os.path.normpath(target)) in self._work.parents
        back = target == self._work / self._work.name and not _lexists(target)
        if above:
            self._gateway.context.substituted_once(
                asked=name, served="the notebook's own folder", how="chdir", why="nothing can be written above it"
            )
        return above or back

    def _hearing(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """A name that any library looks up: the note says who was asked, the error is the code's own."""

        @functools.wraps(original)
        def look_up(host: Any, *args: Any, **named: Any) -> Any:
            name = os.fsdecode(host) if isinstance(host, str | bytes) else ""
            if name not in self._hosts and not is_local(f"//{name}"):
                self._hosts.add(name)
                self._gateway.context.note("network", f"{name} was asked for something; there is no network")
            return original(host, *args, **named)

        return look_up


def _some_picture() -> bytes:
    """What stands for a photo of somebody's own: colours that run from corner to corner, 224 x 224, as a PNG."""
    from PIL import Image

    along = Image.linear_gradient("L").resize((224, 224))
    across = along.transpose(Image.Transpose.ROTATE_90)
    file = io.BytesIO()
    Image.merge("RGB", (along, across, along.transpose(Image.Transpose.FLIP_TOP_BOTTOM))).save(file, "PNG")
    return file.getvalue()


def _first_there(path: Path) -> Path:
    return next(folder for folder in path.parents if _lexists(folder))
