"""A data set as the package it is published in: the files of an archive, of a folder on Kaggle, of a repository."""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grader.inside.gateway.mnist_names import CLOTHES, COMPETITION, DIGITS, is_of_competition, likelier, means_another
from grader.inside.gateway.paths import Match, base_name, find_match, parts_of, words_of
from grader.inside.gateway.polarity_files import SENTENCES
from grader.inside.gateway.trees import Tree
from grader.inside.served import CAPTIONED_IMAGES, LABELLED_TEXT, Served

if TYPE_CHECKING:
    from grader.inside.gateway.gateway import Gateway

Files = tuple[tuple[str, Path], ...]  # (name in the package, the file or folder)

ARCHIVE: Final = re.compile(r"\.(?:zip|tar|tgz|tar\.gz|tar\.bz2|tbz2?)$", re.IGNORECASE)
# Words by which an address or an archive speaks of a data set, beside those of its id.
_WORDS: Final = {
    "imdb": re.compile(r"imdb|movie.?reviews?|rt.?polarity", re.IGNORECASE),
    "sms-spam": re.compile(r"sms|spam", re.IGNORECASE),
    "cifar10": re.compile(r"cifar.?10(?!0)", re.IGNORECASE),
    "fashion-mnist": re.compile(r"fashion", re.IGNORECASE),
    "mnist": re.compile(r"mnist|digit[-_ ]?recogni[sz]er", re.IGNORECASE),
    "memes": re.compile(r"meme", re.IGNORECASE),
}
# Names that say nothing: what a browser saves, what a person packs.
_ANY: Final = re.compile(r"(?:archive|data\w*|dataset\w*|img|images|files|input)(?: ?\(\d+\))?$", re.IGNORECASE)
_NAME: Final = re.compile(
    r"(?!.*\.(?:zip|gz|tar|tgz)$)[\w.+()&-]+(?: [\w.+()&][\w.+()&-]*)*"
)  # a file's, and no shell line
_LINES: Final = re.compile(r"(?:^|[/\\])(?:(\w[\w .-]*)[/\\])?(?:train|dev|test)(?:_seen|_unseen)?\.jsonl$")
# How the world's largest collection calls each, and the file or folder in it.
SLUGS: Final = {
    "imdb": "imdb-dataset-of-50k-movie-reviews",
    "sms-spam": "sms-spam-collection-dataset",
    "cifar10": "cifar10-python",
    "fashion-mnist": "fashionmnist",
    "mnist": "mnist-dataset",
    "memes": "facebook-hateful-meme-dataset",
}
_IDX: Final = tuple(f"{side}-{what}-ubyte" for side in ("train", "t10k") for what in ("images-idx3", "labels-idx1"))


class Packages:
    """The packages of all data sets of an attempt; archives are made when they are first asked for."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._folder = gateway.context.private / "archives"
        trackers = gateway.context.rows.trackers
        self.sets = tuple(tracker.served for tracker in trackers if tracker.served is not None)

    def meant(self, text: str) -> Served | None:
        """The data set that an address, a path or a name speaks of; the last part of it counts most."""
        for part in reversed(parts_of(text)):
            for served in self._possible(text):
                known = _WORDS.get(served.dataset)
                if known.search(part) if known else any(word in part.casefold() for word in words_of(served)):
                    return served
        return None

    def archived(self, path: str) -> Served | None:
        """The data set that an archive which is not here must hold; None: another's."""
        name = base_name(path)
        if not ARCHIVE.search(name):
            return None
        stem = ARCHIVE.sub("", name)
        found = self.meant(stem)
        if found is not None or not _ANY.fullmatch(stem):  # what a person made of the data has a name of its own
            return found
        possible = self._possible(path)
        return self.meant(path) or (possible[0] if len(self.sets) == len(possible) == 1 else self._spoken_of(possible))

    def archive(self, path: str) -> tuple[Path, Served] | None:
        """An archive to be read in place of `path`, in the format its name says, and whose data is in it."""
        served = self.archived(path)
        if served is None:
            return None
        files = self.files(served, path)
        if not files:
            return None
        # One name may be asked for as several packages: `fashion/archive.zip` and `mnist/archive.zip`.
        target = self._folder / hashlib.sha256(repr(files).encode()).hexdigest()[:16] / base_name(path)
        if not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            _pack(target, files)
        return target, served

    def files(self, served: Served, asked: str) -> Files:
        """What a package of that name or address holds."""
        if served.kind == LABELLED_TEXT:
            return self._texts(served, asked)
        if served.kind == CAPTIONED_IMAGES:
            return self._memes(served, asked)
        return self._pictures(served, asked)

    def lay(self, served: Served, asked: str, folder: Path) -> tuple[str, ...]:
        """The package's files in `folder`, as links; what lies there stays. Returns: the names in it."""
        files = self.files(served, asked)
        for name, file in files:
            target = folder / name
            if not os.path.lexists(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(file)
        return tuple(name for name, _ in files)

    def _possible(self, text: str) -> tuple[Served, ...]:
        """The data sets but MNIST where Fashion-MNIST is named, and the other way round."""
        return tuple(served for served in self.sets if not means_another(text, served.dataset))

    # -- what is in each

    def _texts(self, served: Served, asked: str) -> Files:
        if "aclimdb" in asked.casefold():
            return self._of_trees(served, "aclImdb")
        if "polarity" in asked.casefold() and (sentences := self._of_trees(served, SENTENCES)):
            return sentences
        texts, usage = self._gateway.texts, self._gateway.usage
        known = list[tuple[str, Path]]()
        other = list[tuple[str, Path]]()
        for name in texts.usual_names():
            match = find_match(name, texts.sets, usage, reader="exists") if _NAME.fullmatch(name) else None
            if match is not None and match.served is served:
                file = texts.deliver(served, texts.shape_of_file(match, name, self._gateway.usual_encoding()))
                (known if match.form is not None or self.meant(name) is served else other).append((name, file))
        # Of names that say nothing, the first, for an archive that says nothing: others may be the notebook's own.
        other = other[:1] if self.meant(asked) is None else []
        if not known and not other and served.forms:
            form = served.forms[0]
            match = Match(served=served, form=form, part="all", why="")
            shape = texts.shape_of_file(match, form.names[0], self._gateway.usual_encoding())
            known.append((form.names[0], texts.deliver(served, shape)))
        return tuple(known or other)

    def _memes(self, served: Served, asked: str) -> Files:
        folder = self._of_trees(served, "hateful_memes")
        if not folder:
            return ()
        home = folder[0][1]
        if base_name(asked).startswith("img."):
            return (("img", home / "img"),)
        spoken_of = [text for text in self._gateway.usage.strings if len(text) < 300]
        lines = [text for text in spoken_of if _LINES.search(text)]
        parents = [spoken[1] for text in lines if (spoken := _LINES.search(text)) and spoken[1]]
        around = re.compile(rf"(?:^|[/\\]){re.escape(asked)}[/\\]([\w -]+)[/\\]?$")
        folders = [spoken[1] for text in spoken_of if (spoken := around.search(text))]
        kaggle = [] if lines else ["data"]
        prefix = next((name for name in (*parents, *folders, *kaggle) if name not in ("content", "MyDrive", "img")), "")
        names = {base_name(text) for text in lines} | {f"{part.name}.jsonl" for part in served.parts}
        found = [("img", home / "img")]
        for name in sorted(names):
            tree = self._of_trees(served, name)
            found += [(name, tree[0][1])] if tree else []
        return tuple((f"{prefix}/{name}" if prefix else name, file) for name, file in found)

    def _pictures(self, served: Served, asked: str) -> Files:
        if served.keras in ("fashion_mnist", "mnist"):
            if served.dataset == DIGITS and is_of_competition(asked):
                entered = ("sample_submission.csv", "test.csv", "train.csv")
                return tuple(each for name in entered for each in self._of_trees(served, f"{COMPETITION}/{name}"))
            tables = tuple(f"{served.dataset}_{side}.csv" for side in ("train", "test"))
            spoken = tuple(name for name in tables if name in self._file_names())
            names = spoken or tuple(f"{name}.gz" for name in _IDX)
            cloned = served.dataset != DIGITS and (asked.endswith(".git") or "github.com" in asked)
            folder = "data/fashion/" if cloned else ""
            return tuple(
                (folder + name, file)
                for name in names
                for _, file in self._of_trees(served, f"{served.dataset}/{name}")
            )
        speaks = self._gateway.speaks_of
        folders = ("train", "test") if not speaks("data_batch") and "python" not in asked.casefold() else ()
        for shape in ("trainLabels.csv", *folders):
            if shape == "trainLabels.csv" and not speaks(shape):
                continue
            labelled = ("trainLabels.csv", "train", "test") if shape == "trainLabels.csv" else ("train", "test")
            found = [(name, file) for name in labelled for _, file in self._of_trees(served, f"cifar10/{name}")]
            if found:
                return tuple(found)
        return self._of_trees(served, "cifar-10-batches-py")

    def _of_trees(self, served: Served, path: str) -> Files:
        for tree in self._gateway.trees:
            found = tree.find(path) if isinstance(tree, Tree) and tree.served is served else None
            if found is not None:
                return ((base_name(path), found),)
        return ()

    def _spoken_of(self, possible: tuple[Served, ...]) -> Served | None:
        """The one data set of them whose own file names stand in the source; None: none or several.

        Of MNIST and Fashion-MNIST, whose files have the same names, the one that the source names more often.
        """
        found = []
        for served in possible:
            if served.kind == CAPTIONED_IMAGES:
                names = [f"{part.name}.jsonl" for part in served.parts] + ["_seen.jsonl"]
            elif served.kind == LABELLED_TEXT:
                names = [name for form in served.forms for name in form.names] + (
                    ["aclImdb"] if served.keras == "imdb" else []
                )
            elif served.keras == "cifar10":
                names = ["data_batch", "trainLabels"]
            else:  # `mnist_` alone would be heard in `fashion-mnist_train.csv`
                names = [*_IDX, *(name for name in self._file_names() if name.startswith(f"{served.dataset}_"))]
            found += [served] if any(self._gateway.speaks_of(name) for name in names) else []
        named = found or possible
        if {served.dataset for served in named} == {DIGITS, CLOTHES}:
            meant = likelier("\n".join(cell.source for cell in self._gateway.context.job.cells))
            found = [served for served in named if served.dataset == meant]
        return found[0] if len(found) == 1 else None

    def _file_names(self) -> frozenset[str]:
        """The last part of every word in the source's strings, among which are the lines for the shell."""
        texts = (text for text in self._gateway.usage.strings if len(text) < 500)
        return frozenset(base_name(word) for text in texts for word in text.split())


def _pack(target: Path, files: Files) -> None:
    name = target.name.casefold()
    if name.endswith(".zip"):
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for inner, file in _each(files):
                packed.write(file, inner)
        return
    kind = "" if name.endswith(".tar") else "bz2" if name.endswith(("bz2", "tbz")) else "gz"
    level = {"compresslevel": 1} if kind else {}  # they are unpacked once and thrown away
    opened: Any = tarfile.open
    with opened(target, f"w:{kind}", dereference=True, **level) as pack:
        for inner, file in _each(files):
            pack.add(file.resolve(), inner, recursive=False)


def _each(files: Files) -> Iterator[tuple[str, Path]]:
    """All files, folders first; links are followed, since a package holds the thing itself."""
    for name, file in files:
        yield name, file
        if file.is_dir():
            for folder, folders, names in os.walk(file):
                inner = Path(name, Path(folder).relative_to(file))
                for each in sorted((*folders, *names)):
                    yield str(inner / each), Path(folder, each)
