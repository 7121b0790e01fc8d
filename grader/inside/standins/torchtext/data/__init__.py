"""`torchtext.data` of both eras: fields, examples, data sets and iterators; tokenizers."""

from grader.inside.standins.torchtext.data import functional, utils
from grader.inside.standins.torchtext.data.dataset import Dataset, TabularDataset
from grader.inside.standins.torchtext.data.example import Example
from grader.inside.standins.torchtext.data.field import Field, LabelField, RawField
from grader.inside.standins.torchtext.data.functional import to_map_style_dataset
from grader.inside.standins.torchtext.data.iterator import Batch, BucketIterator, Iterator
from grader.inside.standins.torchtext.data.utils import get_tokenizer, interleave_keys

__all__ = ["Batch", "BucketIterator", "Dataset", "Example", "Field", "Iterator", "LabelField", "RawField",
           "TabularDataset", "functional", "get_tokenizer", "interleave_keys", "to_map_style_dataset",
           "utils"]  # fmt: skip
