"""MNIST, Fashion-MNIST and the others of that name: which of them a path, an address or a name speaks of.

Their files have the same names, so that only what stands around a name tells them apart.
"""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = "mnist"
CLOTHES: Final = "fashion-mnist"
COMPETITION: Final = "digit-recognizer"  # Kaggle's, on MNIST
OTHER: Final = "other-mnist"  # letters, signs of a language, cells of skin: never served

_CLOTHES: Final = re.compile(r"fashion|zalando", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"(?:(?<![a-z])[ekqnx]|med|path|sign|language|skin|cancer|kannada|moving|rotated|colou?r(?:ed)?|binari[sz]ed|arabic"
    r"|audio|other)[-_ ]?mnist|mnist[-_ ]?(?:[cmr]|[13]d|ham\w*|corrupted|add|rot\w*)(?![a-z0-9])|ham10000",
    re.IGNORECASE,
)
_COMPETITION: Final = re.compile(r"digit[-_ ]?recogni[sz]er", re.IGNORECASE)
_DIGITS: Final = re.compile(rf"mnist|lecun|{_COMPETITION.pattern}", re.IGNORECASE)


def spoken_of(text: str) -> str:
    """`CLOTHES`, `DIGITS`, `OTHER`, or "" where a text names none of them; clothes where it names them and MNIST."""
    for name, words in ((CLOTHES, _CLOTHES), (OTHER, _OTHER), (DIGITS, _DIGITS)):
        if words.search(text):
            return name
    return ""


def means_another(text: str, dataset: str) -> bool:
    """Whether a text names one of this family that is not the data set `dataset` of it."""
    return dataset in (DIGITS, CLOTHES) and spoken_of(text) not in ("", dataset)


def is_of_competition(text: str) -> bool:
    """Whether a text names Kaggle's competition."""
    return bool(_COMPETITION.search(text))


def likelier(source: str) -> str:
    """Whose files are meant where their names alone stand: those that a notebook names more often, else MNIST's."""
    clothes = len(_CLOTHES.findall(source))
    digits = len(_DIGITS.findall(source)) - len(re.findall(r"fashion[-_ ]?mnist", source, re.IGNORECASE))
    return CLOTHES if clothes > digits else DIGITS
