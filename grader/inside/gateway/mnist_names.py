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
# Words that mean another set wherever they stand before the name, those that do where they begin a name (`path_mnist`
# is MedMNIST's, `data_path_mnist` a notebook's own), and endings.
_OTHER: Final = re.compile(
    r"(?:language|skin|cancer|kannada|kuzushiji|chinese|oracle|arabic|moving|rotated|colou?r(?:ed)?|binari[sz]ed|audio"
    r"|extended|multi[-_ ]?digit)[-_ ]?mnist"
    r"|(?<![a-z0-9_-])(?:[ekqnx]|[23]d|fe|not|med|path|sign|other|multi|double|blood|breast|chest|derma|oct|organ[acs]?"
    r"|pneumonia|retina|tissue)[-_ ]?mnist"
    r"|mnist[-_ ]?(?:[cmr]|[13]d|ham\w*|corrupted|add|rot\w*)(?![a-z0-9])|ham10000",
    re.IGNORECASE,
)
# Letters joined to the name make it that of another set (EMNIST, notMNIST, BloodMNIST), unless they are of a folder's
# or a file's own: by a whole word, or by what a longer one ends with.
_JOINED: Final = re.compile(r"([a-z]+)mnist", re.IGNORECASE)
_OWN: Final = re.compile(
    r"my|the|our|tf|ml|dl|nn|ai|hw|tp|cnn|dnn|knn|mlp|svm|gan|vae|raw|get|new|old|all|full|mini|tiny|small|deep|simple"
    r"|.*(?:fashion|load|read|data|dataset|digits?|written|project|notebooks?|homework|lab|exercise|assignment|kaggle"
    r"|keras|torch|tensorflow|sklearn|train|test|input|original|plain|lecun)",
    re.IGNORECASE,
)
_COMPETITION: Final = re.compile(r"digit[-_ ]?recogni[sz]er", re.IGNORECASE)
_DIGITS: Final = re.compile(rf"mnist|lecun|{_COMPETITION.pattern}", re.IGNORECASE)
_BARE: Final = re.compile(r"sample_data|pjreddie", re.IGNORECASE)


def spoken_of(text: str) -> str:
    """`CLOTHES`, `DIGITS`, `OTHER`, or "" where a text names none of them; clothes where it names them and MNIST."""
    if _CLOTHES.search(text):
        return CLOTHES
    if _OTHER.search(text) or any(not _OWN.fullmatch(letters) for letters in _JOINED.findall(text)):
        return OTHER
    return DIGITS if _DIGITS.search(text) else ""


def means_another(text: str, dataset: str) -> bool:
    """Whether a text names one of this family that is not the data set `dataset` of it."""
    return dataset in (DIGITS, CLOTHES) and spoken_of(text) not in ("", dataset)


def is_of_competition(text: str) -> bool:
    """Whether a text names Kaggle's competition."""
    return bool(_COMPETITION.search(text))


def is_bare(text: str) -> bool:
    """Whether a text names a place whose tables of MNIST have no header: Colab's samples, pjreddie.com."""
    return bool(_BARE.search(text))


def told_by(address: str, saved_as: str, name: str) -> str:
    """The file `name` in a path that says of its address, or else of its place, what tells such files apart."""
    folders = [spoken_of(address) or spoken_of(saved_as), "pjreddie" if is_bare(address) else ""]
    return "/".join(each for each in (*folders, name) if each)


def likelier(source: str) -> str:
    """Whose files are meant where their names alone stand: those that a notebook names more often, else MNIST's."""
    clothes = len(_CLOTHES.findall(source))
    digits = len(_DIGITS.findall(source)) - len(re.findall(r"fashion[-_ ]?mnist", source, re.IGNORECASE))
    return CLOTHES if clothes > digits else DIGITS
