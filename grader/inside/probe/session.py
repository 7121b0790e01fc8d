"""One attempt's probe: what all its parts share, and which attempt the patched frameworks speak to now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.inside.absent import Absent
from grader.inside.probe.answers import Answers
from grader.inside.probe.catalogue import Adapter, Catalogue, Known
from grader.inside.probe.names import bindings
from grader.inside.probe.processed import ProcessedTexts
from grader.inside.probe.trained import Trained
from grader.inside.probe.watch import Watch

if TYPE_CHECKING:
    from grader.inside.context import Context

AfterCell = Callable[[], None]


class Session:
    """Frameworks are patched once per process; their wrappers report to the session that is current."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.watch = Watch(context)
        self.catalogue = Catalogue(self.watch)
        self.answers = Answers(self.watch, self.catalogue)
        self.trained = Trained(self.watch, self.catalogue)
        self.texts = ProcessedTexts(self.watch)
        self.fresh: list[tuple[Any, Adapter, Callable[[Any], bool]]] = []
        self.after_cell: dict[str, AfterCell] = {}  # what a framework's part does after every cell, by framework
        self.at_finish: dict[str, AfterCell] = {}
        self.shared: dict[str, Any] = {}  # one slot per part that keeps state over the attempt
        self._fits = 0
        self._figures = 0
        self._tables = 0

    # Models

    def remember_fresh(self, model: Any, adapter: Adapter, ready: Callable[[Any], bool]) -> None:
        """A model whose constructor has begun: it joins the catalogue once `ready` says it has run."""
        self.fresh.append((model, adapter, ready))

    def flush_fresh(self, *, last: bool = False) -> None:
        """Bring all models that are complete by now into the catalogue, in the order of their construction.

        `last`: the cell has ended, so what is not complete now is a stray or had a constructor that raised.
        """
        waiting, self.fresh = self.fresh, []
        for model, adapter, ready in waiting:
            if self.catalogue.find(model) is not None:
                continue
            if not ready(model):
                if not last:
                    self.fresh.append((model, adapter, ready))
                continue
            known = self.catalogue.add(model, adapter)
            if known is not None:
                self.published(known)

    def published(self, known: Known) -> None:
        """Record a model with all names it has at this moment, in the middle of a cell too."""
        self.name_models()
        self.catalogue.publish(known)

    def name_models(self) -> None:
        """Find which variables are bound to which known models."""
        with self.watch.quietly("names"):
            for name, model in bindings(self.variables(), lambda value: self.catalogue.find(value) is not None):
                known = self.catalogue.find(model)
                if known is not None:
                    self.catalogue.rename(known, name)

    def variables(self) -> dict[str, Any]:
        """The notebook's own variables, IPython's left out."""
        shell = self.context.shell
        spaces = (getattr(shell, "user_ns", None) or {}) if shell is not None else {}
        hidden = getattr(shell, "user_ns_hidden", None) or {}
        return {
            name: value
            for name, value in list(spaces.items())
            if type(name) is str
            and not name.startswith("_")
            and name not in hidden
            and name not in {"In", "Out"}
            and type(value) is not Absent
        }

    # Ids

    def next_fit(self) -> str:
        self._fits += 1
        return f"f{self._fits}"

    def next_figure(self) -> str:
        self._figures += 1
        return f"g{self._figures}"

    def next_table(self) -> str:
        self._tables += 1
        return f"t{self._tables}"


_CURRENT: list[Session] = []


def current() -> Session | None:
    """The session that patched frameworks report to; None when nothing was installed."""
    return _CURRENT[-1] if _CURRENT else None


def begin(context: Context) -> Session:
    """Make a new session the current one."""
    session = Session(context)
    _CURRENT[:] = [session]
    return session
