"""NLTK's corpora and lexicons beside WordNet: our own sentences in the published layout, under the published file ids.

No sentence of the published corpora is in them, and each says so in its README.
"""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from grader.datasets.synthetic import nltk_lists, nltk_opinions, nltk_running, nltk_tagged
from grader.datasets.synthetic.nltk_reuters import reuters

SEED: Final = 20270301
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name
_README: Final = (
    "Synthetic text in the layout of NLTK's {}, written by code for grading without a network.\n"
    "No part of the published corpus is in it.\n"
)
# By folder and name. Corpora are zip files, which NLTK reads as they are: one file to copy in place of thousands.
_MADE: Final[Mapping[str, Callable[[int], Mapping[str, str]]]] = {
    "corpora/brown": nltk_tagged.brown,
    "corpora/conll2000": nltk_tagged.conll2000,
    "corpora/genesis": nltk_running.genesis,
    "corpora/gutenberg": nltk_running.gutenberg,
    "corpora/inaugural": nltk_running.inaugural,
    "corpora/movie_reviews": nltk_opinions.movie_reviews,
    "corpora/names": lambda _: nltk_lists.names(),
    "corpora/nps_chat": nltk_running.nps_chat,
    "corpora/opinion_lexicon": lambda _: nltk_opinions.opinion_lexicon(),
    "corpora/reuters": reuters,
    "corpora/treebank": nltk_tagged.treebank,
    "corpora/twitter_samples": nltk_opinions.twitter_samples,
    "corpora/webtext": nltk_running.webtext,
    "corpora/words": lambda _: nltk_lists.words(),
    "sentiment/vader_lexicon": nltk_opinions.vader_lexicon,
    # A corpus's place is its seed: new ones come last.
    "corpora/abc": nltk_running.abc,
    "corpora/state_union": nltk_running.state_union,
}
# Folders that are asked for by name, and what stands for what lies in them.
_EMPTY: Final[Mapping[str, str]] = {
    "corpora/omw-1.4": "There is no language but English here.",
    "corpora/omw-2.0": "There is no language but English here.",
    "tokenizers/punkt": "See punkt_tab, which NLTK reads for it.",
    "taggers/averaged_perceptron_tagger": "See averaged_perceptron_tagger_eng, which NLTK reads for it.",
}


@functools.cache
def nltk_corpora() -> Mapping[str, bytes]:
    """Files by their path below the folder that NLTK is pointed at."""
    files: dict[str, bytes] = {}
    for number, (place, make) in enumerate(_MADE.items()):
        name = place.rpartition("/")[2]
        files[f"{place}.zip"] = _packed(name, {"README": _README.format(name), **make(SEED + number)})
    for place, text in _EMPTY.items():
        files[f"{place}/README"] = f"{text}\n".encode("ascii")
    for name, text in nltk_tagged.universal_maps().items():
        files[f"taggers/universal_tagset/{name}"] = text.encode("ascii")
    return MappingProxyType(files)


def _packed(folder: str, files: Mapping[str, str]) -> bytes:
    """A zip file with everything below `folder`; stored, since no two versions of zlib press alike."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", _EPOCH), files[name].encode("ascii"))
    return into.getvalue()
