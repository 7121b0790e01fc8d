"""Mutants of references: small flaws put in by text replacement, each of which must cost points.

`reference/<assignment>/mutants.yaml` is a list of mutants. Like a rubric it is either sound, or refused with every
fault and its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from grader.checks.near import did_you_mean
from grader.faults import CourseError
from grader.rubric.document import Document, Id, Title
from grader.rubric.faultlist import FaultList
from grader.rubric.rubric import Rubric
from grader.rubric.yamltree import MAX_BYTES, Mark, Node, read_tree

FILE: Final = "mutants.yaml"


class EditDocument(Document):
    """One replacement in the reference's text."""

    find: Annotated[str, Field(min_length=1)] = Field(description="Text that stands in the reference.")
    put: str = Field(description="What stands there in the mutant.")
    count: Annotated[int, Field(ge=1)] = Field(default=1, description="How often it stands there; all are replaced.")


class MutantDocument(Document):
    """One flawed variant of a reference."""

    id: Id = Field(description="Once in the file.")
    problem: str = Field(description="The problem whose reference is changed.")
    title: Title = Field(description="What is wrong with it.")
    edits: tuple[EditDocument, ...] = Field(min_length=1, description="Replacements, one after the other.")
    loses: tuple[str, ...] = Field(default=(), description="Criteria that must lose points, beside any others.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`source` is the whole text of the mutated reference."""

    id: str
    problem: str
    title: str
    loses: tuple[str, ...]
    source: str


def read_mutants(path: Path, rubric: Rubric, references: Mapping[str, str]) -> tuple[Mutant, ...]:
    """The mutants of an assignment, in the order of the file.

    Args: `references` are the texts of the references, by problem id.
    Raises: CourseError with all faults, each as file:line:column, or when there is no such file.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise CourseError(
            f"there are no mutants of this assignment: {error.strerror or error}",
            where=str(path),
            fix="write flawed variants of its references there; docs/user-guide.md shows the form",
        ) from error
    except UnicodeDecodeError as error:
        raise CourseError("this file is not UTF-8", where=str(path), fix="save the file as UTF-8") from error
    faults = FaultList()
    if len(content) > MAX_BYTES:
        faults.add((1, 1), f"larger than {MAX_BYTES // 1024} KiB")
        tree = None
    else:
        tree, found = read_tree(text)
        for fault in found:
            faults.add(fault.mark, fault.message)
    mutants = _mutants(tree, rubric, references, faults)
    if len(faults):
        several = faults.messages(path)
        noun = "fault" if len(several) == 1 else "faults"
        raise CourseError(
            f"{len(several)} {noun} in these mutants\n  " + "\n  ".join(several),
            where=str(path),
            fix="mend each line named above",
        )
    return mutants


def _mutants(tree: Node | None, rubric: Rubric, references: Mapping[str, str], faults: FaultList) -> tuple[Mutant, ...]:
    if tree is None or not isinstance(tree.value, list) or not tree.value:
        faults.add(tree.mark if tree is not None else (1, 1), "needs a list of mutants")
        return ()
    ids: dict[str, Mark] = {}
    read = [_mutant(node, rubric, references, faults, ids) for node in tree.elements()]
    return tuple(mutant for mutant in read if mutant is not None)


def _mutant(
    node: Node, rubric: Rubric, references: Mapping[str, str], faults: FaultList, ids: dict[str, Mark]
) -> Mutant | None:
    document = faults.validated(MutantDocument, node)
    if document is None:
        return None
    first = ids.setdefault(document.id, node.mark)
    if first != node.mark:
        faults.add(_mark(node, "id"), f"id '{document.id}' is taken; its mutant begins in line {first[0]} already")
    problems = {problem.id: problem for problem in rubric.problems}
    if document.problem not in problems:
        faults.add(_mark(node, "problem"), f"no problem '{document.problem}'{did_you_mean(document.problem, problems)}")
        return None
    criteria = tuple(criterion.id for criterion in problems[document.problem].criteria)
    named = node.get("loses")
    for part in named.elements() if named is not None else ():
        if isinstance(part.value, str) and part.value not in criteria:
            faults.add(part.mark, f"no criterion '{part.value}' in this problem{did_you_mean(part.value, criteria)}")
    if document.problem not in references:
        faults.add(_mark(node, "problem"), f"problem '{document.problem}' has no reference to change")
        return None
    edits = node.get("edits")
    source = _edited(document, edits.elements() if edits is not None else [], references[document.problem], faults)
    return Mutant(id=document.id, problem=document.problem, title=document.title, loses=document.loses, source=source)


def _edited(document: MutantDocument, nodes: list[Node], source: str, faults: FaultList) -> str:
    for edit, node in zip(document.edits, nodes, strict=True):
        seen = source.count(edit.find)
        if seen != edit.count:
            faults.add(_mark(node, "find"), f"stands {_times(seen)} in the reference, not {_times(edit.count)}")
        elif edit.find == edit.put:
            faults.add(_mark(node, "put"), "changes nothing")
        source = source.replace(edit.find, edit.put)
    return source


def _times(number: int) -> str:
    return {0: "nowhere", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _mark(node: Node, key: str) -> Mark:
    inner = node.get(key)
    return inner.mark if inner is not None else node.mark
