"""Labelled pictures as folders of PNG files: one folder a class, or Kaggle's numbered files with a table of labels."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.mnist_names import CLOTHES, DIGITS, likelier, means_another
from grader.inside.gateway.own_folders import own_folders
from grader.inside.gateway.paths import is_url, parts_of
from grader.inside.gateway.trees import Tree, exists
from grader.inside.served import Served

_TEST: Final = frozenset({"test", "testing", "val", "valid", "validation", "dev"})
_TRAIN: Final = frozenset({"train", "training"})
_READERS: Final = re.compile(
    r"ImageFolder|DatasetFolder|flow_from_directory|flow_from_dataframe|image_dataset_from_directory|trainLabels\.csv"
    r"|\*\.png|\.png['\"]"
)
_DRAWS: Final = re.compile(r"^.*(?:savefig|imsave|imwrite|save_image|to_file|\.save\().*$", re.MULTILINE)
# What a folder of its pictures is called; of MNIST's name are also a notebook's results: mnist_samples, mnist_gan.
_PICTURES: Final = r"(?:[-_ ]?(?:png|jpe?g|images?|pictures?|data(?:set|base)?s?))*"
_NAMED: Final = {
    "cifar10": r".*cifar[-_ ]?10(?!0).*",
    CLOTHES: rf"fashion[-_ ]?mnist{_PICTURES}",
    DIGITS: rf"mnist{_PICTURES}",
}
_LABELS: Final = "trainLabels.csv"


class ClassFolders(Tree):
    """`<data set>/train/<class>/1.png`, or `train/1.png` beside `trainLabels.csv`; written when first asked for.

    A file is numbered from 1 in served order, on Kaggle's plan anew on each side.
    """

    def __init__(self, served: Served, context: Context, *, kaggle: bool) -> None:
        super().__init__(served)
        self._folder = context.private / f"{served.dataset}-pictures"
        self._kaggle = kaggle
        self._named = re.compile(_NAMED[served.dataset], re.IGNORECASE)
        sources = [cell.source for cell in context.job.cells if cell.kind == "code"]
        self._own = own_folders(sources)
        self.likelier = likelier("\n".join(sources))  # of MNIST and Fashion-MNIST, where a name says nothing

    def find(self, path: str) -> Path | None:
        if is_url(path) or means_another(path, self.served.dataset):
            return None
        parts = parts_of(path)
        if parts[-1:] == [_LABELS]:
            return self._laid() / _LABELS if self._kaggle else None
        places = [place for place, part in enumerate(parts) if self._named.fullmatch(part) and "batches" not in part]
        if not places or "." in parts[places[-1]] or parts[places[-1]].casefold() in self._own:
            return None
        inner = parts[places[-1] + 1 :]
        side = next((place for place, part in enumerate(inner) if part.casefold() in _TRAIN | _TEST), None)
        if side is None and inner:
            return None
        rest = inner[side + 1 :] if side is not None else []
        top = [] if side is None else ["train" if inner[side].casefold() in _TRAIN else "test"]
        found = self._laid().joinpath(*top, *rest)
        return found if exists(found) else None

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        served = self.served
        if found.name == _LABELS:
            return _LABELS, f"{served.dataset}, the labels of {served.train_rows:,} training pictures"
        plan = "numbered files" if self._kaggle else "a folder for each class"
        return "pictures", (
            f"{served.dataset}, {served.train_rows:,} training and {served.test_rows:,} test pictures, {plan}"
        )

    def side(self, name: str) -> Path:
        """The folder of the side that a path speaks of; of the training pictures where it speaks of none."""
        test = any(part.casefold() in _TEST for part in parts_of(name))
        return self._laid() / ("test" if test else "train")

    def _laid(self) -> Path:
        if exists(self._folder):
            return self._folder
        from PIL import Image

        served = self.served
        assert served.images is not None
        for side in ("train", "test"):
            for name in [""] if self._kaggle else served.classes:
                (self._folder / side / name).mkdir(parents=True, exist_ok=True)
        for row in range(served.count):
            side, first = ("train", 0) if row < served.train_rows else ("test", served.train_rows)
            inner = "" if self._kaggle else served.classes[served.codes[row]]
            number = row - (first if self._kaggle else 0) + 1
            Image.fromarray(np.asarray(served.images[row])).save(
                self._folder / side / inner / f"{number}.png", compress_level=1
            )
        if self._kaggle:
            lines = [f"{row + 1},{served.classes[served.codes[row]]}\n" for row in range(served.train_rows)]
            (self._folder / _LABELS).write_text("id,label\n" + "".join(lines), encoding="utf-8")
        return self._folder


def class_folders(served: Served, context: Context) -> tuple[ClassFolders, ...]:
    """The tree where the cells read pictures from files at all: else a mere word would have all of them written."""
    code = "\n".join(cell.source for cell in context.job.cells if cell.kind == "code")
    if not _READERS.search(_DRAWS.sub("", code)):
        return ()
    return (ClassFolders(served, context, kaggle=_LABELS in code),)


def tree_for(trees: tuple[Any, ...], path: str) -> Path | None:
    """The pictures that a reader of class folders gets for a folder that is not here, by the one tree there is."""
    found = [tree for tree in trees if isinstance(tree, ClassFolders) and not means_another(path, tree.served.dataset)]
    if {tree.served.dataset for tree in found} == {CLOTHES, DIGITS}:
        found = [tree for tree in found if tree.served.dataset == tree.likelier]
    return found[0].side(path) if len(found) == 1 else None
