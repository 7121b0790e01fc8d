"""Watches gensim's word vectors: each `train` of a Word2Vec, FastText or Doc2Vec is a fit on rows of texts."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from typing import Any, Final, Literal

from grader.evidence.wire.records import Fit, Layer, Setting
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.arrays import length_of
from grader.inside.probe.catalogue import Answer, Description, Known
from grader.inside.probe.gensim_time import Training, watch_epochs
from grader.inside.probe.opaque import OpaqueAdapter
from grader.inside.probe.session import Session, current
from grader.inside.rows import Identified, unidentified

SETTINGS: Final = ("vector_size", "window", "min_count", "sg", "hs", "negative", "epochs", "workers", "seed")
_PATCHED: set[int] = set()


class GensimAdapter(OpaqueAdapter):
    """How word vectors are described; they answer nothing about rows."""

    framework: Literal["gensim"] = "gensim"

    def describe(self, model: Any) -> Description:
        words = len(getattr(model, "wv", None) or ())
        size = int(getattr(model, "vector_size", 0) or 0)
        settings: dict[str, Setting] = {
            name: value for name in SETTINGS if type(value := getattr(model, name, None)) in (bool, int, float, str)
        }
        layer = Layer(
            kind="embedding",
            class_name=type(model).__name__[:100],
            name="vectors",
            output_shape=(size,),
            parameters=words * size,
            trainable=words * size,
            settings={"input_dim": words, "output_dim": size},
        )
        return Description(
            class_name=type(model).__name__[:100],
            built=words > 0,
            layers=(layer,),
            parameters=words * size,
            trainable=words * size,
            output_shape=(size,),
            settings={**settings, "vocabulary": words},
        )

    def answer(self, known: Known, model: Any, features: Any) -> Answer | None:
        del known, model, features
        return None


def watch_gensim(module: Any) -> None:
    """Wrap `train` of Word2Vec, or of Doc2Vec, which has its own; the constructors call it too."""
    adapter = GensimAdapter()
    for name in ("Word2Vec", "Doc2Vec"):
        kind = getattr(module, name, None)
        if kind is None or id(kind) in _PATCHED or "train" not in kind.__dict__:
            continue
        _PATCHED.add(id(kind))
        kind.train = _observed(kind.train, adapter)
        if "_train_epoch" in kind.__dict__:
            watch_epochs(kind)


def _observed(original: Callable[..., Any], adapter: GensimAdapter) -> Callable[..., Any]:
    @functools.wraps(original)
    def train(model: Any, *args: Any, **kwargs: Any) -> Any:
        session = current()
        if session is None:
            return original(model, *args, **kwargs)
        with session.watch.call("gensim") as outermost:
            if not outermost:
                return original(model, *args, **kwargs)
            started = time.perf_counter()
            training = Training(session)
            try:
                result = original(model, *args, **kwargs)
            finally:
                training.ended()
            with session.watch.quietly("fit"):
                given = inspect.signature(original).bind(model, *args, **kwargs).arguments
                epochs = given.get("epochs")
                epochs = int(epochs if epochs is not None else getattr(model, "epochs", 1))
                training.made(model, epochs)
                _record(session, adapter, model, given, epochs, training.ran, time.perf_counter() - started)
            return result

    return train


def _record(
    session: Session,
    adapter: GensimAdapter,
    model: Any,
    given: dict[str, Any],
    asked: int,
    ran: int,
    seconds: float,
) -> None:
    known = session.catalogue.add(model, adapter)
    if known is None:
        return
    known.fits += 1
    session.published(known)
    rate = getattr(model, "alpha", None)
    session.context.emit.record(
        Fit(
            id=session.next_fit(),
            model=known.id,
            cell=session.context.cell,
            optimizer=None,
            learning_rate=float(rate) if isinstance(rate, (int, float)) else None,
            loss=None,
            epochs_asked=asked,
            epochs_run=ran or asked,  # from a file, epochs are not seen
            batch_size=None,
            rows=session.answers.rows(_rows_of(session, type(model).__name__, given.get("corpus_iterable"))),
            seconds=round(seconds, 3),
        )
    )


def _rows_of(session: Session, name: str, sentences: Any) -> Identified:
    """The rows whose words the sentences are, or how many they are."""
    count = length_of(sentences) or 0
    if not count:
        return UNKNOWN
    tagged = type(sentences) is list and hasattr(sentences[0], "words")
    values = [list(document.words) for document in sentences] if tagged else sentences
    return session.texts.identify(f"sentences of {name}"[:80], values) or unidentified(count)
