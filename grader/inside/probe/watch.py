"""How the probe looks on without being felt: failures become notes, nested calls are told from outer ones."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from grader.evidence.wire.records import Note

if TYPE_CHECKING:
    from grader.inside.context import Context

MAX_NOTES = 60


class Watch:
    """One attempt's guard: every observation runs under it.

    Watching stops in forked children (a DataLoader's workers share the pipe with us and would cut into
    our frames) and in other threads (an emitter is written by one hand).
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._pid = os.getpid()
        self._thread = threading.get_ident()
        self._depth: dict[str, int] = {}
        self._probing = 0
        self._said: set[tuple[str, str]] = set()

    @property
    def blind(self) -> bool:
        """True where nothing may be recorded: the probe's own calls, worker processes, other threads."""
        return self._probing > 0 or os.getpid() != self._pid or threading.get_ident() != self._thread

    @contextmanager
    def call(self, family: str) -> Iterator[bool]:
        """Enters one call of a framework family; yields True only for the outermost one that may be recorded."""
        depth = self._depth.get(family, 0)
        self._depth[family] = depth + 1
        try:
            yield depth == 0 and not self.blind
        finally:
            self._depth[family] = depth

    def inside(self, family: str) -> bool:
        """True while a call of that family runs."""
        return self._depth.get(family, 0) > 0

    @contextmanager
    def probing(self) -> Iterator[None]:
        """Marks calls that the probe itself makes: every wrapper lets them through unseen."""
        self._probing += 1
        try:
            yield
        finally:
            self._probing -= 1

    def quietly(self, about: str) -> Quiet:
        """`with watch.quietly("fit"): ...` turns any failure inside into a note; the student's code goes on."""
        return Quiet(self, about)

    def note(self, about: str, text: str) -> None:
        """Says once what could not be done; after `MAX_NOTES` different ones it stays silent."""
        said = (about, text[:400])
        if said in self._said or len(self._said) >= MAX_NOTES or os.getpid() != self._pid:
            return
        self._said.add(said)
        self.context.emit.record(Note(cell=self.context.cell, about=about, text=said[1]))


class Quiet:
    """A `with` block whose failures become notes. Interrupts pass: they belong to the runner's clock."""

    def __init__(self, watch: Watch, about: str) -> None:
        self._watch = watch
        self._about = about

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        # SystemExit can only come from a hostile object touched by the probe: it is not the notebook's wish.
        if kind is None or not issubclass(kind, (Exception, SystemExit)):
            return False
        try:
            text = f"{kind.__name__}: {error}"
        except Exception:  # noqa: BLE001  # an exception whose own __str__ raises
            text = kind.__name__
        try:
            self._watch.note(self._about, text)
        except (TypeError, ValueError):  # text that no JSON encoder takes
            return True
        return True
