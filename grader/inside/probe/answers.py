"""Predictions on identified rows: what models answered, and to which rows of the served data."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from grader.evidence.wire.records import MAX_CLASSES, Prediction, Rows
from grader.inside.probe.arrays import Array, as_array, as_labels, digest_of, length_of, library_of, range_of
from grader.inside.probe.catalogue import Answer, Catalogue, Known
from grader.inside.probe.watch import Watch
from grader.inside.rows import Identified

Source = Literal["evaluate", "predict", "forward", "probe"]
MAX_VALUES = 4_000_000  # numbers of one prediction: images and sequences are not answers about rows
MIN_ROWS = 10  # fewer rows are an example, not a test set
MAX_HELD = 40  # fitted models kept alive for a question at the end
UNKNOWN = Identified(split="unknown", count=0, from_train=0, from_test=0, how="not identified", indices=None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Features that hold test rows, in a form some model was given or could be given."""

    features: Any
    identified: Identified
    signature: tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer whose rows may become known later, and by which a metric call finds its model."""

    known: Known
    answer: Answer
    features: Any
    source: Source
    cell: int
    weights: str
    tokens: frozenset[str]
    identified: bool


class Answers:
    """Ties together features, labels, rows and models; writes every Prediction."""

    def __init__(self, watch: Watch, catalogue: Catalogue) -> None:
        self.watch = watch
        self.catalogue = catalogue
        self.candidates: dict[str, Candidate] = {}
        self._arrays: dict[str, str] = {}
        self._written: set[tuple[str, str, str, str]] = set()
        self._recent: deque[Given] = deque(maxlen=24)
        self._count = 0

    # Rows

    def identify(self, features: object | None, labels: object | None) -> Identified:
        """Which served rows these are; what could be identified by its labels is recognised by its features later."""
        identified = UNKNOWN
        with self.watch.quietly("rows"), self.watch.probing():
            plain, codes = _plain(features), _plain_labels(labels)
            identified = self.watch.context.rows.identify(plain, codes)
            if identified.indices is not None and plain is not None and codes is not None:
                self.watch.context.rows.learn(plain, codes, identified.indices, dataset=identified.dataset)
        if identified.from_test > 0 and features is not None:
            self.remember(features, identified)
        return identified

    def remember(self, features: Any, identified: Identified) -> None:
        """Keep features that hold test rows, to ask models about at the end."""
        with self.watch.quietly("rows"):
            signature = signature_of(features)
            array = as_array(features)
            if signature is not None and array is not None and len(self.candidates) < 64:
                self.candidates.setdefault(digest_of(array), Candidate(features, identified, signature))

    def classes(self, labels: object, identified: Identified) -> tuple[str, ...] | None:
        """Class name of each code in `labels`, or None."""
        with self.watch.quietly("classes"), self.watch.probing():
            codes = _plain_labels(labels)
            if codes is None:
                return None
            return self.watch.context.rows.classes(codes, identified.indices, identified.dataset)
        return None

    def rows(self, identified: Identified) -> Rows:
        """The wire's form; the positions travel once, however often they are referred to."""
        indices: str | None = None
        if identified.indices is not None:
            positions = np.asarray(identified.indices, dtype=np.int64)
            digest = digest_of(positions)
            indices = self._arrays.get(digest)
            if indices is None:
                indices = self.watch.context.emit.array(positions) or None
                if indices is not None:
                    self._arrays[digest] = indices
        return Rows(
            split=identified.split,
            count=int(identified.count),
            from_train=int(identified.from_train),
            from_test=int(identified.from_test),
            how=identified.how,
            indices=indices,
            dataset=identified.dataset,
        )

    # Predictions

    def answered(
        self, known: Known, answer: Answer | None, features: Any, identified: Identified, source: Source
    ) -> None:
        """Take note of one answer of a model: written now when its rows are known, else kept until they are."""
        if answer is None or answer.values.size > MAX_VALUES or answer.values.ndim not in (1, 2):
            return
        weights = known.adapter.fingerprint(known.object)
        sure = identified.indices is not None
        given = Given(known, answer, features, source, self.watch.context.cell, weights, tokens_of(answer.values), sure)
        self._recent.append(given)
        if sure:
            self._write(given, identified)

    def asked(self, known: Known, identified: Identified) -> bool:
        """True when the model with its present weights has answered on these rows already."""
        rows = digest_of(np.asarray(identified.indices)) if identified.indices is not None else ""
        weights = known.adapter.fingerprint(known.object)
        return any((known.id, weights, rows, source) in self._written for source in ("evaluate", "predict", "probe"))

    def tie(self, truth: object, called: object) -> tuple[Known | None, Identified]:
        """The model whose answers `called` are, and the rows that `truth` names; a late answer is written now."""
        identified = self.identify(None, truth)
        token = token_of(called)
        for given in reversed(self._recent):
            if token is None or token not in given.tokens:
                continue
            if not given.identified and identified.indices is not None and identified.count == len(given.answer.values):
                with self.watch.quietly("rows"), self.watch.probing():
                    self.watch.context.rows.learn(
                        _plain(given.features), _plain_labels(truth), identified.indices, dataset=identified.dataset
                    )
                if given.features is not None and identified.from_test > 0:
                    self.remember(given.features, identified)
                if given.known.classes is None:
                    given.known.classes = self.classes(truth, identified)
                self._write(given, identified)
            return given.known, identified
        return None, identified

    def fitted(self, known: Known, features: Any, labels: object, identified: Identified) -> None:
        """A model was fitted: what it answers from now on is another model's answer."""
        known.fits += 1
        known.keep()
        with self.watch.quietly("rows"):
            known.signature = signature_of(features) or known.signature
            known.range = range_of(features) or known.range
            known.dataset = identified.dataset or known.dataset
        if identified.indices is not None:
            known.classes = self.classes(labels, identified) or known.classes
        held = [other for other in self.catalogue if other.fits and other is not known and other.object is not None]
        if len(held) > MAX_HELD:
            self.ask(held[0])
            held[0].release()

    # The probe's own questions

    def ask(self, known: Known, patient: Callable[[], bool] = lambda: True) -> None:
        """Ask a fitted model about the test rows unless it has answered on as many with its present weights.

        Where the attempt's time is limited, `patient` says whether some is left for questions.
        """
        model = known.object
        if model is None or not known.fits or known.adapter.framework == "gensim":
            return
        with self.watch.quietly("prediction"), self.watch.probing():
            weights = known.adapter.fingerprint(model)
            best = self.candidate_for(known)
            if best is None:
                if known.tested.get(weights, 0) == 0:
                    self.watch.note("prediction", f"no test rows in the form that model {known.id} takes were seen")
                return
            if known.tested.get(weights, 0) >= best.identified.from_test:
                return
            if known.barely_fitted or not patient():
                # It may take minutes to answer, and an answer after less than one epoch says nothing of it.
                self.watch.note("prediction", f"no time was left to ask model {known.id} about test rows")
                return
            answer = known.adapter.answer(known, model, best.features)
            self.answered(known, answer, best.features, best.identified, "probe")

    def candidate_for(self, known: Known) -> Candidate | None:
        """Test rows in the form that the model was fitted on; of several the purest and longest."""
        return max(
            (c for c in self.candidates.values() if known.signature in (None, c.signature)),
            key=lambda c: (c.identified.split == "test", c.identified.from_test),
            default=None,
        )

    def search(self, variables: dict[str, Any]) -> None:
        """Look for test rows among the notebook's variables: by content, else beside labels of the same length."""
        arrays = []
        for value in variables.values():
            with self.watch.quietly("variables"):
                if (length_of(value) or 0) >= MIN_ROWS:
                    arrays.append(value)
        labels: dict[int, tuple[Any, Identified]] = {}
        for value in arrays:
            if as_labels_cheaply(value) is None:
                continue
            identified = self.identify(None, value)
            if identified.from_test > 0 and identified.indices is not None:
                labels.setdefault(identified.count, (value, identified))
        for value in arrays:
            if signature_of(value) is None or any(value is found for found, _ in labels.values()):
                continue
            known = self.identify(value, None)
            if known.indices is None and length_of(value) in labels:
                self.remember(value, labels[length_of(value) or 0][1])

    def _write(self, given: Given, identified: Identified) -> None:
        rows = self.rows(identified)
        digest = digest_of(np.asarray(identified.indices))
        key = (given.known.id, given.weights, digest, given.source)
        if key in self._written or identified.count != len(given.answer.values):
            return
        self._written.add(key)
        values = np.asarray(given.answer.values)
        if values.ndim > 2 or (values.ndim == 2 and values.shape[1] > MAX_CLASSES):
            return  # pictures or codes, which say nothing about classes
        if values.dtype.kind in "bui":
            values = values.astype(np.float64)
        array = self.watch.context.emit.array(values)
        if not array:
            return
        self._count += 1
        self.watch.context.emit.record(
            Prediction(
                id=f"p{self._count}",
                model=given.known.id,
                cell=given.cell,
                source=given.source,
                output=given.answer.output,
                values=array,
                rows=rows,
                classes=given.known.classes,
            )
        )
        tested = given.known.tested
        tested[given.weights] = max(tested.get(given.weights, 0), identified.from_test)


def signature_of(features: Any) -> tuple[str, tuple[int, ...]] | None:
    """Kind ("text" or "numbers") and shape of one row; None for what is no array of known make."""
    if library_of(features) == "scipy" and hasattr(features, "shape"):
        return "numbers", tuple(int(size) for size in features.shape[1:])
    array = as_array(features)
    if array is None or array.ndim == 0:
        return None
    kind = "text" if array.dtype.kind in "OUST" else "numbers"
    return kind, tuple(int(size) for size in array.shape[1:])


def as_labels_cheaply(value: Any) -> Array | None:
    """Labels when the value can be a column of labels at all: features of many columns are not copied for it."""
    shape = getattr(value, "shape", None)
    if shape is not None and len(shape) > 1 and int(shape[1]) > 1000:
        return None
    return as_labels(value)


def tokens_of(values: Array) -> frozenset[str]:
    """Digests of what a notebook makes of these values before it calls a metric: raw, cut at 0.5 or 0, argmax."""
    forms: list[Array] = [values]
    if values.ndim == 2 and values.shape[1] > 1:
        forms += [values.argmax(axis=1)] + [values[:, column] for column in range(min(values.shape[1], 10))]
    elif values.dtype.kind == "f":
        forms += [values > 0.5, values >= 0.5, values > 0]
    return frozenset(token for token in map(token_of, forms) if token is not None)


def token_of(values: object) -> str | None:
    """Digest of the values in order, whatever their shape and number type; float32 precision."""
    array = as_array(values)
    if array is None or array.size == 0:
        return None
    flat = array.ravel()
    if flat.dtype.kind in "biuf":
        flat = flat.astype(np.float32)
    return digest_of(flat)


def _plain(features: object | None) -> object | None:
    """Pandas objects keep their index, which says which rows they are; all else becomes a numpy array."""
    if features is None or library_of(features) == "pandas":
        return features
    if library_of(features) == "builtins" and isinstance(features, (list, tuple)):
        return features
    return as_array(features)


def _plain_labels(labels: object | None) -> object | None:
    if labels is None or (library_of(labels) == "pandas" and len(getattr(labels, "shape", ())) == 1):
        return labels
    return as_labels(labels)
