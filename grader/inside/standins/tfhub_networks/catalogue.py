"""Which published network an address of TensorFlow Hub means: what it takes, what it gives, how large it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_HOSTS: Final = re.compile(r"^(?:https?://)?(?:www\.)?(?:tfhub\.dev|kaggle\.com/models)/", re.IGNORECASE)
# Embeddings of texts: name -> (numbers a text, parameters; None where they are not known for sure)
_TEXTS: Final[Mapping[str, tuple[int, int | None]]] = {
    "nnlm-en-dim50": (50, 48_190_600),
    "nnlm-en-dim128": (128, 124_642_688),
    "gnews-swivel-20dim": (20, 400_020),
    "gnews-swivel-20dim-with-oov": (20, 389_380),
    "wiki-words-250": (250, None),
    "wiki-words-500": (500, None),
    "universal-sentence-encoder": (512, 256_797_824),
    "universal-sentence-encoder-large": (512, None),
    "elmo": (1024, None),
}
_OTHER_ROWS: Final = 20_000  # of a table whose published size is not known
# What the part of an address says -> a class of `keras.applications`, and its settings beside the usual ones.
_IMAGES: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    (r"mobilenet-v1", "MobileNet", {}),
    (r"mobilenet-v2", "MobileNetV2", {}),
    (r"inception-resnet-v2", "InceptionResNetV2", {}),
    (r"inception-v3", "InceptionV3", {}),
    (r"resnet-v2-(?P<depth>50|101|152)", "ResNet{depth}V2", {}),
    (r"resnet-(?:v1-)?(?P<depth>50|101|152)", "ResNet{depth}", {}),
    (
        r"efficientnet-v2-imagenet\w+-(?:ft1k-)?(?P<depth>b[0-3])",
        "EfficientNetV2{depth}",
        {"include_preprocessing": False},
    ),
    (r"efficientnet[/-](?P<depth>b[0-7])", "EfficientNet{depth}", {}),
)
_WIDTH: Final = re.compile(r"[-/](035|050|075|100|130|140)-\d{2,3}\b")  # MobileNet's multiplier, in hundredths


_FRAMEWORK: Final = re.compile(r"/(?:tensorflow|tf)[12]?/")
_NO_NAME: Final = re.compile(r"\d*|tensorflow[12]?|tf[12]|google|tf2-preview")


@dataclass(frozen=True, slots=True)
class Texts:
    """One vector a text."""

    name: str
    width: int  # numbers of it
    parameters: int
    as_published: bool  # whether there are really so many


@dataclass(frozen=True, slots=True)
class Images:
    """A vector, or logits of classes, a picture."""

    name: str
    application: str  # class of `keras.applications`
    settings: Mapping[str, Any]
    classes: int  # 0: the vector before them


Network = Texts | Images


def network_of(handle: str) -> Network | None:
    """What an address or path means; None where it is none that can be built.

    Addresses of tfhub.dev, and of Kaggle's models, which puts framework and variation between: both end with a version.
    """
    plain = _HOSTS.sub("", handle.split("?")[0]).lower().replace("_", "-").rstrip("/")
    return _texts(plain) or _images(_FRAMEWORK.sub("-", plain))


def is_of_the_hub(handle: str) -> bool:
    """Whether an address is one of TensorFlow Hub's places."""
    return bool(_HOSTS.match(handle))


def known() -> str:
    """What can be built, in words."""
    families = [name.partition("{")[0] for _, name, _ in _IMAGES]
    return f"embeddings of texts ({', '.join(_TEXTS)}) and of pictures ({', '.join(dict.fromkeys(families))})"


def _texts(plain: str) -> Texts | None:
    parts = [part for part in plain.split("/") if not _NO_NAME.fullmatch(part)]
    joined = "-".join(dict.fromkeys(part.removeprefix("tf2-preview-") for part in parts))
    for name in (parts[-1] if parts else "", joined):
        plain_name = name.removesuffix("-with-normalization")
        if plain_name in _TEXTS:
            width, count = _TEXTS[plain_name]
            return Texts(plain_name, width, count or width * _OTHER_ROWS, count is not None)
    return None


def _images(plain: str) -> Images | None:
    end = re.search(r"(feature-vector|classification)(?:/\d+)?$", plain)
    if end is None:
        return None
    for pattern, application, settings in _IMAGES:
        found = re.search(pattern, plain)
        if found is None:
            continue
        name = application.format(depth=(found.groupdict().get("depth") or "").upper())
        width = _WIDTH.search(plain)
        if width is not None and application.startswith("MobileNet"):
            settings = {**settings, "alpha": int(width[1]) / 100}
        # ImageNet's classes, and the background before them in the older networks.
        classes = 0 if end[1] == "feature-vector" else 1000 if name.startswith("Eff") else 1001
        return Images(found[0], name, settings, classes)
    return None
