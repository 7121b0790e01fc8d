"""What an address on the network is answered with: the course's file of that name, its package, or a refusal."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from grader.inside.gateway.mnist_names import told_by
from grader.inside.gateway.paths import TABLE_ENDINGS, Match, base_name, find_match
from grader.inside.gateway.published import Packages

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway
    from grader.inside.gateway.vectors import Vectors
    from grader.inside.served import Served

_REPOSITORY: Final = re.compile(
    r"github\.com|githubusercontent|gitlab\.com|bitbucket\.org|huggingface\.co", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file that stands for what lies at an address."""

    file: Path
    name: str  # as the address or the code calls it

    def put(self, target: Path) -> Path:
        """A copy at `target`, which the notebook may do with as it likes."""
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(target):  # `is_file` is answered by us, also for what is not there
            target.unlink()
        shutil.copyfile(self.file, target)
        return target


class Fetching:
    """One per attempt; every client, in Python or in the shell, asks it."""

    def __init__(self, gateway: Gateway, packages: Packages) -> None:
        self._gateway = gateway
        self.packages = packages
        self._refused: set[str] = set()

    def fetch(self, url: str, how: str, *, saved_as: str = "") -> Fetched | None:
        """What the course serves for this address; recorded. None: nothing, and a note names the host.

        Args: `saved_as` is the name under which the code keeps it, which says more than most addresses.
        """
        names = [name for name in (base_name(saved_as), base_name(url)) if name]
        asked = {name: told_by(url, saved_as, name) for name in names}
        found = next((file for name in names if (file := self._file(url, name, how, asked[name])) is not None), None)
        if found is None:
            self.refuse(url)
            return None
        return Fetched(file=found, name=names[0])

    @property
    def vectors(self) -> Vectors | None:
        """The course's word vectors, where it has some."""
        return self._gateway.vectors

    def refuse(self, url: str) -> None:
        """Say once which host was asked for what nobody serves here."""
        host = host_of(url)
        if host not in self._refused:
            self._refused.add(host)
            known = ", ".join(served.dataset for served in self.packages.sets) or "no data set"
            self._gateway.context.note(
                "network",
                f"{host} was asked for {url[:300]!r}, which is not served; there is no network. Served: {known}",
            )

    def said(self, asked: str, served: str, how: str) -> None:
        """Record what an address was answered with."""
        self._gateway.context.substituted_once(
            asked=asked, served=served, how=how, why="there is no network; the course's data in place of a download"
        )

    def _file(self, url: str, name: str, how: str, asked: str) -> Path | None:
        """`asked`: the name in a path that says which of MNIST's kind is meant; files of all have the same names."""
        gateway = self._gateway
        tree = gateway.find_in_trees(asked)
        if tree is not None and tree[1].is_file():
            self.said(url, tree[0].in_words(tree[1])[1], how)
            return tree[1]
        vectors = self.vectors
        if vectors is not None and (vectors.named(name) or vectors.archived(name)):
            return vectors.file(url, how) if vectors.named(name) else vectors.archive(url, how)
        made = self.packages.archive(asked) or (self.packages.archive(url) if name == base_name(url) else None)
        if made is not None:
            self.said(url, f"{made[1].dataset}, packed as {made[0].name}", how)
            return made[0]
        return self._table(url, name, how)

    def _table(self, url: str, name: str, how: str) -> Path | None:
        """The file of a labelled-text data set whose name is known, or that the address speaks of."""
        texts = self._gateway.texts
        name = next((each for each in (name, base_name(url)) if texts.is_known(each)), name)
        match = find_match(name, texts.sets, self._gateway.usage, reader="exists") if texts.is_known(name) else None
        if match is None and name.casefold().endswith(TABLE_ENDINGS):
            spoken = self._spoken_of(url)
            match = Match(served=spoken, form=None, part="all", why="") if spoken is not None else None
        if match is None:
            return None
        shape = texts.shape_of_file(match, name, self._gateway.usual_encoding())
        self.said(url, texts.in_words(match.served, shape), how)
        return texts.deliver(match.served, shape)

    def _spoken_of(self, url: str) -> Served | None:
        """The labelled-text data set that an address names; the host, and whose repository it is, say nothing."""
        parts = urlsplit(url)
        path = parts.path.strip("/").split("/")
        found = self.packages.meant("/".join(path[1:] if _REPOSITORY.search(parts.netloc) else path))
        return found if found is not None and found in self._gateway.texts.sets else None


def host_of(url: str) -> str:
    """The machine that an address names; the address itself where it names none."""
    return urlsplit(url).hostname or (urlsplit(f"//{url}").hostname or url)


def is_local(url: str) -> bool:
    """Whether an address means this machine, which notebooks may talk to."""
    return host_of(url) in {"localhost", "127.0.0.1", "::1", "0.0.0.0"} or url.startswith(("file:", "data:"))
