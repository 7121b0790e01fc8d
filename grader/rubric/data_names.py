"""The names under `data` that lie outside a rubric's file: its data set and its resources."""

from __future__ import annotations

from collections.abc import Collection

from grader.checks.near import did_you_mean
from grader.rubric.faultlist import FaultList
from grader.rubric.known import dataset_names, resource_names
from grader.rubric.yamltree import Node


def check_names(problem: Node, faults: FaultList, datasets: Collection[str] | None) -> None:
    """Keep a fault for each name that there is not, or that stands where the other kind belongs.

    Args: `datasets` are the names that `dataset` may give; None: those of the catalogue.
    """
    data = problem.get("data")
    if data is None:
        return
    name, also = data.get("dataset"), data.get("also")
    if name is not None and isinstance(name.value, str) and name.value:
        known = dataset_names() if datasets is None else tuple(datasets)
        if name.value not in known:
            resource = name.value in resource_names()
            advice = "; it is a resource: name it under `also`" if resource else did_you_mean(name.value, known)
            faults.add(name.mark, f"no data set '{name.value}'{advice}")
    if also is not None:
        _check_resources(also.elements() or [also], faults)


def check_role_data(roles: Node, faults: FaultList, datasets: Collection[str] | None) -> None:
    """The same for the data set that a role names."""
    known = dataset_names() if datasets is None else tuple(datasets)
    for _, role in roles.items():
        model, others = role.get("model"), role.get("alternatives")
        for form in [*([model] if model is not None else []), *(others.elements() if others is not None else [])]:
            name = form.get("data")
            if name is not None and isinstance(name.value, str) and name.value not in known:
                faults.add(name.mark, f"no data set '{name.value}'{did_you_mean(name.value, known)}")


def _check_resources(parts: Collection[Node], faults: FaultList) -> None:
    known = resource_names()
    seen: set[str] = set()
    for part in parts:
        if not isinstance(part.value, str) or not part.value:
            continue
        if part.value not in known:
            faults.add(part.mark, f"no resource '{part.value}'{did_you_mean(part.value, known)}")
        elif part.value in seen:
            faults.add(part.mark, f"resource '{part.value}' is named twice")
        seen.add(part.value)
