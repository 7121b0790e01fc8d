"""Which data a notebook speaks of: words in its source, looked at and not run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grader.datasets.catalogue import names
from grader.evidence.wire.job import JobCell

# Letters or a word before MNIST's name, or an ending, by which other sets are called: EMNIST, sign-language-mnist.
_OTHERS: Final = (
    "fashion", "language", "sign", "skin", "cancer", "kannada", "kuzushiji", "chinese", "oracle", "arabic", "extended",
    "moving", "rotated", "colored", "binarized", "audio", "double", "multi",
)  # fmt: skip
_BEFORE: Final = "(?<![a-z])" + "".join(f"(?<!{word}[-_ ])" for word in _OTHERS)
_AFTER: Final = r"(?![-_ ]?(?:[cmr]|[13]d|corrupted|ham\w*)(?![a-z0-9]))"
# What a data set or a resource is called, in code and prose. A word too many costs a folder that nobody opens.
WORDS: Final[Mapping[str, str]] = {
    "cifar10": r"cifar",
    "fashion-mnist": r"fashion[-_ ]?mnist",
    "imdb": r"imdb|(?:movie|film)[-_ ]?reviews?|labeledtraindata|rt[-_]?polarity",
    "memes": r"\bmemes?\b|hateful|_memes?\b|\bmemes?_",
    "mnist": rf"{_BEFORE}(?:my|the|load|read|get|data|keras|(?:py)?torch)?mnist{_AFTER}|digit[-_ ]?recogni[sz]er",
    "sms-spam": r"spam|\bsms|\bham\b",
    "glove-6b-100d": r"glove|word2vec|keyedvectors|\b[36]00d\b|\b100d\b",
    "nltk-data": r"(?<![a-z])nltk(?![a-z])|\btextblob\b",  # TextBlob reads NLTK's
}
# How code gets at data of any kind; where none of it stands, there is none to be served.
_READS: Final = re.compile(
    r"read_|\bopen\s*\(|load|datasets|download|fetch_|urlopen|urlretrieve|requests|listdir|walk\(|glob|\bImage\.|"
    r"imread|from_file|from_directory|wget|curl|gdown|kaggle|/content|\.(?:csv|txt|tsv|json|jsonl|zip|npz|npy|pkl)\b"
)
_CODE: Final = 10  # a word in code counts as so many in prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """`datasets`: those spoken of, the likeliest first; none where nothing is read; all when `sure` is false."""

    datasets: tuple[str, ...]
    resources: tuple[str, ...]
    sure: bool


def spoken_of(cells: Sequence[JobCell]) -> Spoken:
    """Pure: the same for the same cells."""
    heard = {name: _weight(pattern, cells) for name, pattern in WORDS.items()}
    known = names()
    named = sorted((name for name in known if heard[name]), key=lambda name: (-heard[name], name))
    sure = bool(named) or not any(_READS.search(cell.source) for cell in cells if cell.kind == "code")
    return Spoken(
        datasets=tuple(named) if sure else known,
        resources=tuple(name for name in heard if name not in known and heard[name]),
        sure=sure,
    )


def _weight(pattern: str, cells: Sequence[JobCell]) -> int:
    word = re.compile(pattern, re.IGNORECASE)
    return sum(len(word.findall(cell.source)) * (_CODE if cell.kind == "code" else 1) for cell in cells)
