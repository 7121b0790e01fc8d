"""A pipeline in the place of a trained one: which components it has, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_NAME: Final = re.compile(
    r"(?P<lang>[a-z]{2,3})_(?P<kind>core|dep|ent|sent|vectors?|depent)_(?P<genre>[a-z]+)(?:_(?P<size>sm|md|lg|trf))?"
)
_VERSION: Final = re.compile(r"-\d[\w.]*$")
_WIDTH: Final = {"md": 300, "lg": 300}  # numbers in a vector of a word; the small ones have none of their own
_ENGLISH: Final = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "ner")
_OTHERS: Final = ("tok2vec", "tagger", "morphologizer", "parser", "senter", "lemmatizer", "attribute_ruler", "ner")
_OFF: Final = "senter"  # there, and turned on by those who turn the parser off
_SHORT: Final[Mapping[str, str]] = {
    "en": "en_core_web_sm", "de": "de_core_news_sm", "es": "es_core_news_sm", "pt": "pt_core_news_sm",
    "fr": "fr_core_news_sm", "it": "it_core_news_sm", "nl": "nl_core_news_sm", "el": "el_core_news_sm",
    "nb": "nb_core_news_sm", "lt": "lt_core_news_sm", "xx": "xx_ent_wiki_sm", "en_core_web": "en_core_web_sm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A published pipeline by its name; `size` is "" where the name has none."""

    name: str
    lang: str
    kind: str
    size: str

    @property
    def width(self) -> int:
        """Numbers in a word's vector; 0 where the published one has no table of them."""
        return 300 if self.kind.startswith("vector") else _WIDTH.get(self.size, 0)

    @property
    def components(self) -> tuple[str, ...]:
        if self.kind.startswith("vector"):
            return ()
        if self.kind in {"ent", "sent"}:
            return ("ner",) if self.kind == "ent" else ("senter",)
        names = _ENGLISH if self.lang == "en" else _OTHERS
        return ("transformer", *names[1:]) if self.size == "trf" else names


def asked_for(name: str) -> Asked | None:
    """What a name or the path of an installed one means; None where it is none of a published pipeline."""
    last = _VERSION.sub("", name.rstrip("/").rpartition("/")[2])
    found = _NAME.fullmatch(_SHORT.get(last, last))
    if found is None:
        return None
    return Asked(found[0], found["lang"], found["kind"], found["size"] or "")


def in_words(asked: Asked) -> str:
    """What is served, and what of a trained one it lacks."""
    if not asked.components:
        return f"{asked.width} numbers of chance for each word, the same every time"
    if asked.kind == "ent":
        return "a blank pipeline: no named entities are found"
    if asked.kind == "sent":
        return "a pipeline by rules: sentences by their marks"
    rules = (
        "parts of speech and lemmas by endings and tables, sentences by their marks"
        if asked.lang == "en"
        else "lemmas are words in small letters, parts of speech by their form, sentences by their marks"
    )
    vectors = f"word vectors of {asked.width or 96} numbers of chance, the same for a word every time"
    return f"a pipeline by rules: {rules}; {vectors}; no named entities, no parse but heads by the order of words"


def build(
    asked: Asked, *, vocab: Any = True, disable: Any = (), enable: Any = (), exclude: Any = (), config: Any = None
) -> Any:
    """The pipeline, as `spacy.load` returns one.

    Raises: ImportError where spaCy does not know the language, or lacks the package that parts its words.
    """
    import spacy

    from grader.inside.standins.spacy_pipelines import components
    from grader.inside.standins.spacy_pipelines.vectors import WordVectors

    meta = {"name": asked.name.partition("_")[2], "version": "3.8.0", "description": in_words(asked)}
    nlp = spacy.blank(asked.lang, vocab=vocab, config=_settings(config), meta=meta)
    if asked.width:
        name = f"{asked.lang}_vectors"
        nlp.vocab.vectors = WordVectors(strings=nlp.vocab.strings, width=asked.width, name=name)
    nlp.vocab.get_noun_chunks = components.noun_chunks
    off, only, without = _names(disable), _names(enable), _names(exclude)
    for name in asked.components:
        if name not in without:
            nlp.add_pipe(f"{components.PREFIX}{name}", name=name)
    for name in list(nlp.component_names):
        if name in off or (only and name not in only) or (name == _OFF != asked.components[0] and name not in only):
            nlp.disable_pipe(name)
    return nlp


def _settings(config: Any) -> dict[str, Any]:
    """Of a configuration the part that is the pipeline's own; those of trained components have nobody to go to."""
    given = config.get("nlp", {}) if isinstance(config, Mapping) else {}
    return {"nlp": dict(given)} if given else {}


def _names(given: str | Iterable[str]) -> set[str]:
    return {given} if isinstance(given, str) else set(given)
