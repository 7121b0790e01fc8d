"""The ways by which a notebook reads a file of word vectors."""

from __future__ import annotations

import builtins
import functools
import io
import os
import pathlib
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.inside.gateway.paths import base_name, text_of
from grader.inside.gateway.vector_forms import DOWNLOADED_BINARY
from grader.inside.gateway.vector_models import PUBLISHED_MODELS
from grader.inside.gateway.vectors import Vectors
from grader.inside.hooks import after_import

_exists: Final = os.path.lexists  # as it was before anything was patched

_GET_FILE: Final = (
    ("keras.src.utils.file_utils", ("keras.utils", "keras._tf_keras.keras.utils")),
    ("tf_keras.src.utils.data_utils", ("tf_keras.utils",)),
)  # (module that holds it, modules that show it)


def install(vectors: Vectors, work: Path) -> None:  # noqa: ARG001  every part of the gateway is installed alike
    """Patch what opens files and asks about them; libraries only once they are imported."""
    opener = _reading(vectors, builtins.open, binary=True)
    builtins.open = opener
    io.open = opener
    for name in ("loadtxt", "genfromtxt"):
        setattr(np, name, _reading(vectors, getattr(np, name)))
    _ask_about(vectors)
    _downloads(vectors)
    for source, shown in _GET_FILE:
        after_import(source, functools.partial(_getting, vectors))
        for module in shown:
            after_import(module, functools.partial(_show_ours, source))
    after_import("gensim.models.keyedvectors", functools.partial(_gensim_vectors, vectors))
    after_import("gensim.scripts.glove2word2vec", functools.partial(_gensim_script, vectors))
    after_import("gensim.downloader", functools.partial(_gensim_downloader, vectors))


def _served(vectors: Vectors, path: Any, how: str, *, text: bool = False) -> Path | None:
    """What is read in place of a path that is not there; None: the path stands as it is.

    Args: `text` asks for a text file whatever the name says.
    """
    name = text_of(path)
    if name is None or not name or "\0" in name or _exists(name):
        return None
    if vectors.named(name):
        return vectors.text(name, how) if text else vectors.file(name, how)
    return vectors.archive(name, how) if vectors.archived(name) else None


def _reading(vectors: Vectors, original: Callable[..., Any], *, binary: bool = False) -> Any:
    """`binary`: the function is `open` itself, whose second argument says whether it is to read."""
    how = original.__name__

    @functools.wraps(original)
    def read(file: Any = None, *rest: Any, **named: Any) -> Any:
        mode = rest[0] if rest else named.get("mode", "r")
        reads = not binary or (isinstance(mode, str) and not set(mode) & set("wax+"))
        return original((_served(vectors, file, how) if reads else None) or file, *rest, **named)

    return read


def _ask_about(vectors: Vectors) -> None:
    """`exists`, `isfile` and `getsize` agree with what `open` would do."""

    def asking(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def ask(path: Any, *rest: Any, **named: Any) -> Any:
            name = text_of(path)
            if name and "\0" not in name and not _exists(name):
                served = vectors.would_be(name)
                if served is not None:
                    return original(served, *rest, **named)
            return original(path, *rest, **named)

        return ask

    for name in ("exists", "isfile", "getsize"):
        setattr(os.path, name, asking(getattr(os.path, name)))
    for name in ("exists", "is_file"):
        setattr(pathlib.Path, name, asking(getattr(pathlib.Path, name)))


def _downloads(vectors: Vectors) -> None:
    """`urlretrieve` brings the course's file under the name the notebook gives it."""
    original = urllib.request.urlretrieve

    @functools.wraps(original)
    def urlretrieve(url: str, filename: Any = None, *rest: Any, **named: Any) -> Any:
        served = _served(vectors, url, "urlretrieve") if isinstance(url, str) else None
        if served is None:
            return original(url, filename, *rest, **named)
        target = Path(filename if filename is not None else base_name(url))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(served.read_bytes())
        return str(target), {}

    urllib.request.urlretrieve = urlretrieve


def _getting(vectors: Vectors, module: Any) -> None:
    """Keras's `get_file`; a notebook goes on to a name beside what it returns, which is found by that name."""
    original = module.get_file

    @functools.wraps(original)
    def get_file(fname: Any = None, origin: Any = None, *rest: Any, **named: Any) -> Any:
        for name in (fname, origin):
            served = _served(vectors, name, "get_file") if isinstance(name, str) else None
            if served is not None:
                return str(served)
        return original(fname, origin, *rest, **named)

    module.get_file = get_file


def _show_ours(source: str, module: Any) -> None:
    if source in sys.modules and hasattr(module, "get_file"):
        module.get_file = vars(sys.modules[source])["get_file"]


def _gensim_vectors(vectors: Vectors, module: Any) -> None:
    """gensim kept the `open` that was there when it was imported."""
    owner = module.KeyedVectors
    original = owner.load_word2vec_format.__func__

    @functools.wraps(original)
    def load_word2vec_format(cls: Any, fname: Any, *rest: Any, **named: Any) -> Any:
        served = _served(vectors, fname, "load_word2vec_format", text=True)
        if served is None:
            return original(cls, fname, *rest, **named)
        # The files are text, with or without a header line, whatever the notebook says of its own copy.
        headed = vectors.headed(text_of(fname) or "")
        return original(cls, str(served), *rest[:1], **{**_without_binary(named), "no_header": not headed})

    owner.load_word2vec_format = classmethod(load_word2vec_format)


def _without_binary(named: dict[str, Any]) -> dict[str, Any]:
    """Settings of a reader without those that say how a binary file is to be read."""
    return {key: value for key, value in named.items() if key not in {"binary", "datatype"}}


def _gensim_script(vectors: Vectors, module: Any) -> None:
    original = module.glove2word2vec

    @functools.wraps(original)
    def glove2word2vec(glove_input_file: Any, word2vec_output_file: Any) -> Any:
        served = _served(vectors, glove_input_file, "glove2word2vec", text=True)
        return original(str(served) if served is not None else glove_input_file, word2vec_output_file)

    module.glove2word2vec = glove2word2vec


def _gensim_downloader(vectors: Vectors, module: Any) -> None:
    original = module.load

    @functools.wraps(original)
    def load(name: str, return_path: bool = False) -> Any:
        if not vectors.model(name):
            return original(name, return_path)
        if return_path:  # to the file as it is published, for `load_word2vec_format` of the notebook's own
            return str(
                vectors.file(f"{name}.bin.gz" if name in DOWNLOADED_BINARY else f"{name}.vec", "gensim.downloader")
            )
        served = str(vectors.text(name, "gensim.downloader"))
        from gensim.models.keyedvectors import KeyedVectors

        return KeyedVectors.load_word2vec_format(served, no_header=True)

    module.load = load
    module.info = functools.wraps(module.info)(functools.partial(_known, module.info))


def _known(original: Any, name: str | None = None, show_only_latest: bool = True, name_only: bool = False) -> Any:
    """What gensim's downloader knows of its models: all of them, one, or their names; corpora it has none here."""
    if name is not None:
        return dict(PUBLISHED_MODELS[name]) if name in PUBLISHED_MODELS else original(name, show_only_latest)
    if name_only:
        return {"corpora": [], "models": list(PUBLISHED_MODELS)}
    return {"corpora": {}, "models": {model: dict(about) for model, about in PUBLISHED_MODELS.items()}}
