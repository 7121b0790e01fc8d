"""`TFAutoModel` and `TFAutoModelForSequenceClassification`: the class that a configuration asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from transformers import AutoConfig

from grader.inside.standins.tf_transformers import models

_Kinds = Mapping[str, Any]  # type of a configuration -> class


class _Automatic:
    kinds: ClassVar[_Kinds]

    def __init__(self, *_: Any, **__: Any) -> None:
        name = type(self).__name__
        raise OSError(f"{name} is made by `{name}.from_pretrained(name)` or `{name}.from_config(config)`")

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path: Any, *rest: Any, **named: Any) -> Any:
        """A model of the class that the settings of this name ask for."""
        config = named.pop("config", None)
        if config is None or isinstance(config, str):
            config = AutoConfig.from_pretrained(config or pretrained_model_name_or_path)
        for name in list(named):
            if hasattr(config, name):
                setattr(config, name, named.pop(name))
        return cls._kind(config).from_pretrained(pretrained_model_name_or_path, *rest, config=config, **named)

    @classmethod
    def from_config(cls, config: Any, **named: Any) -> Any:
        """A model of the class that these settings ask for."""
        return cls._kind(config)(config, **named)

    @classmethod
    def _kind(cls, config: Any) -> Any:
        if config.model_type not in cls.kinds:
            raise ValueError(f"{cls.__name__} of the grader knows {', '.join(cls.kinds)}, not {config.model_type}")
        return cls.kinds[config.model_type]


class TFAutoModel(_Automatic):
    """A network without a head."""

    kinds: ClassVar[_Kinds] = {
        "bert": models.TFBertModel,
        "distilbert": models.TFDistilBertModel,
        "roberta": models.TFRobertaModel,
    }


class TFAutoModelForSequenceClassification(_Automatic):
    """A network that classifies texts."""

    kinds: ClassVar[_Kinds] = {
        "bert": models.TFBertForSequenceClassification,
        "distilbert": models.TFDistilBertForSequenceClassification,
        "roberta": models.TFRobertaForSequenceClassification,
    }
