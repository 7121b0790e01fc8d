"""YAML with an address for every value, and without the parts of YAML that a rubric has no use for.

Tags, anchors, aliases and merge keys are refused: with them a small file can stand for an endless one, or for
something other than text, numbers, lists and mappings. Plain scalars are read as YAML 1.2 reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 24
MAX_NODES: Final = 50_000

_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(
    r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18}|[0-9]{1,18}(?:\.[0-9]{0,18})?[eE][-+]?[0-9]{1,2})"
)
_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

Mark: TypeAlias = tuple[int, int]  # line and column, both from 1
Scalar: TypeAlias = str | int | float | bool | None


class YamlFault(Exception):  # noqa: N818  always caught and gathered by the parser
    """One thing wrong with the text, at one place."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message


@dataclass(slots=True)
class Node:
    """A value with its place; `keys` holds the place of each key of a mapping."""

    mark: Mark
    value: Scalar | list[Node] | dict[str, Node]
    keys: dict[str, Mark] = field(default_factory=dict)

    def plain(self) -> Any:
        """Without addresses: scalars, tuples and dicts."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return tuple(node.plain() for node in self.value)
        return self.value

    def get(self, key: str) -> Node | None:
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> list[tuple[str, Node]]:
        return list(self.value.items()) if isinstance(self.value, dict) else []

    def elements(self) -> list[Node]:
        return self.value if isinstance(self.value, list) else []


def read_tree(text: str) -> tuple[Node | None, list[YamlFault]]:
    """The one document of a text, and everything wrong with it that could be told without understanding it.

    The tree is None when the text stops being YAML; it holds whatever could be kept otherwise.
    """
    faults: list[YamlFault] = []
    try:
        root = _Reader(YAML(typ="safe", pure=True).parse(text), faults).document()
    except YamlFault as fault:
        return None, [*faults, fault]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        return None, [*faults, YamlFault(place, f"this is not YAML: {error.problem or error.context or 'unreadable'}")]
    except (YAMLError, ValueError, RecursionError) as error:
        return None, [*faults, YamlFault((1, 1), f"this is not YAML: {str(error).splitlines()[0][:200]}")]
    return root, faults


class _Reader:
    """Builds nodes from parser events; ruamel's own composer would follow aliases and tags first."""

    def __init__(self, events: Iterator[Event], faults: list[YamlFault]) -> None:
        self._events = iter(events)
        self._faults = faults
        self._nodes = 0

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlFault(_mark(event), "a second document begins here; a rubric file holds one assignment")
            elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
                root = self._node(event, 1)
        return root

    def _node(self, event: Event, depth: int) -> Node:
        mark = _mark(event)
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise YamlFault(mark, f"nested deeper than {MAX_DEPTH} levels")
        if self._nodes > MAX_NODES:
            raise YamlFault(mark, f"more than {MAX_NODES:,} values")
        if isinstance(event, AliasEvent):
            self._fault(mark, f"alias '*{event.anchor}' is not allowed in a rubric; write the value out")
            return Node(mark, None)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._fault(mark, f"anchor '&{anchor}' is not allowed in a rubric; write the value out where it is used")
        if isinstance(event, ScalarEvent):
            return self._scalar(event, mark)
        self._refuse_tag(event, mark)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(mark, depth)
        return self._mapping(mark, depth)

    def _scalar(self, event: ScalarEvent, mark: Mark) -> Node:
        if event.tag is not None and not any(event.implicit):
            self._fault(mark, f"tag '{_short_tag(event.tag)}' is not allowed in a rubric")
        plain = event.style is None and event.implicit[0]
        return Node(mark, resolve(event.value) if plain else event.value)

    def _refuse_tag(self, event: Event, mark: Mark) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and not getattr(event, "implicit", True):
            self._fault(mark, f"tag '{_short_tag(tag)}' is not allowed in a rubric")

    def _sequence(self, mark: Mark, depth: int) -> Node:
        elements: list[Node] = []
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                break
            elements.append(self._node(event, depth + 1))
        return Node(mark, elements)

    def _mapping(self, mark: Mark, depth: int) -> Node:
        node = Node(mark, {})
        entries: dict[str, Node] = {}
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event, depth)
            value = self._node(next(self._events), depth + 1)
            if key is None:
                continue
            if key in entries:
                first = node.keys[key][0]
                self._fault(_mark(event), f"'{key}' stands twice in this mapping; the first is in line {first}")
                continue
            entries[key] = value
            node.keys[key] = _mark(event)
        node.value = entries
        return node

    def _key(self, event: Event, depth: int) -> str | None:
        mark = _mark(event)
        if not isinstance(event, ScalarEvent):
            self._node(event, depth + 1)
            self._fault(mark, "a key must be a word")
            return None
        if event.value == "<<" and event.style is None:
            self._fault(mark, "merge key '<<' is not allowed in a rubric; write the values out")
            return None
        self._scalar(event, mark)
        return str(event.value)

    def _fault(self, mark: Mark, message: str) -> None:
        self._faults.append(YamlFault(mark, message))


def resolve(text: str) -> Scalar:
    """A plain scalar's value; everything that is no number, truth value or null is text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _mark(event: Event) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)


def _short_tag(tag: object) -> str:
    return str(tag).replace("tag:yaml.org,2002:", "!!")[:60]
