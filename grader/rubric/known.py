"""What a rubric may name that lies outside its file."""

from __future__ import annotations


def dataset_names() -> tuple[str, ...]:
    """All data sets of the catalogue, sorted."""
    # The catalogue brings numpy along, which a rubric without data and the command line's help can do without.
    from grader.datasets.catalogue import names

    return names()


def resource_names() -> tuple[str, ...]:
    """All resources, sorted."""
    from grader.datasets.resources import resource_names as names

    return names()
