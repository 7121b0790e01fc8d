"""Which file a path is answered with, and the record of it."""

from __future__ import annotations

import functools
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway import (
    class_readers,
    codes,
    colab,
    commands,
    corpora,
    files,
    folders,
    hub_tables,
    hub_uploads,
    image_files,
    keras_datasets,
    openml,
    pretrained,
    resources,
    shims,
    spacy_models,
    splits,
    tables,
    tf_devices,
    torch_devices,
    torch_loading,
    torch_splits,
    torch_subsets,
    torchvision_datasets,
    torchvision_files,
    trees,
    unreached,
    vectorizers,
    vocabularies,
    whole_batches,
    written_folders,
)
from grader.inside.gateway.abroad import Abroad
from grader.inside.gateway.callers import asked_by_notebook
from grader.inside.gateway.forms import known_encoding
from grader.inside.gateway.missing import MissingFiles
from grader.inside.gateway.old_keras import install as old_keras
from grader.inside.gateway.paths import Match, Reader, base_name, find_match, is_url, text_of
from grader.inside.gateway.text_files import Asked, TextFiles
from grader.inside.gateway.trees import Shelf
from grader.inside.gateway.usage import Usage, module_sources, read_usage
from grader.inside.gateway.vectors import Vectors
from grader.inside.gateway.word_tests import word_tests
from grader.inside.standins import finder

_exists: Final = os.path.lexists  # as it was before anything was patched
_real: Final = os.path.realpath


class Gateway:
    """One per attempt. With no served data set it serves no files and still answers for Colab, pip and the like."""

    def __init__(self, context: Context, work: Path) -> None:
        self.context = context
        self.work = work
        cells = [cell.source for cell in context.job.cells if cell.kind == "code"]
        self._sources = [*cells, *module_sources(work)]
        self.usage: Usage = read_usage(self._sources)
        self._spoken_of = {base_name(text) for text in self.usage.strings if 0 < len(text) < 500}
        self.texts = TextFiles(context, self.usage)
        self.trees: tuple[Shelf, ...] = (*image_files.trees_of(context), *word_tests(context))
        self._said: set[str] = set()
        self.missing = MissingFiles(context, self._said, self.texts.known_names(), self.usage.strings)
        self._written: set[str] = set()  # names of files that the notebook has begun to write
        self._ours = (f"{context.private}/", f"{context.job.data}/")
        self._source = "\n".join(cells)
        words = resources.find_resources(context.job).vectors
        self.vectors = Vectors(context, words) if words is not None else None
        self.abroad = Abroad(self, Path.home(), work)
        self._shipped = {path: path.stat().st_mtime_ns for path in work.rglob("*") if path.is_file()}

    def install(self) -> None:
        """Patch what notebooks read files and split data with; libraries only once they are imported."""
        written_folders.install(self.context, self.work, self._sources)
        if written_folders.are_taken_for_granted(self._sources):
            self.abroad.elsewhere.makes = functools.partial(written_folders.say, self.context)
        self.abroad.install()  # first: what others call must know the paths of other machines
        commands.install(self)
        colab.install(self)
        corpora.install(self.context)
        torch_devices.install(self.context, self._sources)
        tf_devices.install(self.context, self.work)
        torch_loading.install(self.context)
        unreached.install(self)
        old_keras.install(self.context)
        torchvision_datasets.install(self.context)
        torchvision_files.install(self.context)
        keras_datasets.install(self.context)
        openml.install(self.context)
        pretrained.install(self.context)
        hub_uploads.install(self.context)
        hub_tables.install(self.context)
        finder.install(self.context, self.work)
        spacy_models.install(self.context)
        codes.install(self.context)
        if self.context.rows.trackers:
            splits.install(self.context)
            torch_splits.install(self.context)
            torch_subsets.install(self.context)
            whole_batches.install(self.context)
        if self.texts.sets:
            tables.install(self)
            vectorizers.install(self.context)
            vocabularies.install(self.context)
        if self.texts.sets or self.trees:
            files.install(self)
            folders.install(self)
            class_readers.install(self)
            self.abroad.link()
        resources.install(self.context, self.work)  # a file of word vectors is never the data set
        shims.install(self.context, self.work)  # last: an old spelling is renewed before the others look at it

    # -- which file

    def table(self, path: object, asked: Asked) -> Path | None:
        """The file a table reader gets in place of `path`; None: the path stands as it is."""
        name = text_of(path)
        found = self.in_tree(name, asked.how) if name is not None else None
        if found is not None:
            return found if found.is_file() else None
        match = self._match(path, "json" if asked.how == "read_json" else "table")
        if match is None:
            return None
        shape = self.texts.shape_of_table(match, asked)
        file = self.texts.deliver(match.served, shape)
        self._say(path, self.texts.in_words(match.served, shape), asked.how, match.why)
        return file

    def opened(self, path: object, encoding: str | None, *, binary: bool, how: str = "open") -> Path | None:
        """The file `open()` gets in place of `path`; None: the path stands as it is."""
        name = text_of(path)
        if name is None:
            return None
        found = self.in_tree(name, how)
        if found is not None:
            return found if found.is_file() else None
        archive = self.abroad.archive(name, how) or self.abroad.key(name, how)
        if archive is not None:
            return archive
        match = self._match(path, "open")
        if match is None:
            return None
        shape = self.texts.shape_of_file(match, name, encoding if not binary else self.usual_encoding())
        file = self.texts.deliver(match.served, shape)
        self._say(path, self.texts.in_words(match.served, shape), how, match.why)
        return file

    def would_serve(self, path: object) -> Path | None:
        """A file or folder in place of `path` for questions such as `os.path.exists`; nothing is recorded."""
        name = text_of(path)
        if name is None or is_url(name):
            return None
        found = self.find_in_trees(name)
        if found is not None:
            return found[1]
        match = self._match(path, "exists")
        if match is None:
            return None
        return self.texts.deliver(match.served, self.texts.shape_of_file(match, name, self.usual_encoding()))

    def in_tree(self, path: str, how: str) -> Path | None:
        """What a data set's own folder has in place of `path`, with a record of it; None: nothing."""
        found = self.find_in_trees(path)
        if found is None:
            return None
        tree, file = found
        name, served = tree.in_words(file)
        if name not in self._said:
            self._said.add(name)
            self.context.substituted(asked=path, served=served, how=how, why="matched by its name")
        return file

    def find_in_trees(self, name: str) -> tuple[Shelf, Path] | None:
        """The folder of ours that has something in place of `name`, and what it has; nothing is recorded."""
        if not name.strip() or "\0" in name or name.startswith(self._ours):
            return None
        for tree in self.trees:
            found = tree.find(name)
            if found is not None:
                # A picture or folder of the notebook's own stays; a file that came with the submission does not win.
                own = _exists(name) and _real(self.abroad.elsewhere.reading(name)) != _real(found)
                return None if own and not (found.suffix == ".jsonl" and self._is_shipped(name)) else (tree, found)
        return None

    def is_known(self, path: str) -> bool:
        """Whether `path` is a link of ours, or has a name that means a data set whatever lies there."""
        known = self.is_ours(path) or self.texts.is_known(base_name(path))
        return known or self.find_in_trees(path) is not None

    def file_for_shell(self, path: str) -> Path | None:
        """The file or folder that a program of the shell is to find at a path where nothing is; recorded."""
        found = self.in_tree(path, "shell")
        if found is not None:
            return found
        if self.vectors is not None and (self.vectors.named(path) or self.vectors.archived(path)):
            return self.vectors.file(path, "shell") if self.vectors.named(path) else self.vectors.archive(path, "shell")
        return self.opened(path, None, binary=True, how="shell")

    def make_room(self, path: str) -> None:
        """Make the folder that a file is to be written to, where code was told of it because it would be served."""
        folder = os.path.dirname(path)  # noqa: PTH120  the path may be of any system
        if folder and not _exists(folder):
            served = self.would_serve(folder)
            if served is not None and served.is_dir():
                Path(folder).mkdir(parents=True)

    def writes(self, path: str) -> None:
        """The notebook begins a file of this name: whether there is one elsewhere too is then the disk's to say."""
        self._written.add(base_name(path))

    def came_with_it(self, path: str) -> bool:
        """Whether a file of this path was handed in."""
        return Path(path).absolute() in self._shipped

    def usual_names(self) -> tuple[str, ...]:
        """File names under which the notebook itself speaks of the text data sets; else the best known one."""
        return self.texts.usual_names()

    def content(self, name: str) -> bytes:
        """The bytes of the file `name`, as an upload or a download would bring them; once more, those there are."""
        file = self.would_serve(name) or (Path(name) if Path(name).is_file() else None)
        return file.read_bytes() if file is not None else b""

    def link(self) -> None:
        """Lay links for relative names in the source, for readers outside Python and for `!head`."""
        for text in trees.spoken_of(self.usage):
            found = self.find_in_trees(text)
            if found is not None:
                text = found[0].anchor(text)
            target = self.work / text
            if _exists(target) or base_name(text) == text.rstrip("/") == "":
                continue
            file = self.would_serve(text)
            if file is not None:
                # Nothing can be laid below a link that leads to the served data.
                with suppress(OSError):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.symlink_to(file)

    def anchored(self, text: str) -> str:
        """The path to lay a link at for one in the source, so that everything below it is found too."""
        found = self.find_in_trees(text)
        at = found[0].anchor(text) if found is not None else text
        return f"/{at}" if text.startswith("/") and not at.startswith("/") else at

    def speaks_of(self, name: str) -> bool:
        """Whether a name stands anywhere in the cells, in whatever line."""
        return name in self._source

    def is_ours(self, path: str) -> bool:
        """Whether `path` is a link we laid."""
        path = self.abroad.elsewhere.reading(path)
        roots = (_real(self.context.private), _real(self.context.job.data))
        return Path(path).is_symlink() and _real(path).startswith(roots)

    # -- details

    def _match(self, path: object, reader: Reader) -> Match | None:
        name = text_of(path)
        if name is None or not self.texts.sets or not name.strip() or "\0" in name or name.startswith(self._ours):
            return None
        own = not is_url(name) and _exists(name) and not self.is_ours(name)
        if own and (not self.texts.is_known(base_name(name)) or not self._is_shipped(name)):
            return None
        usage = self._usage_by_now(name) if reader in ("table", "json") else self.usage
        match = find_match(name, self.texts.sets, usage, reader=reader, near=self.texts.near())
        own = not self._is_the_notebooks(name) or (reader == "exists" and base_name(name) in self._written)
        if own and match is not None and match.form is None:
            return None  # a library looks for entry_points.txt, or shutil.move asks about the place it is to move to
        if match is None and reader in ("table", "json"):
            self.missing.note_unmatched(name)
        return match

    def _usage_by_now(self, name: str) -> Usage:
        """What the code says, where a file of this name is its own only once a cell up to the running one writes it.

        What a later cell saves under the name of a file that is read before was there before. Not where the code tries
        to read: it goes on without.
        """
        if self.usage.tries_to_read or all(base_name(path) != base_name(name) for path in self.usage.written):
            return self.usage
        cells = [each for each in self.context.job.cells if each.kind == "code"]
        begun = [each.source for each in cells if each.position <= self.context.cell]
        modules = self._sources[len(cells) :]
        return replace(self.usage, written=read_usage([*begun, *modules]).written)

    def _is_the_notebooks(self, name: str) -> bool:
        """Whether the notebook's source names this file, or its own code is what asks for it now."""
        return base_name(name) in self._spoken_of or asked_by_notebook(self.work)

    def _is_shipped(self, name: str) -> bool:
        """Whether a file came with the submission and has not been written to since."""
        path = Path(name).absolute()
        before = self._shipped.get(path)
        return before is not None and path.stat().st_mtime_ns == before

    def usual_encoding(self) -> str:
        """The encoding the source names for its files; bytes must be readable with it."""
        return next((name for name in self.usage.encodings if known_encoding(name) != "utf-8"), "utf-8")

    def _say(self, path: object, served: str, how: str, why: str) -> None:
        name = text_of(path) or "?"
        if not is_url(name) and _exists(name) and not self.is_ours(name):
            why = "the course's data in place of the file of that name that came with the submission"
        self._record(name, served, how, why)

    def _record(self, asked: str, served: str, how: str, why: str) -> None:
        if asked not in self._said:
            self._said.add(asked)
            self.context.substituted(asked=asked, served=served, how=how, why=why)

    def run_command(self, command: str, *, bash: bool = False) -> tuple[int, str]:
        """Run a shell line, or a cell of them, of the notebook. Returns: its exit status and what it printed."""
        return commands.run(self.context, command, self.abroad.shell, bash=bash)
