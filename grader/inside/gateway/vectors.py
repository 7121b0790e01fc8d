"""Word vectors: a notebook gets the course's, whatever it calls its file, with as many numbers a word as it expects."""

from __future__ import annotations

import os
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.paths import base_name
from grader.inside.gateway.usage import parsed
from grader.inside.gateway.vector_forms import PACKED, form_of, published
from grader.inside.gateway.vector_words import MOST, line_of, words_named

_exists: Final = os.path.lexists  # as it was before questions about such names were answered by us
HOW: Final = "word vectors"
# Names of published vectors: what a notebook saved of a model of its own is called otherwise.
_TEXT: Final = re.compile(
    r"(?:\w{1,12}_glove\.(?:6B|42B|840B|twitter\.27B)\.\d+d\.txt|(?:glove|globe)[\w. ()-]*\.(?:txt|vec)|"
    r"(?:wiki-news|wiki\.|crawl-|cc\.en|paragram|charngram|numberbatch)"
    r"[\w. ()-]*\.(?:txt|vec)|google-?news[\w. ()-]*\.(?:bin|txt|vec))(?:\.gz)?",
    re.IGNORECASE,
)
_ARCHIVE: Final = re.compile(r"(?:glove|globe|wiki-news|crawl-|google-?news)[\w. ()-]*\.zip", re.IGNORECASE)
_OF_SEVERAL: Final = re.compile(r"glove\.(?:6B|twitter\.27B)", re.IGNORECASE)  # the same words in several lengths
_LONG: Final = re.compile(r"google-?news|wiki|crawl-|cc\.en|paragram|840B|42B|numberbatch", re.IGNORECASE)
LONG: Final = 300  # numbers a word in the files of those names
_HEADED: Final = ".vec"  # files that begin with a line of both counts
_DIMENSION: Final = re.compile(r"(\d+)d(?![a-z0-9])|-(\d+)(?:\.vec)?$", re.IGNORECASE)
# Of gensim's downloader.
_MODEL: Final = re.compile(r"(?:glove|word2vec|fasttext|conceptnet)-[a-z0-9-]+-(\d+)")
# Names that code gives to the length of its vectors, and the lengths that are published.
_LENGTH: Final = re.compile(
    r"\b\w*(?:embed|emb|vec|glove|w2v)\w*(?:dim|size|length|len)\w*[ \t]*=[ \t]*(25|50|100|200|300)\b", re.IGNORECASE
)
# Packages of such files on Kaggle, by their slugs: glove6b300dtxt, google-word2vec.
_PACKAGED: Final = re.compile(r"glove|(google-?(?:news|word2vec)|word2vec-google)", re.IGNORECASE)
_LENGTH_IN_SLUG: Final = re.compile(r"(25|50|100|200|300)d")
_IN_CODE: Final = re.compile(r"glove[\w. -]*?\.(\d+)d\.txt", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorFile:
    """A text file: one word a line, and its numbers, parted by spaces."""

    path: Path
    dimension: int
    words: int


class Vectors:
    """The served vectors, in as many numbers a word as a name asks for."""

    def __init__(self, context: Context, served: VectorFile) -> None:
        self._context = context
        self._served = served
        self._said = set[str]()
        self._sources = [cell.source for cell in context.job.cells if cell.kind == "code"]
        code = "\n".join(self._sources)
        self._spoken_of = {int(found) for found in _IN_CODE.findall(code)}
        self._lengths = {int(found) for found in _LENGTH.findall(code)}

    def named(self, path: str) -> bool:
        """Whether a path that does not exist means a text file of word vectors."""
        return bool(_TEXT.fullmatch(base_name(path))) or self._downloaded(path)

    def archived(self, path: str) -> bool:
        """Whether it means the archive that the files are published in."""
        return bool(_ARCHIVE.fullmatch(base_name(path)))

    def model(self, name: str) -> bool:
        """Whether gensim's downloader knows word vectors by this name."""
        return bool(_MODEL.fullmatch(name))

    def _downloaded(self, path: str) -> bool:
        """Whether it is the file in which gensim's downloader keeps a model, which code opens or copies by its path."""
        name = base_name(path)
        return name.endswith(PACKED) and self.model(name.removesuffix(PACKED))

    def packaged(self, slug: str) -> tuple[str, ...]:
        """The names of the files in a package that is called so; none where it is no package of word vectors."""
        found = _PACKAGED.search(slug)
        if found is None:
            return ()
        if found[1]:
            return ("GoogleNews-vectors-negative300.bin",)
        lengths = {int(length) for length in _LENGTH_IN_SLUG.findall(slug)} or self._spoken_of
        return tuple(f"glove.6B.{length}d.txt" for length in sorted(lengths or {self._served.dimension}))

    def text(self, path: str, how: str = HOW) -> Path:
        """The file to be read in place of `path`; what was served is recorded once."""
        dimension = self._dimension(path)
        self._say(path, self._in_words(dimension), how)
        return self._file(dimension, headed=self.headed(path))

    def file(self, path: str, how: str = HOW) -> Path:
        """As `text`, in the form that files of this name are published in: binary, packed, or text."""
        binary, packed = form_of(base_name(path))
        if not (binary or packed):
            return self.text(path, how)
        dimension = self._dimension(path)
        form = " and ".join(word for word, is_so in (("binary", binary), ("packed by gzip", packed)) if is_so)
        self._say(path, f"{self._in_words(dimension)}; {form}", how)
        text = self._file(dimension, headed=not binary and self.headed(path), private=True)
        return published(text, self._served.words + len(self._added), dimension, binary=binary, packed=packed)

    def headed(self, path: str) -> bool:
        """Whether files of this name begin with a line that says how many words and numbers there are."""
        return base_name(path).casefold().removesuffix(PACKED).endswith(_HEADED) or self._downloaded(path)

    def would_be(self, path: str) -> Path | None:
        """A file that answers a question about `path`; nothing is made or recorded."""
        return self._served.path if self.named(path) or self.archived(path) else None

    def archive(self, path: str, how: str = HOW) -> Path:
        """A zip file with the one file that it is named after, or with the vectors in each dimension that code names.

        The latter as they are served, too.
        """
        name = base_name(path)[: -len(".zip")]
        alone = f"{name}.txt" if _DIMENSION.search(name) and not self.named(name) else name
        if self.named(alone):
            files = {alone: self.file(alone, how)}
        else:
            stem = name if _OF_SEVERAL.fullmatch(name) else "glove.6B"
            dimensions = sorted({self._served.dimension, *self._spoken_of})
            files = {f"{stem}.{dimension}d.txt": self._file(dimension) for dimension in dimensions}
            self._say(path, f"a zip file with {self._in_words(self._served.dimension)}", how)
        target = self._context.private / "vectors" / f"{name}.zip"
        if not _exists(target):
            target.parent.mkdir(exist_ok=True)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
                for member, file in files.items():
                    made.write(file, member)
        return target

    def _dimension(self, name: str) -> int:
        found = _DIMENSION.search(base_name(name).removesuffix(PACKED).removesuffix(".txt"))
        if found:
            return int(found[1] or found[2])
        if _LONG.search(base_name(name)):
            return LONG
        return next(iter(self._lengths)) if len(self._lengths) == 1 else self._served.dimension

    def _file(self, dimension: int, *, headed: bool = False, private: bool = False) -> Path:
        """The served file, or a copy of it with words cut short or filled up with zeros.

        Args: `private` asks for a copy in any case, beside which others may be written.
        """
        served = self._served
        if dimension == served.dimension and not headed and not private and not self._added:
            return served.path
        target = self._context.private / "vectors" / f"glove.6B.{dimension}d{_HEADED if headed else '.txt'}"
        if not _exists(target):
            target.parent.mkdir(exist_ok=True)
            more = " 0" * max(0, dimension - served.dimension)
            with served.path.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
                out.write(f"{served.words + len(self._added)} {dimension}\n" if headed else "")
                for line in lines:
                    word, *numbers = line.rstrip("\n").split(" ")
                    out.write(" ".join((word, *numbers[:dimension])) + more + "\n")
                out.writelines(f"{line_of(word, dimension)}\n" for word in self._added)
        return target

    @cached_property
    def _added(self) -> tuple[str, ...]:
        """Words that the code asks for and the served file lacks."""
        named = words_named(parsed(self._sources))
        with self._served.path.open(encoding="utf-8") as lines:
            known = {line.partition(" ")[0] for line in lines} if named else set()
        return tuple(word for word in named if word not in known)[:MOST]

    def _in_words(self, dimension: int) -> str:
        served = self._served
        changed = "" if dimension == served.dimension else f", cut to {dimension} of {served.dimension} numbers each"
        if dimension > served.dimension:
            changed = f", {served.dimension} numbers each and zeros up to {dimension}"
        more = f"; {len(self._added)} more that the code names, with numbers of chance" if self._added else ""
        return f"the course's word vectors for {served.words:,} words{changed}{more}"

    def _say(self, asked: str, served: str, how: str) -> None:
        if asked not in self._said:
            self._said.add(asked)
            self._context.substituted(asked=asked, served=served, how=how, why="matched by its name")


def install(context: Context, served: VectorFile, work: Path) -> None:
    """Patch the ways by which word vectors are read."""
    from grader.inside.gateway import vector_readers

    vector_readers.install(Vectors(context, served), work)
