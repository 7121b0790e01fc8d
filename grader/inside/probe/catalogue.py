"""The models a notebook made, in the order it made them, each recorded when built and again when it changes."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from grader.evidence.wire.records import Layer, Model, Setting
from grader.inside.probe.arrays import Array
from grader.inside.probe.forms import Form
from grader.inside.probe.watch import Watch

OutputKind = Literal["probability", "logit", "class", "score"]
MAX_MODELS = 400  # records; a loop that builds more is a search, not a set of solutions


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a model is at this moment, in neutral words; shapes without the batch axis."""

    class_name: str
    built: bool
    layers: tuple[Layer, ...] = ()
    parameters: int = 0
    trainable: int = 0
    input_shape: tuple[int | None, ...] | None = None
    output_shape: tuple[int | None, ...] | None = None
    settings: dict[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said about some rows: values of shape (count,) or (count, classes)."""

    values: Array
    output: OutputKind


class Adapter(Protocol):
    """One framework's way of being described and asked."""

    @property
    def framework(self) -> Literal["keras", "torch", "sklearn", "gensim"]:
        """The wire's word."""

    def describe(self, model: Any) -> Description:
        """The model now."""

    def fingerprint(self, model: Any) -> str:
        """Changes when the model's weights change."""

    def weights(self, model: Any) -> list[Any]:
        """Its weights as objects, by whose identity shared ones are known; [] for what has none."""

    def trainable(self, model: Any) -> list[Any]:
        """Those of `weights` that a fit would change now."""

    def form(self, known: Known, model: Any) -> Form | None:
        """What it takes and gives; None where that is not known."""

    def outputs(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        """All it gives for these inputs, in inference mode."""

    def at_once(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        """As `outputs`, for one batch, of a model that is asked again and again."""

    def answer(self, known: Known, model: Any, features: Any) -> Answer | None:
        """The probe's own question to the model; None when the answer is no classification of rows."""


class Known:
    """One model of the notebook. Its object is kept alive only while the probe still has to ask it something."""

    def __init__(self, model: Any, adapter: Adapter, *, id_: str, order: int, cell: int) -> None:
        self.id = id_
        self.adapter = adapter
        self.order = order
        self.cell = cell
        self.names: list[str] = []
        self.last: Model | None = None
        self.fits = 0
        self.barely_fitted = False  # for less than one epoch in all, since its time was over
        self.outer: Known | None = None  # the model it was trained within
        self.dataset = ""  # which served data set it was fitted on
        self.range: tuple[float, float] | None = None  # least and largest value of what it was fitted on
        self.classes: tuple[str, ...] | None = None
        self.signature: tuple[str, tuple[int, ...]] | None = None  # kind and row shape of what it was fitted on
        self.tested: dict[str, int] = {}  # weights -> most test rows it answered on with them
        self.memory: dict[str, Any] = {}  # an adapter's own facts about it
        self._kept: Any = model
        try:
            self._ref: Any = weakref.ref(model)
        except TypeError:
            self._ref = None

    @property
    def object(self) -> Any:
        if self._kept is not None:
            return self._kept
        return self._ref() if self._ref is not None else None

    @property
    def trained(self) -> bool:
        """True once it was fitted, by itself or as part of another."""
        return self.fits > 0 or self.outer is not None

    def trained_within(self, outer: Known) -> None:
        """Its weights were changed by a fit of `outer`."""
        self.outer = outer
        self.keep()

    def keep(self) -> None:
        """Hold the model itself: it has been fitted and not yet asked about the test rows."""
        self._kept = self.object

    def release(self) -> None:
        """Let the notebook's own references decide how long it lives."""
        if self._ref is not None:
            self._kept = None


class Catalogue:
    """Finds a known model by identity, never by equality: equality is the notebook's code."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._by_object: dict[int, Known] = {}
        self._all: list[Known] = []

    def __iter__(self) -> Iterator[Known]:
        return iter(self._all)

    def find(self, model: object) -> Known | None:
        known = self._by_object.get(id(model))
        return known if known is not None and known.object is model else None

    def add(self, model: object, adapter: Adapter) -> Known | None:
        """The model's entry, made when it is new; None when there are too many already."""
        known = self.find(model)
        if known is not None:
            return known
        if len(self._all) >= MAX_MODELS:
            self.watch.note("models", f"more than {MAX_MODELS} models were built; the later ones are not recorded")
            return None
        order = len(self._all) + 1
        known = Known(model, adapter, id_=f"m{order}", order=order, cell=self.watch.context.cell)
        self._all.append(known)
        self._by_object[id(model)] = known
        return known

    def publish(self, known: Known) -> None:
        """Record the model as it is now, unless that is what was recorded last."""
        model = known.object
        if model is None:
            return
        with self.watch.quietly("model"), self.watch.probing():
            self._write(known, known.adapter.describe(model))

    def rename(self, known: Known, name: str) -> None:
        """Note one more variable bound to the model; published at once since a name decides which model is which."""
        if name in known.names or len(known.names) >= 20:
            return
        known.names.append(name[:100])
        last = known.last
        if last is not None:
            values = {slot: getattr(last, slot) for slot in Model.__slots__}
            known.last = Model(**{**values, "names": tuple(known.names)})
            self.watch.context.emit.record(known.last)

    def _write(self, known: Known, what: Description) -> None:
        if known.trained and known.last is not None and _only_frozen(known.last, what):
            return  # the loop of a GAN switches the discriminator off in between: what counts is how it was trained
        record = Model(
            id=known.id,
            names=tuple(known.names),
            framework=known.adapter.framework,
            class_name=what.class_name,
            cell=known.cell,
            order=known.order,
            built=what.built,
            layers=what.layers,
            parameters=what.parameters,
            trainable=what.trainable,
            input_shape=what.input_shape,
            output_shape=what.output_shape,
            settings=what.settings,
        )
        if record != known.last:
            known.last = record
            self.watch.context.emit.record(record)


def _only_frozen(last: Model, what: Description) -> bool:
    """Whether nothing is new but that no weight is trainable any more."""
    return what.trainable == 0 < last.trainable and what.parameters == last.parameters
