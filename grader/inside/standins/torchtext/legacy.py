"""`torchtext.legacy`: what is here anyway, under the name it had for a while."""

from grader.inside.standins.torchtext import data, datasets, vocab

__all__ = ["data", "datasets", "vocab"]
