"""From a rubric file to a `Rubric`: either sound, or refused with every fault and its place."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

from grader.checks.base import CheckSpec, Criterion, Hint
from grader.checks.fields import RoleMark
from grader.checks.near import did_you_mean
from grader.checks.registry import CHECKS
from grader.faults import CourseError, RubricError
from grader.rubric.data_names import check_names, check_role_data
from grader.rubric.document import (
    AssignmentDocument,
    CriterionDocument,
    DataDocument,
    HintDocument,
    ModelRoleDocument,
    ProblemDocument,
    RoleDocument,
    role_name,
)
from grader.rubric.faultlist import FaultList, place
from grader.rubric.rubric import ModelRole, Needs, Problem, ProblemData, Rubric
from grader.rubric.yamltree import MAX_BYTES, Mark, Node, YamlFault, read_tree


def read_rubric(path: Path, *, datasets: Collection[str] | None = None) -> Rubric:
    """Read `rubrics/<assignment>.yaml`.

    Args: `datasets` are the names that `data` may give; None: those of the catalogue.
    Raises: RubricError with all faults, each as file:line:column; CourseError when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(
            f"this rubric cannot be read: {error.strerror or error}",
            where=str(path),
            fix="check the name; rubrics lie in rubrics/<assignment>.yaml",
        ) from error
    return parse_rubric(content, path, datasets=datasets)


def parse_rubric(content: bytes, path: Path, *, datasets: Collection[str] | None = None) -> Rubric:
    """The rubric in `content`; `path` is its address in messages and must be named after the assignment.

    Args: `datasets` are the names that `data` may give; None: those of the catalogue.
    Raises: RubricError with all faults, each as file:line:column.
    """
    if len(content) > MAX_BYTES:
        raise RubricError([f"{path}:1:1: larger than {MAX_BYTES // 1024} KiB, which no rubric is"], where=str(path))
    faults = FaultList()
    tree, found = _tree(content)
    for fault in found:
        faults.add(fault.mark, fault.message)
    if tree is None and not found:
        faults.add((1, 1), "is empty")
    digest = hashlib.sha256(content).hexdigest()
    rubric = _Parser(tree, faults, path, digest, datasets).rubric() if tree is not None else None
    faults.raise_if_any(path)
    if rubric is None:
        raise RuntimeError(f"{path}: a rubric without faults was not built")
    return rubric


def _tree(content: bytes) -> tuple[Node | None, list[YamlFault]]:
    """The tree of a file; None when it cannot be read at all or is empty, with the fault when there is one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        mark = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        return None, [YamlFault(mark, "this byte is not UTF-8; save the file as UTF-8")]
    return read_tree(text)


@dataclass(slots=True)
class _Parser:
    tree: Node
    faults: FaultList
    path: Path
    digest: str
    datasets: Collection[str] | None = None  # None: those of the catalogue
    ids: dict[str, Mark] = field(default_factory=dict)  # id -> its first use; problems and criteria share them
    labels: dict[str, tuple[str, Mark]] = field(default_factory=dict)  # data set -> its first `labels`, and where

    def rubric(self) -> Rubric | None:
        document = self.faults.validated(AssignmentDocument, self.tree)
        if document is not None and document.assignment != self.path.stem:
            where = place(self.tree, ("assignment",))
            self.faults.add(where, f"assignment '{document.assignment}' is in a file named '{self.path.name}'")
        nodes = self.tree.get("problems")
        problems = [self._problem(node) for node in (nodes.elements() if nodes else [])]
        whole = [problem for problem in problems if problem is not None]
        total = self._adds_up(self.tree, [_worth(node) for node in (nodes.elements() if nodes else [])], "problems")
        if document is None or len(whole) < len(problems) or total is None:
            return None
        return Rubric(
            assignment=document.assignment,
            title=document.title,
            points=total,
            problems=tuple(whole),
            digest=self.digest,
            continue_after_failure=document.continue_after_failure,
        )

    def _problem(self, node: Node) -> Problem | None:
        document = self.faults.validated(ProblemDocument, node)
        self._unique(node)
        check_names(node, self.faults, self.datasets)
        roles = self._role_names(node)
        inner = node.get("criteria")
        criteria = [self._criterion(element, roles) for element in (inner.elements() if inner else [])]
        whole = [criterion for criterion in criteria if criterion is not None]
        total = self._adds_up(node, [_points(element) for element in (inner.elements() if inner else [])], "criteria")
        if document is not None and document.data is not None:
            self._labelled_alike(document.data, node)
        if document is None or len(whole) < len(criteria) or total is None:
            return None
        data, needs, quick = document.data, document.needs, document.quick
        return Problem(
            id=document.id,
            title=document.title,
            points=total,
            data=ProblemData(dataset=data.dataset, labels=data.labels, also=data.also) if data else None,
            needs=Needs(memory_gib=needs.memory_gib, gpu=needs.gpu) if needs else Needs(),
            quick_epochs=quick.epochs if quick else None,
            quick_steps=quick.steps if quick else None,
            quick_minutes=quick.minutes if quick else None,
            roles=MappingProxyType({name: _role(role) for name, role in document.roles.items()}),
            criteria=tuple(whole),
        )

    def _criterion(self, node: Node, roles: tuple[str, ...]) -> Criterion[Any] | None:
        before = len(self.faults)
        self._unique(node)
        check = node.get("check")
        name = check.value if check is not None else None
        if not isinstance(name, str) or name not in CHECKS:
            self.faults.validated(CriterionDocument, node, only=CriterionDocument.model_fields)
            if isinstance(name, str) and check is not None:
                self.faults.add(check.mark, f"no check '{name}'{did_you_mean(name, CHECKS.names())}")
            return None
        own = CHECKS.get(name).spec
        document = self.faults.validated(CriterionDocument, node, only=CriterionDocument.model_fields)
        self._unknown_keys(node, own)
        spec = self.faults.validated(own, node, only=own.model_fields)
        self._known_roles(own, node, roles)
        if document is None or spec is None:
            return None
        if document.points % document.step:
            where = place(node, ("points",))
            step = _plain(document.step)
            self.faults.add(where, f"{_plain(document.points)} points are no multiple of the step {step}; set step")
        if len(self.faults) > before:
            return None
        return Criterion(
            id=document.id,
            title=document.title or _words(document.id),
            points=document.points,
            check=name,
            spec=spec,
            step=document.step,
            public=document.public,
            hint=_hint(document.hint),
        )

    def _unknown_keys(self, node: Node, own: type[CheckSpec]) -> None:
        allowed = (*CriterionDocument.model_fields, *own.model_fields)
        for key, mark in node.keys.items():
            if key not in allowed:
                self.faults.add(mark, f"unknown key '{key}'{did_you_mean(key, allowed)}")

    def _known_roles(self, own: type[CheckSpec], node: Node, roles: tuple[str, ...]) -> None:
        for name, info in own.model_fields.items():
            inner = node.get(name)
            if inner is None or not any(isinstance(mark, RoleMark) for mark in info.metadata):
                continue
            for part in inner.elements() or [inner]:
                if isinstance(part.value, str) and part.value not in roles:
                    text = did_you_mean(part.value, roles) if roles else "; this problem has no roles"
                    self.faults.add(part.mark, f"no role '{part.value}'{text}")

    def _labelled_alike(self, data: DataDocument, node: Node) -> None:
        """A notebook runs once for all problems, so it meets one copy of a data set."""
        where = place(node, ("data",))
        labels, (line, _) = self.labels.setdefault(data.dataset, (data.labels, where))
        if labels != data.labels:
            text = f"'{data.dataset}' has `labels: {labels}` in line {line}; a notebook runs once, with one copy of it"
            self.faults.add(where, text)

    def _role_names(self, node: Node) -> tuple[str, ...]:
        roles = node.get("roles")
        if roles is None:
            return ()
        check_role_data(roles, self.faults, self.datasets)
        for name in roles.keys:
            try:
                role_name(name)
            except PydanticCustomError as error:
                self.faults.add(roles.keys[name], (error.context or {})["message"])
        return tuple(roles.keys)

    def _unique(self, node: Node) -> None:
        inner = node.get("id")
        if inner is None or not isinstance(inner.value, str):
            return
        first = self.ids.setdefault(inner.value, inner.mark)
        if first != inner.mark:
            self.faults.add(inner.mark, f"id '{inner.value}' is taken; it stands in line {first[0]} already")

    def _adds_up(self, node: Node, parts: list[Fraction | None], noun: str) -> Fraction | None:
        """The sum of the parts, also told when other things are wrong; None when a part has no points to add."""
        whole = [part for part in parts if part is not None]
        if len(whole) < len(parts):
            return None
        said, total = _points(node), sum(whole, Fraction(0))
        if said is not None and said != total:
            where = place(node, ("points",))
            self.faults.add(where, f"{_plain(said)} points here, but its {noun} add up to {_plain(total)}")
        return total


def _points(node: Node) -> Fraction | None:
    """The points a mapping says it has, when they can be read."""
    inner = node.get("points")
    value = inner.value if inner is not None else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(str(value))


def _worth(problem: Node) -> Fraction | None:
    """What a problem adds to its assignment: the points it says it has, else the sum of its criteria."""
    said = _points(problem)
    if said is not None:
        return said
    inner = problem.get("criteria")
    parts = [_points(element) for element in (inner.elements() if inner else [])]
    whole = [part for part in parts if part is not None]
    return sum(whole, Fraction(0)) if len(whole) == len(parts) else None


def _role(document: RoleDocument) -> ModelRole:
    return replace(_form(document.model), alternatives=tuple(map(_form, document.alternatives)))


def _form(model: ModelRoleDocument) -> ModelRole:
    return ModelRole(
        has=model.has,
        lacks=model.lacks,
        output=model.output,
        input=model.input,
        named=model.named,
        width=model.width,
        trains=model.trains,
        freezes=model.freezes,
        fitted=model.fitted,
        data=model.data,
    )


def _hint(document: HintDocument | None) -> Hint | None:
    if document is None:
        return None
    return Hint(title=document.title, text=document.text, remove=document.remove, add=document.add)


def _words(id_: str) -> str:
    return id_.replace("-", " ").capitalize()


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
