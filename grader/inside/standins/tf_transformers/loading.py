"""`from_pretrained` and `save_pretrained` of the TensorFlow classes; published weights are not at hand for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Final

# What Keras 2 and Keras 3 may call a file of weights; neither reads the other's.
FILE_OF_2, FILE_OF_3 = "tf_model.h5", "tf_model.weights.h5"
# Arguments that say where to look, and nothing of the model.
_WHERE: Final = (
    "cache_dir", "force_download", "from_pt", "from_tf", "ignore_mismatched_sizes", "local_files_only",
    "output_loading_info", "proxies", "resume_download", "revision", "token", "use_auth_token", "use_safetensors",
)  # fmt: skip

Tell = Callable[[str, str], None]  # (model's name, name of the class) of one that began with fresh weights


def _silent(name: str, kind: str) -> None:
    del name, kind


class Loading:
    """The part of a model that reads and writes folders."""

    config_class: ClassVar[Any]
    tell: ClassVar[Tell] = staticmethod(_silent)
    config: Any
    _fresh: str = ""  # the name that it was asked for by, where it began with fresh weights

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path: Any, *rest: Any, **named: Any) -> Any:
        """The model as its settings describe it, built, with the weights that its folder has from `save_pretrained`.

        Args: settings of the configuration (`num_labels`, `output_hidden_states`) by keyword.
        Raises: OSError for a model that is not known.
        """
        asked = str(pretrained_model_name_or_path)
        info = named.get("output_loading_info", False)
        named = {name: value for name, value in named.items() if name not in _WHERE}
        config = named.pop("config", None)
        if not isinstance(config, cls.config_class):
            config, named = cls.config_class.from_pretrained(
                asked if config is None else config, return_unused_kwargs=True, **named
            )
        make: Any = cls
        model = make(config, *rest, **named)
        model(model.dummy_inputs)
        file = Path(asked) / _file()
        if file.is_file():
            model.load_weights(str(file))
        else:
            model._fresh = asked
            model.say_fresh()
        none: dict[str, list[str]] = {"missing_keys": [], "unexpected_keys": [], "mismatched_keys": []}
        return (model, none) if info else model

    def say_fresh(self) -> None:
        """Say that its weights are fresh where a name asked for others."""
        if self._fresh:
            Loading.tell(self._fresh, type(self).__name__)

    def save_pretrained(self, save_directory: Any, **_: Any) -> None:
        """The configuration and the weights, in a folder that is made."""
        folder = Path(save_directory)
        folder.mkdir(parents=True, exist_ok=True)
        self.config.save_pretrained(str(folder))
        own: Any = self
        own.save_weights(str(folder / _file()))


def _file() -> str:
    import tensorflow as tf

    return FILE_OF_3 if hasattr(tf.keras, "ops") else FILE_OF_2
