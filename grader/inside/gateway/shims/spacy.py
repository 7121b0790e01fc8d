"""spaCy before 3: components added as objects, texts and annotations side by side, patterns one by one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, dropped
from grader.inside.hooks import after_import

# Settings of a component that its first version had and whose part its name plays now.
_SETTINGS: Final = frozenset({"architecture", "exclusive_classes"})


# Parts that `spacy.load(name, parser=False)` left out in the first version.
_PARTS: Final = {"parser": "parser", "tagger": "tagger", "entity": "ner", "ner": "ner", "matcher": "", "vectors": ""}


def install(library: Library) -> None:
    """Wait for the parts of spaCy that changed."""
    after_import("spacy", lambda module: _loading(library, module))
    after_import("spacy.language", lambda module: _language(library, module.Language))
    after_import("spacy.matcher", lambda module: _matcher(library, module))


def _language(library: Library, kind: Any) -> None:
    kind.add_pipe = _adding(library, kind, kind.add_pipe)
    kind.create_pipe = _creating(library, kind.create_pipe)
    library.keywords(kind, "pipe", {"n_threads": dropped})
    kind.update = _updating(library, kind.update)


def _loading(library: Library, spacy: Any) -> None:
    original = spacy.load

    @functools.wraps(original)
    def load(name: Any, **named: Any) -> Any:
        old = {part: named.pop(part) for part in _PARTS if part in named}
        without = [_PARTS[part] for part, wanted in old.items() if not wanted and _PARTS[part]]
        if old:
            library.say(f"spacy.load({', '.join(f'{part}=' for part in old)})", f"disable={without}")
            disable = named.get("disable", [])
            named["disable"] = [*([disable] if isinstance(disable, str) else disable), *without]
        return original(name, **named)

    spacy.load = load


def _adding(library: Library, kind: Any, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def add_pipe(self: Any, factory_name: Any, name: str | None = None, **named: Any) -> Any:
        if isinstance(factory_name, str) or not callable(factory_name):
            return original(self, factory_name, name, **named)
        component = factory_name
        called = name or getattr(component, "name", None) or getattr(component, "__name__", type(component).__name__)
        library.say("Language.add_pipe(component)", "the same component under a name")
        factory = f"given_{called}_{id(component)}"
        kind.component(factory, func=component)
        return original(self, factory, called, **named)

    return add_pipe


def _creating(library: Library, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def create_pipe(self: Any, factory_name: str, name: str | None = None, **named: Any) -> Any:
        config = named.get("config") or {}
        if factory_name == "textcat" and _SETTINGS & set(config):
            library.say("create_pipe('textcat', config=)", "the text classifier with the settings of today")
            if not config.get("exclusive_classes", False):
                factory_name, name = "textcat_multilabel", name or "textcat"
            named["config"] = {key: given for key, given in config.items() if key not in _SETTINGS}
        return original(self, factory_name, name, **named)

    return create_pipe


def _updating(library: Library, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def update(self: Any, examples: Any, golds: Any = None, **named: Any) -> Any:
        if golds is not None:
            from spacy.training import Example

            library.say("Language.update(texts, annotations)", "the same as examples")
            docs = [self.make_doc(text) if isinstance(text, str) else text for text in examples]
            examples = [Example.from_dict(doc, gold) for doc, gold in zip(docs, golds, strict=False)]
        return original(self, examples, **named)

    return update


def _matcher(library: Library, module: Any) -> None:
    class Matcher(module.Matcher):  # type: ignore[misc]  # spaCy has no types here
        """Takes patterns as spaCy 2 did, after a function or None."""

        def add(self, key: Any, patterns: Any, *more: Any, on_match: Any = None, **named: Any) -> None:
            if more and (patterns is None or callable(patterns)):
                library.say("Matcher.add(key, on_match, pattern)", "Matcher.add(key, [pattern], on_match=)")
                patterns, on_match = list(more), patterns
            super().add(key, patterns, on_match=on_match, **named)

    Matcher.__module__ = module.__name__
    module.Matcher = Matcher
