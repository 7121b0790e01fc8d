"""`tfds.load` and `tfds.builder`: tf.data data sets of the served rows, in served order."""

from __future__ import annotations

import enum
from typing import Any, Final

import numpy as np

from grader.inside.content import IntArray
from grader.inside.rows import RowTracker
from grader.inside.served import Served
from grader.inside.standins.desk import desk, served_of
from grader.inside.standins.split_names import NAMES, rows_of_split
from grader.inside.standins.tensorflow_datasets.features import (
    ClassLabel,
    FeaturesDict,
    Image,
    SubwordTextEncoder,
    Text,
)

# Sizes of the vocabularies of the published encoded forms of the reviews.
_SUBWORDS: Final = {"subwords8k": 8185, "subwords32k": 32650}


class DatasetNotFoundError(ValueError):
    """No data set of that name."""


class Split(enum.StrEnum):
    """Names of splits."""

    TRAIN = "train"
    TEST = "test"
    VALIDATION = "validation"
    ALL = "all"


class ReadConfig:
    """Settings of reading, none of which matters here."""

    def __init__(self, **settings: Any) -> None:
        self.__dict__.update(settings)


class SplitInfo:
    """How many rows a part has."""

    def __init__(self, name: str, count: int) -> None:
        self.name, self.num_examples, self.num_shards = name, count, 1

    def __repr__(self) -> str:
        return f"<SplitInfo num_examples={self.num_examples}, num_shards=1>"


class DatasetInfo:
    """What is told of a data set."""

    def __init__(self, name: str, served: Served, features: FeaturesDict) -> None:
        self.name = self.full_name = name
        self.features = features
        self.supervised_keys = ("text" if served.texts else "image", "label")
        self.splits = {part: SplitInfo(part, rows_of_split(served, part).size) for part in NAMES}
        self.description = f"The course's split of {served.dataset}."
        self.citation = self.homepage = ""
        self.dataset_size = self.download_size = 0

    def __repr__(self) -> str:
        return f"tfds.core.DatasetInfo(name={self.name!r}, splits={self.splits}, features={dict(self.features)})"


class Builder:
    """One data set, as `tfds.builder` gives it."""

    def __init__(self, name: str) -> None:
        """Raises: DatasetNotFoundError where the course serves none of that name."""
        plain, _, config = name.partition("/")
        found = desk().find(plain.partition(":")[0])
        if found is None:
            desk().refuse(f"tensorflow_datasets' {name!r}", DatasetNotFoundError)
        self.tracker: RowTracker = found
        self.name = name
        self._served = served_of(found)
        self._encoder = self._encoder_of(config.partition(":")[0].partition("/")[0])
        self.info = DatasetInfo(name, self._served, self._features())

    def download_and_prepare(self, **_: Any) -> None:
        """It is here."""

    def as_dataset(
        self, split: Any = None, batch_size: int | None = None, shuffle_files: bool = False,  # noqa: ARG002
        as_supervised: bool = False, **_: Any,
    ) -> Any:  # fmt: skip
        """A tf.data data set of a split, or tensors for a batch size of -1; None gives all splits by name."""
        desk().say(self.tracker, f"tensorflow_datasets: {self.name}", "tensorflow_datasets")
        return self._of(list(NAMES) if split is None else split, batch_size, as_supervised, by_name=split is None)

    def _of(self, split: Any, batch_size: int | None, as_supervised: bool, *, by_name: bool = False) -> Any:
        if isinstance(split, list | tuple):
            made = [self._of(each, batch_size, as_supervised) for each in split]
            return dict(zip(split, made, strict=True)) if by_name else made
        if isinstance(split, dict):
            return {key: self._of(value, batch_size, as_supervised) for key, value in split.items()}
        import tensorflow as tf

        columns = self._columns(rows_of_split(self._served, split))
        dataset = tf.data.Dataset.from_tensor_slices(tuple(columns.values()) if as_supervised else columns)
        if self._encoder is not None:  # a slice of a ragged tensor is a tensor once a function has had it
            dataset = dataset.map(lambda *parts: parts if as_supervised else parts[0])
        if batch_size is None:
            return dataset
        if batch_size > 0:
            return dataset.batch(batch_size)
        whole = {name: tf.stack(list(value)) if isinstance(value, tf.RaggedTensor) else tf.constant(value)
                 for name, value in columns.items()}  # fmt: skip
        return tuple(whole.values()) if as_supervised else whole

    def _columns(self, rows: IntArray) -> dict[str, Any]:
        served, labels = self._served, self._served.codes[rows].astype(np.int64)
        if served.images is not None:
            images = np.asarray(served.images[rows])
            return {"image": images if images.ndim == 4 else images[..., np.newaxis], "label": labels}
        texts = [served.texts[row] for row in rows.tolist()]
        if self._encoder is None:
            return {"text": np.asarray([text.encode("utf-8") for text in texts], dtype=object), "label": labels}
        import tensorflow as tf

        numbers = [self._encoder.encode(text) for text in texts]
        self.tracker.learn_words([np.asarray(row, dtype=np.int32) for row in numbers], rows)
        return {"text": tf.ragged.constant(numbers, dtype=tf.int64), "label": labels}

    def _features(self) -> FeaturesDict:
        served = self._served
        names = [each[:3] for each in served.classes] if served.dataset == "imdb" else served.classes
        if served.images is None:
            return FeaturesDict(text=Text(self._encoder), label=ClassLabel(names=names))
        shape = served.images.shape[1:]
        return FeaturesDict(image=Image(shape if len(shape) == 3 else (*shape, 1)), label=ClassLabel(names=names))

    def _encoder_of(self, config: str) -> SubwordTextEncoder | None:
        size = _SUBWORDS.get(config)
        if size is None:
            return None
        texts = self._served.texts[: self._served.train_rows]
        words = SubwordTextEncoder.build_from_corpus(texts, size).subwords
        desk().context.substituted_once(
            asked=f"tensorflow_datasets: the vocabulary of {self.name}",
            served=f"{len(words):,} words of the training texts; {size:,} numbers are declared, as there",
            how="tensorflow_datasets",
            why="the published vocabulary is not here",
        )
        return SubwordTextEncoder(words, size)


def builder(name: str, **_: Any) -> Builder:
    return Builder(name)


def load(
    name: str, *, split: Any = None, data_dir: Any = None, batch_size: int | None = None,  # noqa: ARG001
    shuffle_files: bool = False, download: bool = True, as_supervised: bool = False, decoders: Any = None,  # noqa: ARG001
    read_config: Any = None, with_info: bool = False, **_: Any,  # noqa: ARG001
) -> Any:  # fmt: skip
    """As `Builder.as_dataset`; with `with_info` a pair of it and the info.

    Raises: DatasetNotFoundError where the course serves none of that name; ValueError for a split there is not.
    """
    made = Builder(name)
    dataset = made.as_dataset(split=split, batch_size=batch_size, as_supervised=as_supervised)
    return (dataset, made.info) if with_info else dataset


def known_names() -> list[str]:
    """Names of what can be loaded here."""
    names = [tracker.served.dataset for tracker in desk().context.rows.trackers if tracker.served is not None]
    return ["imdb_reviews" if name == "imdb" else name.replace("-", "_") for name in names]
