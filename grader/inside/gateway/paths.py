"""Paths as notebooks write them, and which of them mean the served data set."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from grader.inside.gateway.class_names import class_of_file
from grader.inside.gateway.columns import of_another_table
from grader.inside.gateway.forms import Part
from grader.inside.gateway.read_tables import TableRead
from grader.inside.gateway.roles import meant
from grader.inside.gateway.usage import Usage
from grader.inside.served import Form, Served

TABLE_ENDINGS: Final = (".csv", ".tsv", ".txt", ".tab", ".dat", ".data", ".xls", ".xlsx")
_TABLES: Final = (".csv", ".tsv", ".xls", ".xlsx")
_NO_TABLES: Final = (".json", ".jsonl", ".zip")
Reader = Literal["table", "json", "open", "exists"]  # what is asking; "json" reads tables out of lines of JSON
FOREIGN_ROOTS: Final = (
    "/content",
    "/kaggle",
    "/gdrive",
    "/drive",
    "/mnt",
    "/Users",
    "/home",
    "/datasets",
    "/data",
)
# Tables and texts that coursework reads and that are something else than the data set.
_OTHER: Final = re.compile(
    r"glove|word2?vec|fasttext|numberbatch|embedding|stop_?-?words|requirements|vocab|contraction|slang|emoji|emoticon"
    r"|(?:posi|nega)tive[-_ ]?words|lexicon"
    r"|histor|results?\b|predict|submission|metrics|\blog|weights|checkpoint|token|index",
    re.IGNORECASE,
)
_TELLING: Final = 2  # folders above a table that may tell what it is of
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")
_PART: Final = re.compile(
    r"(?:^|[^a-z])(train(?:ing)?|test(?:ing)?|valid(?:ation)?|val|dev)(?:[^a-z]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A path that means a served data set."""

    served: Served
    form: Form | None  # the known form of that name, if it is one
    part: Part
    why: str  # for the report: by which rule
    only: str | None = None  # the class whose texts alone the file holds
    table: bool = True  # whether the file's ending is that of a table with columns
    asked: TableRead | None = None  # what the code asks of this table alone, where that is known


def is_url(path: str) -> bool:
    return bool(re.match(r"(?:https?|ftp|s3|gs)://", path))


def base_name(path: str) -> str:
    """Last part of a path of any system, or of a URL's path."""
    if is_url(path):
        path = unquote(urlsplit(path).path)
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]


def parts_of(path: str) -> list[str]:
    """The names a path is made of, whatever system it is of."""
    return [part for part in re.split(r"[\\/]", path) if part]


def is_foreign(path: str) -> bool:
    """Whether a path belongs to another machine: a mount, a home folder, a Windows drive."""
    return bool(_DRIVE.match(path)) or any(path == root or path.startswith(root + "/") for root in FOREIGN_ROOTS)


def text_of(path: object) -> str | None:
    """A path as text; None for open files, descriptors and bytes."""
    if isinstance(path, str):
        return str(path).removeprefix("file://")
    if isinstance(path, os.PathLike):
        plain = os.fspath(path)
        return plain if isinstance(plain, str) else None
    return None


def find_match(
    path: str,
    sets: Sequence[Served],
    usage: Usage,
    *,
    reader: Reader,
    near: Usage | None = None,
) -> Match | None:
    """Which of the labelled-text data sets `path`, which does not exist, means.

    By name first. Then by kind: any path a table reader is given, and for other readers what ends like a table;
    never what the notebook writes itself, nor what is by its name or its columns something else. `near` is what the
    code says from the cell that asks on.
    """
    name = base_name(path)
    for served in sets:
        form = form_of_name(name, served)
        if form is not None:
            return Match(served=served, form=form, part="all", why="matched by its name")
    ending = os.path.splitext(name)[1].casefold()  # noqa: PTH122  `name` may come from any system
    like_table = ending in TABLE_ENDINGS or (reader == "table" and (is_url(path) or ending not in _NO_TABLES))
    like_table = like_table or (reader == "json" and ending != ".zip")
    if not sets or not like_table or _OTHER.search(name) or any(base_name(other) == name for other in usage.written):
        return None
    classes = {served.dataset: class_of_file(name, served, usage) for served in sets}
    of_class = [served for served in sets if classes[served.dataset] is not None]
    folders = "/".join(parts_of(path)[-1 - _TELLING : -1])
    # A class says little of the subject, so what the folders say counts as much: `reviews/pos.txt`.
    found = meant(f"{folders}/{name}" if of_class else name, of_class or sets, usage, near, folders=folders)
    if found is None:
        return None
    served, why = found
    asked = usage.tables.get(name)
    if asked is not None and of_another_table(asked, usage, near, served.classes):
        return None
    return Match(
        served=served,
        form=None,
        part=_part(name, usage),
        why=why,
        only=classes[served.dataset],
        table=ending in _TABLES,
        asked=asked,
    )


def words_of(served: Served) -> tuple[str, ...]:
    """Words by which a file name speaks of a data set: those of its id."""
    return tuple(served.dataset.split("-"))


def form_of_name(name: str, served: Served) -> Form | None:
    """The form known under this file name; case and one ending more or less do not matter."""
    plain = name.casefold()
    for form in served.forms:
        if any(plain == known.casefold() for known in form.names):
            return form
    for form in served.forms:
        if form.header is None and any(plain.startswith(known.casefold()) for known in form.names):
            return form
    return None


def _part(name: str, usage: Usage) -> Part:
    """A part only when the notebook reads one file each for training and test; one for validation is of training."""
    found = _PART.search(name)
    if found is None:
        return "all"
    sides = {
        _side(other) for text in usage.strings if (other := _PART.search(base_name(text))) and _looks_like_file(text)
    }
    side = _side(found)
    if not {"train", "test"} <= sides:
        # Without a test file the one for validation is what the model is tested on.
        tested: dict[str, Part] = {"train": "train", "valid": "test"}
        return tested.get(side, "all") if {"train", "valid"} <= sides else "all"
    return "fit" if side == "train" and "valid" in sides else side


def _side(found: re.Match[str]) -> Literal["train", "test", "valid"]:
    word = found[1].casefold()
    return "train" if word.startswith("train") else "test" if word.startswith("test") else "valid"


def _looks_like_file(text: str) -> bool:
    return "\n" not in text and base_name(text).casefold().endswith(TABLE_ENDINGS)
