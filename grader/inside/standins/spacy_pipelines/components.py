"""spaCy's components, by rules: each writes what the trained one of its name writes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.pipeline import Pipe

from grader.inside.standins.spacy_pipelines import trees
from grader.inside.standins.spacy_pipelines.lemmas import lemma_of
from grader.inside.standins.spacy_pipelines.tags import part_of, tags_of
from grader.inside.standins.spacy_pipelines.vectors import vector_of

PREFIX: Final = "rule_"  # of the names of our factories: `nlp.add_pipe("tagger")` stays spaCy's own
TENSOR: Final = 96  # numbers a word in `doc.tensor`
# What the published English models can say, which is asked of a component as well.
_ENTITIES: Final = """
    CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME WORK_OF_ART
"""
_RELATIONS: Final = "ROOT advmod amod aux cc compound dep det dobj intj mark nsubj nummod pobj prep punct"
_TAGS: Final = """
    $ '' , -LRB- -RRB- . : ADD CC CD DT EX HYPH IN JJ JJR JJS MD NN NNP NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB
    VBD VBG VBN VBP VBZ WDT WP WP$ WRB _SP ``
"""


class _Rules(Pipe):  # type: ignore[misc]  # spaCy has no types here
    """A component that one function is; `known` are its labels, with blanks between."""

    def __init__(self, nlp: Any, name: str, write: Callable[[Any], None], known: str = "") -> None:
        self.nlp = nlp
        self.name = name
        self._write = write
        self._labels = known.split()

    def __call__(self, doc: Any) -> Any:
        self._write(doc)
        return doc

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._labels)

    def add_label(self, label: str) -> int:
        """1 where it is new, as spaCy's components answer."""
        if label in self._labels:
            return 0
        self._labels.append(label)
        return 1


class _Entities(_Rules):
    """Finds nothing until the notebook trains it: then it is spaCy's own component from nothing, on those examples."""

    def __init__(self, nlp: Any, name: str) -> None:
        super().__init__(nlp, name, _outside, _ENTITIES)
        self._added: list[str] = []
        self._trained: Any = None

    def __call__(self, doc: Any) -> Any:
        return super().__call__(doc) if self._trained is None else self._trained(doc)

    def add_label(self, label: str) -> int:
        self._added.append(label)
        return super().add_label(label)

    @property
    def is_trainable(self) -> bool:
        return True

    @property
    def model(self) -> Any:
        return getattr(self._trained, "model", None)

    def initialize(self, get_examples: Any, *, nlp: Any = None, labels: Any = None) -> None:
        """As at the beginning."""
        del get_examples, nlp, labels
        self._trained = None

    def update(self, examples: Any, **named: Any) -> Any:
        """A step of training."""
        examples = list(examples)
        if self._trained is None:
            self._trained = self.nlp.create_pipe("ner", name=self.name)
            for label in self._added:
                self._trained.add_label(label)
            self._trained.initialize(lambda: examples, nlp=self.nlp)
        return self._trained.update(examples, **named)

    def finish_update(self, sgd: Any) -> None:
        if self._trained is not None:
            self._trained.finish_update(sgd)


def noun_chunks(doclike: Any) -> Iterator[tuple[int, int, int]]:
    """What `doc.noun_chunks` asks a language for: (start, end, label)."""
    label = doclike.vocab.strings.add("NP")
    offset = doclike[0].i if len(doclike) else 0
    for start, end in trees.chunks_of([token.pos_ for token in doclike]):
        yield offset + start, offset + end, label


def _outside(doc: Any) -> None:
    """No word is part of an entity that nobody has set."""
    doc.set_ents(list(doc.ents), default="outside")


def _tok2vec(doc: Any) -> None:
    rows = [vector_of(token.text, TENSOR) for token in doc]
    doc.tensor = np.stack(rows) if rows else np.zeros((0, TENSOR), dtype=np.float32)


def _tagger(doc: Any) -> None:
    if doc.lang_ == "en":
        texts = [token.text for token in doc]
        for token, tag in zip(doc, tags_of(texts, trees.starts_of(texts)), strict=True):
            token.tag_ = tag


def _parts(doc: Any) -> None:
    """From the tags in English, in other languages by form alone."""
    tags = [token.tag_ for token in doc]
    for token, tag, following in zip(doc, tags, [*tags[1:], ""], strict=True):
        if not token.pos:
            token.pos_ = part_of(tag, token.text, following) if tag else _by_form(token)


def _by_form(token: Any) -> str:
    if token.is_space:
        return "SPACE"
    if token.is_punct:
        return "PUNCT"
    if token.like_num:
        return "NUM"
    return "X" if token.is_stop or not token.is_alpha else "NOUN"


def _lemmatizer(doc: Any) -> None:
    english = doc.lang_ == "en"
    for token in doc:
        token.lemma_ = lemma_of(token.text, token.tag_) if english else token.lower_


def _senter(doc: Any) -> None:
    starts = trees.starts_of([token.text for token in doc])
    for token, start in zip(doc, starts, strict=True):
        if token.is_sent_start is None or token.i == 0:
            token.is_sent_start = start


def _parser(doc: Any) -> None:
    """Sentences, heads and relations; sentences that an earlier component has set are kept."""
    if not len(doc):
        return
    guessed = trees.starts_of([token.text for token in doc])
    set_before = doc.has_annotation("SENT_START")
    starts = [
        guess if not set_before or token.is_sent_start is None or not token.i else bool(token.is_sent_start)
        for token, guess in zip(doc, guessed, strict=True)
    ]
    tags = [token.tag_ for token in doc]
    parts = [
        token.pos_ or (part_of(tag, token.text, following) if tag else _by_form(token))
        for token, tag, following in zip(doc, tags, [*tags[1:], ""], strict=True)
    ]
    heads, names = trees.heads_of(parts, starts)
    strings = doc.vocab.strings
    # A head is told by its distance, of which a negative one is what C makes of it.
    values = [
        ((head - place) % 2**64, strings.add(name)) for place, (head, name) in enumerate(zip(heads, names, strict=True))
    ]
    doc.from_array(["HEAD", "DEP"], np.array(values, dtype=np.uint64))


_WRITERS: Final[dict[str, tuple[Callable[[Any], None], str]]] = {
    "tok2vec": (_tok2vec, ""),
    "transformer": (_tok2vec, ""),
    "tagger": (_tagger, _TAGS),
    "morphologizer": (_parts, ""),
    "parser": (_parser, _RELATIONS),
    "senter": (_senter, "I S"),
    "attribute_ruler": (_parts, ""),
    "lemmatizer": (_lemmatizer, ""),
}
NAMES: Final = (*_WRITERS, "ner")


def _register(kind: str) -> None:
    def make(nlp: Language, name: str) -> Any:
        if kind == "ner":
            return _Entities(nlp, name)
        write, known = _WRITERS[kind]
        return _Rules(nlp, name, write, known)

    make.__module__ = __name__
    Language.factory(f"{PREFIX}{kind}", func=make)


for _kind in NAMES:
    if not Language.has_factory(f"{PREFIX}{_kind}"):
        _register(_kind)
