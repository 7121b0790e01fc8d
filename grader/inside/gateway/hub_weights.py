"""`from_pretrained(name)` of transformers and `SentenceTransformer(name)`, without a network.

What the course's cache has is loaded from there; a well-known model that it lacks is built from its settings.
"""

from __future__ import annotations

import contextlib
import functools
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from grader.inside.gateway import hub_files, long_texts
from grader.inside.gateway.hub_files import OTHER_NAMES
from grader.inside.gateway.sentence_files import MAKER, SENTENCES
from grader.inside.gateway.weights import NOT_THERE, Weights
from grader.inside.hooks import after_import

KNOWN: Final = {**hub_files.KNOWN, **SENTENCES}
MODEL: Final = "model"
# (module, class, what it loads); the automatic classes choose one of the others and say nothing themselves.
_LOADERS: Final = (
    ("transformers.configuration_utils", "PreTrainedConfig", ""),
    ("transformers.tokenization_utils_base", "PreTrainedTokenizerBase", "tokenizer"),
    ("transformers.image_processing_base", "ImageProcessingMixin", "image processor"),
    ("transformers.processing_utils", "ProcessorMixin", ""),
    ("transformers.models.auto.configuration_auto", "AutoConfig", ""),
    ("transformers.models.auto.tokenization_auto", "AutoTokenizer", ""),
    ("transformers.models.auto.image_processing_auto", "AutoImageProcessor", ""),
    ("transformers.models.auto.feature_extraction_auto", "AutoFeatureExtractor", ""),
    ("transformers.models.auto.processing_auto", "AutoProcessor", ""),
    ("transformers.models.auto.auto_factory", "_BaseAutoModelClass", ""),
    ("transformers.modeling_utils", "PreTrainedModel", MODEL),
)  # fmt: skip
_STEP: Final = re.compile(r"checkpoint-(\d+)")  # folders of transformers' Trainer
_SERVED: Final = {
    "tokenizer": "a tokenizer with the model's marks that knows single characters only",
    "image processor": "an image processor with the model's published settings",
}


def install(weights: Weights) -> None:
    """Wait for transformers and sentence-transformers."""
    hub = _Hub(weights)
    for module, name, what in _LOADERS:
        after_import(module, functools.partial(_patch, hub, name, what))
    after_import(
        "transformers.tokenization_utils_base",
        lambda module: long_texts.patch(weights.context, hub.has_made, module.PreTrainedTokenizerBase),
    )
    after_import("sentence_transformers", functools.partial(_patch_sentences, hub))


class _Hub:
    """Which folder or name a model's name stands for here."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._folders = dict[str, str]()  # folder of ours -> name it was made for
        self._said = set[tuple[str, str]]()

    def resolve(self, name: Any) -> Any:
        """`name` itself where a folder or the cache has it; else its other name in the cache, or a folder of ours."""
        if not isinstance(name, str) or name in self._folders or Path(name).is_dir() or self.cached(name):
            return name
        if saved := self._saved_before(Path(name)):
            return saved
        plain = OTHER_NAMES.get(name, name)
        for other in (plain, *(new for new, old in OTHER_NAMES.items() if old == plain)):
            if self.cached(other):
                return other
        return self._made(plain) if plain in KNOWN else name

    def _saved_before(self, folder: Path) -> str | None:
        """The last folder that a Trainer saved where one of a later step is asked for; None: none, or it was not cut.

        How many steps there would have been depends on the rows, too: any number is answered.
        """
        if not self.weights.context.loops.cut or not _STEP.fullmatch(folder.name) or not folder.parent.is_dir():
            return None
        steps = {int(match[1]): each for each in folder.parent.iterdir() if (match := _STEP.fullmatch(each.name))}
        if not steps:
            return None
        last = steps[max(steps)]
        self.weights.context.substituted_once(
            asked=str(folder),
            served=f"{last.name}, the last that training saved",
            how="epochs",
            why="this profile ended the training before that step",
        )
        return str(last)

    def made_beside(self, used: Any) -> str | None:
        """A folder of ours for a model that the cache has in part; None: there is none to be made."""
        plain = OTHER_NAMES.get(used, used) if isinstance(used, str) else ""
        return self._made(plain) if plain in KNOWN and self.cached(used) else None

    def name_of(self, folder: Any) -> str | None:
        """The model that a folder of ours was made for."""
        return self._folders.get(folder) if isinstance(folder, str) else None

    def has_made(self) -> bool:
        """Whether any model was put together here."""
        return bool(self._folders)

    def first(self, name: Any, what: str) -> bool:
        """Whether this is the first time that it is spoken of."""
        known = (str(name), what) in self._said
        self._said.add((str(name), what))
        return not known

    def cached(self, name: Any) -> bool:
        """Whether the cache has anything of this model."""
        return isinstance(name, str) and self.weights.hub_folder(name) is not None

    def _made(self, name: str) -> str:
        folder = self.weights.context.private / "hub" / name
        if str(folder) not in self._folders:
            folder.mkdir(parents=True)
            for file, content in KNOWN[name]().items():
                (folder / file).parent.mkdir(exist_ok=True)
                (folder / file).write_text(content, encoding="utf-8")
            self._folders[str(folder)] = name
        return str(folder)

    def say(self, asked: Any, used: Any, what: str, class_name: str) -> None:
        """Record once what `asked` was answered with; models of ours say so themselves."""
        name = self.name_of(used)
        if not what or not isinstance(used, str):
            return
        if name is None and self.cached(used):
            self.weights.say_found(f"{asked} ({class_name})", used)
        elif name is not None and what != MODEL and self.first(used, what):
            self.weights.context.substituted(
                asked=f"{name} ({class_name})", served=_SERVED[what], how=what, why=NOT_THERE
            )


def _patch(hub: _Hub, name: str, what: str, module: Any) -> None:
    owner = getattr(module, name)
    original = owner.from_pretrained.__func__

    @functools.wraps(original)
    def from_pretrained(cls: Any, pretrained_model_name_or_path: Any = None, *rest: Any, **named: Any) -> Any:
        asked = pretrained_model_name_or_path
        used = hub.resolve(asked)
        hub.say(asked, used, what, cls.__name__)
        if what == MODEL and (made_for := hub.name_of(used)) is not None:
            return _fresh(hub, cls, used, made_for, rest, named)
        try:
            return original(cls, used, *rest, **named)
        except OSError:
            if what == MODEL and hub.cached(used):
                return _fresh(hub, cls, used, str(asked), rest, named)
            made = hub.made_beside(used)
            if made is None:
                _note(hub, asked, used)
                raise
        # The cache has other files of the model, and not these.
        hub.say(asked, made, what, cls.__name__)
        return original(cls, made, *rest, **named)

    owner.from_pretrained = classmethod(from_pretrained)


def _patch_sentences(hub: _Hub, module: Any) -> None:
    """Its models are read through transformers, once a folder stands for the name."""
    original = module.SentenceTransformer.__init__

    @functools.wraps(original)
    def begin(self: Any, model_name_or_path: Any = None, *rest: Any, **named: Any) -> None:
        used = hub.resolve(model_name_or_path)
        if isinstance(used, str) and used == model_name_or_path and "/" not in used and not Path(used).exists():
            used = hub.resolve(f"{MAKER}/{used}")
        original(self, model_name_or_path if hub.name_of(used) is None else used, *rest, **named)

    module.SentenceTransformer.__init__ = begin


def _fresh(hub: _Hub, cls: Any, folder: str, name: str, rest: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """The network as its settings describe it, ready to be used, as `from_pretrained` leaves it."""
    config = named.pop("config", None)
    loading_info = named.pop("output_loading_info", False)
    if not isinstance(config, cls.config_class):
        config, named = cls.config_class.from_pretrained(folder, return_unused_kwargs=True, **named)
    hub.weights.say_fresh(f"{name} ({cls.__name__}) with its pretrained weights")
    with _own_chance(name):
        model = cls(config, *rest)
    model.eval()
    none: dict[str, list[str]] = {"missing_keys": [], "unexpected_keys": [], "mismatched_keys": [], "error_msgs": []}
    return (model, none) if loading_info else model


@contextlib.contextmanager
def _own_chance(name: str) -> Iterator[None]:
    """The same weights each time for a model of sentences: what it says of texts is compared from one load to the next.

    The notebook's own chance goes on from where it was, as it does where weights are loaded.
    """
    if name not in SENTENCES:
        yield
        return
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(zlib.crc32(name.encode()))
        yield


def _note(hub: _Hub, asked: Any, used: Any) -> None:
    """Say once why a model could not be had; the cell that asked for it fails, and not by a fault of its own."""
    if isinstance(used, str) and hub.name_of(used) is None and not Path(used).exists() and hub.first(asked, "missing"):
        hub.weights.context.note(
            "weights",
            f"the course's cache has no model {asked!r}, and it is none of those that can be built without it: "
            f"{', '.join(KNOWN)}",
        )
