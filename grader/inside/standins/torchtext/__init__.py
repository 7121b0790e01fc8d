"""torchtext as coursework uses it: fields and iterators of its first years, vocabularies and transforms of its last."""

from grader.inside.standins.torchtext import data, datasets, functional, legacy, transforms, vocab

__all__ = ["__version__", "data", "datasets", "disable_torchtext_deprecation_warning", "functional", "legacy",
           "transforms", "vocab"]  # fmt: skip
__version__ = "0+standin"


def disable_torchtext_deprecation_warning() -> None:
    """There is none to disable."""
