"""The word vectors that gensim's downloader lists: `gensim.downloader.info()`, with the published counts and sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Name -> (words, bytes of the packed file, what they were trained on).
_MODELS: Final = {
    "fasttext-wiki-news-subwords-300": (999_999, 1_005_007_116, "Wikipedia 2017, UMBC webbase and statmt.org news"),
    "conceptnet-numberbatch-17-06-300": (
        1_917_247,
        1_225_497_562,
        "ConceptNet, word2vec, GloVe and OpenSubtitles 2016",
    ),
    "word2vec-ruscorpora-300": (184_973, 208_427_381, "the Russian National Corpus"),
    "word2vec-google-news-300": (3_000_000, 1_743_563_840, "Google News (about 100 billion words)"),
    "glove-wiki-gigaword-50": (400_000, 69_182_535, "Wikipedia 2014 and Gigaword 5 (6B tokens, uncased)"),
    "glove-wiki-gigaword-100": (400_000, 134_300_434, "Wikipedia 2014 and Gigaword 5 (6B tokens, uncased)"),
    "glove-wiki-gigaword-200": (400_000, 264_336_934, "Wikipedia 2014 and Gigaword 5 (6B tokens, uncased)"),
    "glove-wiki-gigaword-300": (400_000, 394_362_229, "Wikipedia 2014 and Gigaword 5 (6B tokens, uncased)"),
    "glove-twitter-25": (1_193_514, 109_885_004, "Twitter (2B tweets, 27B tokens, uncased)"),
    "glove-twitter-50": (1_193_514, 209_216_938, "Twitter (2B tweets, 27B tokens, uncased)"),
    "glove-twitter-100": (1_193_514, 405_932_991, "Twitter (2B tweets, 27B tokens, uncased)"),
    "glove-twitter-200": (1_193_514, 795_373_100, "Twitter (2B tweets, 27B tokens, uncased)"),
}

PUBLISHED_MODELS: Final[Mapping[str, Mapping[str, object]]] = {
    name: {
        "num_records": words,
        "file_size": size,
        "base_dataset": trained_on,
        "parameters": {"dimension": int(name.rpartition("-")[2])},
        "description": f"Word vectors trained on {trained_on}.",
        "file_name": f"{name}.gz",
        "parts": 1,
    }
    for name, (words, size, trained_on) in _MODELS.items()
}
