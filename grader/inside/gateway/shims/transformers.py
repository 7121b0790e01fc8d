"""transformers before 5: `AdamW`, `encode_plus`, feature extractors, `evaluation_strategy=`, MMBT, TensorFlow."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from grader.inside.environment import version_of
from grader.inside.gateway.shims import transformers_tensorflow
from grader.inside.gateway.shims.library import Library, StandIn, alias, dropped, handing_on, renamed
from grader.inside.gateway.shims.transformers_outputs import in_parts
from grader.inside.hooks import after_import

_TEXTS_FIRST: Final = {
    "transformers.models.altclip.processing_altclip": "AltCLIPProcessor",
    "transformers.models.chinese_clip.processing_chinese_clip": "ChineseCLIPProcessor",
    "transformers.models.clip.processing_clip": "CLIPProcessor",
    "transformers.models.siglip.processing_siglip": "SiglipProcessor",
}
_OWN_OUTPUTS: Final = "grader.inside.standins.tf_transformers.outputs"
_TEXTS_ORDER: Final = ("text", "images")
_PATH: Final = 200  # characters: a longer name of a file is refused by the system with an error
EXTRACTORS: Final = ("Beit", "CLIP", "DeiT", "ViT")
# What a training may report to, and the distribution that does.
SERVICES: Final = {
    "clearml": "clearml", "comet_ml": "comet-ml", "mlflow": "mlflow", "neptune": "neptune", "wandb": "wandb",
}  # fmt: skip
# The multimodal bitransformer: where it is built, what it is in words, the names the library itself gave out.
_MMBT: Final = "grader.inside.gateway.shims.mmbt"
_MMBT_SERVED: Final = "the same network, built on the installed transformers"
_MMBT_NAMES: Final = ("MMBTConfig", "MMBTForClassification", "MMBTModel", "ModalEmbeddings")
# Its modules, which lay elsewhere before 4 and at last among the deprecated ones.
_MMBT_HOMES: Final = ("transformers.models.mmbt", "transformers.models.deprecated.mmbt")
_MMBT_FILES: Final = ("configuration_mmbt", "modeling_mmbt")


def install(library: Library) -> None:
    """Wait for transformers, and for its parts that lost something."""
    modules = [
        *(f"transformers.{file}" for file in _MMBT_FILES),
        *(name for home in _MMBT_HOMES for name in (home, *(f"{home}.{file}" for file in _MMBT_FILES))),
    ]
    library.modules(dict.fromkeys(modules, (_MMBT_SERVED, handing_on(_MMBT))))
    after_import("transformers", lambda module: _names(library, module))
    # This part runs the library's first file once more, which puts another module in the place of the first.
    after_import("transformers.processing_utils", lambda _: _names(library, sys.modules["transformers"]))
    after_import("transformers.tokenization_utils_base", lambda module: _tokenizers(library, module))
    after_import("transformers.training_args", lambda module: _arguments(library, module.TrainingArguments))
    after_import("transformers.utils.generic", lambda module: in_parts(library, module.ModelOutput, library.work))
    after_import(_OWN_OUTPUTS, lambda module: in_parts(library, module.Output, library.work))
    for module, name in _TEXTS_FIRST.items():
        after_import(module, functools.partial(lambda name, module: _texts_first(library, getattr(module, name)), name))
    after_import(
        "transformers.trainer",
        lambda module: library.keywords(module.Trainer, "__init__", {"tokenizer": renamed("processing_class")}),
    )


def _texts_first(library: Library, kind: Any) -> None:
    """`processor(texts, images)`, the order before 5; paths and addresses of pictures stay pictures."""
    original = kind.__call__

    @functools.wraps(original)
    def call(self: Any, *args: Any, **named: Any) -> Any:
        if not (0 < len(args) <= len(_TEXTS_ORDER)) or not named.keys().isdisjoint(_TEXTS_ORDER[: len(args)]):
            return original(self, *args, **named)
        if not _are_texts(args[0]):
            return original(self, *args, **named)
        library.say(f"{kind.__name__}(text, images)", "the same by keyword", "the installed one takes images first")
        return original(self, **dict(zip(_TEXTS_ORDER, args, strict=False)), **named)

    kind.__call__ = call


def _are_texts(given: Any) -> bool:
    """A text or texts, none of which is a picture's path or address."""
    texts = given if isinstance(given, list | tuple) else [given]
    return bool(texts) and all(
        isinstance(text, str) and not text.startswith(("http://", "https://")) and not Path(text[:_PATH]).is_file()
        for text in texts
    )


def _arguments(library: Library, kind: Any) -> None:
    library.keywords(
        kind,
        "__init__",
        {"evaluation_strategy": renamed("eval_strategy"), "no_cuda": renamed("use_cpu"), "logging_dir": dropped},
    )
    original = kind.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        given = named.get("report_to")
        asked = [given] if isinstance(given, str) else list(given or [])
        kept = [each for each in asked if each not in SERVICES or version_of(SERVICES[each]) is not None]
        if kept != asked:
            library.say(f"report_to={given!r}", "nothing is reported", "this service is not there while grading")
            named["report_to"] = kept or "none"
        original(self, *args, **named)

    kind.__init__ = __init__


def _names(library: Library, transformers: Any) -> None:
    if "__getattr__" in vars(transformers):
        return
    table = {"AdamW": StandIn("torch.optim.AdamW", _adamw)} | transformers_tensorflow.NAMES
    table |= {
        f"{name}FeatureExtractor": alias(f"transformers:{name}ImageProcessor")
        for name in EXTRACTORS
    }  # fmt: skip
    table |= {name: StandIn(_MMBT_SERVED, alias(f"{_MMBT}:{name}").make) for name in _MMBT_NAMES}
    there = set(dir(transformers))  # of what it loads once it is asked, too
    library.names(transformers, {name: each for name, each in table.items() if name not in there})
    after_import(
        "transformers.optimization",
        lambda module: library.names(module, {"AdamW": StandIn("torch.optim.AdamW", _adamw)}),
    )


def _adamw() -> Any:
    import torch

    class AdamW(torch.optim.AdamW):  # type: ignore[misc]  # torch has no types here
        """With the settings that transformers had: no weight decay, a larger epsilon."""

        def __init__(
            self, params: Any, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-6,
            weight_decay: float = 0.0, correct_bias: bool = True, no_deprecation_warning: bool = False,
        ) -> None:  # fmt: skip
            del correct_bias, no_deprecation_warning
            super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)

    return AdamW


def _tokenizers(library: Library, module: Any) -> None:
    kind = module.PreTrainedTokenizerBase
    if "tf" not in {each.value for each in module.TensorType}:
        transformers_tensorflow.return_tensors(library, module.BatchEncoding)

    def called(tokenizer: Any) -> Callable[..., Any]:
        def encode(*args: Any, pad_to_max_length: bool = False, **named: Any) -> Any:
            if pad_to_max_length:
                named.setdefault("padding", "max_length")
                named.setdefault("truncation", True)
            if "batch_text_or_text_pairs" in named:  # as `batch_encode_plus` called its texts
                args = (named.pop("batch_text_or_text_pairs"), *args)
            # A column or an array of texts, which it took as well.
            return tokenizer(*(list(each) if getattr(each, "ndim", 0) == 1 else each for each in args), **named)

        return encode

    if not hasattr(kind, "encode_plus"):
        library.members(
            kind, dict.fromkeys(("batch_encode_plus", "encode_plus"), (f"{kind.__name__}.__call__", called))
        )
    library.keywords(kind, "__call__", {"pad_to_max_length": _padded})
    if not hasattr(kind, "max_model_input_sizes"):
        limits = ("model_max_length, under every name", lambda tokenizer: _Limits(tokenizer.model_max_length))
        library.members(kind, {"max_model_input_sizes": limits})


class _Limits(dict[str, int]):
    """Positions by a checkpoint's name: those of the tokenizer that is asked."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __missing__(self, name: str) -> int:
        return self._most


def _padded(given: Any) -> dict[str, Any]:
    return {"padding": "max_length", "truncation": True} if given else {}
