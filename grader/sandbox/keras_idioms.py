"""Which Keras a notebook was written for, read off its source: by what Keras 3 refuses, never by age."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.evidence.wire.job import Keras

MOST_TEXT: Final = 2_000_000  # characters of one cell or module that are read
_KERAS: Final = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+(?:[\w., \t]{0,200},[ \t]*)?(?:keras|tf_keras|tensorflow)\b", re.MULTILINE
)
_TF_CLASS: Final = r"\bTF(?:Auto|Bert|DistilBert|Roberta)(?:Model|For)\w*"  # of transformers
_COMMENT: Final = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_OPTIMIZER: Final = r"(?<!optim\.)\b(?:Adam|Adamax|Nadam|SGD|RMSprop|Adagrad|Adadelta)\("
# Names of Keras 2 in one package that Keras 3 has in none of the two places it is imported from.
_GONE: Final = (
    r"(?:CuDNN(?:LSTM|GRU)|LocallyConnected[12]D|AbstractRNNCell|DenseFeatures|merge|np_utils|model_from_yaml|"
    r"MeanTensor|BaseLogger|(?:Generator|Ordered|Sequence)Enqueuer|multi_gpu_model|text|ImageDataGenerator|vis_utils|"
    r"generic_utils)"
)
_OTHER_FILE: Final = r"[rf]?(['\"])(?:(?!\1|\.weights\.h5)[^\n])+\1"  # Keras 3 takes names that end so, and no others
_IN_KERAS: Final = r"^[ \t]*from[ \t]+(?:keras|tensorflow\.keras)(?:\.\w+){0,3}[ \t]+import\b"

# Code that works with Keras 3 alone.
_KERAS_3: Final = (
    (r"\bkeras\.(?:ops|random|tree|quantizers|distribution)\b", "keras.ops or keras.random"),
    (r"^[ \t]*from[ \t]+keras[ \t]+import[ \t][^\n#]{0,200}\b(?:ops|random|tree|quantizers)\b", "keras.ops"),
    # Old Keras had the variable too, for TensorFlow, Theano and CNTK.
    (r"\bKERAS_BACKEND\b[^\n]{0,40}\b(?:jax|torch|numpy|openvino)\b", "a backend that Keras 2 never had"),
    (r"^[ \t]*(?:from|import)[ \t]+keras_(?:hub|nlp|cv)\b", "keras_hub"),
    (r"\b(?:PyDataset|GroupQueryAttention|TorchModuleWrapper|JaxLayer)\b", "a class of Keras 3"),
)
# (what Keras 3 refuses or answers otherwise than the author saw, in words for the report)
_KERAS_2: Final = (
    (r"\bTF_USE_LEGACY_KERAS\b", "it asks for TF_USE_LEGACY_KERAS"),
    (r"\bkeras\.layers\.(?!experimental\b)[a-z_]+(?=\.|[ \t]+import\b)", "a module below keras.layers"),
    (r"\bkeras\.layers\.experimental\b", "keras.layers.experimental"),
    (
        r"\bkeras\.utils\.(?:np|generic|vis|data|layer|training|conv|io)_utils\b",
        "a module below keras.utils, such as np_utils",
    ),
    (r"\bkeras\.(?:engine|legacy|objectives|wrappers|optimizer_v2|contrib)\b", "a removed module of Keras"),
    (r"\bkeras\.optimizers\.(?:legacy|adam|adam_v2|gradient_descent_v2|rmsprop_v2)\b", "old optimisers"),
    (r"\bkeras\.backend\.tensorflow_backend\b", "keras.backend.tensorflow_backend"),
    (r"(?<!tensorflow\.)(?<!tf\.)\bkeras\.preprocessing\.text\b", "keras.preprocessing.text"),
    (
        rf"^[ \t]*from[ \t]+keras(?:\.\w+){{0,3}}[ \t]+import\b[^\n#]{{0,300}}\b{_GONE}\b",
        "names that Keras 3 no longer has",
    ),
    (
        rf"{_IN_KERAS}[^\n#]{{0,300}}\b(?:CuDNN(?:LSTM|GRU)|LocallyConnected[12]D)\b",
        "layers that Keras 3 no longer has",
    ),
    (
        r"^[ \t]*from[ \t]+keras\.preprocessing\.sequence[ \t]+import\b[^\n#]{0,200}\b(?:Timeseries|skipgrams)",
        "names that Keras 3 no longer has",
    ),
    (r"^[ \t]*(?:from|import)[ \t]+keras_contrib\b", "keras_contrib"),
    (r"^[ \t]*(?:from|import)[ \t]+tensorflow_hub\b", "tensorflow_hub, whose layers are of Keras 2"),
    (_TF_CLASS, "a TensorFlow class of transformers, which is a model of Keras 2"),
    (r"\btensorflow\.python\.keras\b|\btensorflow_core\b", "tensorflow.python.keras"),
    (rf"{_OPTIMIZER}[^()]{{0,200}}\blr[ \t]*=", "lr="),
    (rf"{_OPTIMIZER}[^()]{{0,300}}\bdecay[ \t]*=", "decay="),
    (r"\.predict_classes\(", "predict_classes"),
    (r"\.(?:fit|evaluate|predict)_generator\(", "fit_generator and its like"),
    (r"\bnb_(?:epoch|filter|row|col|val_samples)[ \t]*=", "nb_epoch and its like"),
    (r"\b(?:W_regularizer|b_regularizer|border_mode|subsample|inner_activation)[ \t]*=", "arguments of Keras 1"),
    (r"\bEmbedding\([^#]{0,300}?\binput_length[ \t]*=", "Embedding(input_length=)"),
    (r"^[ \t]*(?!self\b)\w+\.add_(?:loss|metric)\(", "add_loss on a functional model"),
    (r"\bK\.(?:int_shape|shape|random_normal|gradients|function|placeholder)\(", "keras.backend in a model"),
    (
        r"\btf\.(?:Session|placeholder|ConfigProto|set_random_seed|random_normal|InteractiveSession|contrib)\b",
        "TensorFlow 1",
    ),
    (r"\btf\.(?:train\.\w+Optimizer\(|layers\.\w|nn\.rnn_cell\b)|\btensorflow\.examples\b", "TensorFlow 1"),
    (r"\bcompat\.v1\.(?:Session|placeholder|ConfigProto|disable_\w+|keras|get_default_graph)\b", "TensorFlow 1"),
    (r"\btensorflow\.compat\.v1\b", "TensorFlow 1"),
    (rf"\.save_weights\([ \t]*{_OTHER_FILE}", "files of weights of any name"),
    (
        rf"\bModelCheckpoint\([ \t\n]*(?:filepath[ \t]*=[ \t]*)?{_OTHER_FILE}"
        r"[^()]{0,300}\bsave_weights_only[ \t]*=[ \t]*T",
        "files of weights of any name",
    ),
    (r"\bModelCheckpoint\([ \t\n]*[^()]{0,100}\.(?:hdf5|ckpt|tf)['\"]", "files of models of any name"),
    (
        r"\binput_(?:dim|shape)[ \t]*=[^\n#]{0,200}\bname[ \t]*=[ \t]*['\"]input_layer['\"]",
        "a first layer called input_layer",
    ),
    (
        r"(?:(?<![\w.])|\bmodels\.)load_model\([ \t]*r?(['\"])(?:\.{1,2}/)*"
        r"(?:(?!\1)[^\n.{%:/])+/(?:(?!\1)[^\n.{%:])+\1[ \t]*[,)]",
        "folders of saved models",
    ),
    # At the left margin: in the methods of a layer the same name stands for a plain tensor.
    (
        r"^(\w+)[ \t]*=[ \t]*[\w.]*\bInput\((?:[^\n]*\n){1,12}?[^\s#][^\n]{0,200}\btf\.(?!keras\b)[\w.]+\([ \t]*\1\b",
        "functions of TensorFlow on the input of a model",
    ),
)
# Whether these are refused depends on another cell: how the backend was imported, what the models were compiled with.
_BACKEND: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+keras[ \t]+import[ \t][^\n#]{0,200}\bbackend\b|(?:from|import)[ \t]+keras\.backend\b)",
    re.MULTILINE,
)
_KEPT: Final = (
    "backend|clear_session|epsilon|floatx|get_uid|image_data_format|is_float_dtype|is_int_dtype|is_keras_tensor|"
    "result_type|set_epsilon|set_floatx|set_image_data_format|standardize_dtype"
)
_BACKEND_USED: Final = re.compile(rf"\b(?:K|backend)\.(?!(?:{_KEPT})\b)[a-z]\w*\(")
_KEYS: Final = re.compile(r"\bhist\w*(?:\.history)?\[[ \t]*['\"](?:val_)?acc['\"][ \t]*\]")
_MONITORED: Final = re.compile(r"\bmonitor[ \t]*=[ \t]*['\"](?:val_)?acc['\"]")
_COMPILED: Final = re.compile(r"\bmetrics[ \t]*=[ \t]*[\[{(][^\])}]{0,120}['\"]acc['\"]")

_Cell = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """`keras` is None where the code names no Keras; `because` is a part of a sentence, "cell 3 uses ..."."""

    keras: Keras | None
    because: str = ""


def choose(cells: Iterable[_Cell]) -> Choice:
    """The Keras that code was written for.

    Args: (position, source) of the code cells; companion modules have position 0. A text that is not quite Python
        does not matter.
    """
    sources = [(position, _COMMENT.sub("", source[:MOST_TEXT])) for position, source in cells]
    if not any(_KERAS.search(source) or _KERAS_INSIDE.search(source) for _, source in sources):
        return Choice(None)
    modern = _first(sources, _KERAS_3_RULES)
    if modern:
        return Choice("keras3", modern)
    old = _first(sources, (*_KERAS_2_RULES, *_depending(sources)))
    return Choice("keras2", old) if old else Choice("keras3", "nothing in the code needs an older one")


def rules_digest() -> str:
    """sha256 of the rules: a stored attempt was run by the rules of its day."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


_Rules = tuple[tuple[re.Pattern[str], str], ...]
_KERAS_INSIDE: Final = re.compile(_TF_CLASS)  # a Keras that the code itself need not import
_KERAS_3_RULES: Final[_Rules] = tuple((re.compile(rule, re.MULTILINE), words) for rule, words in _KERAS_3)
_KERAS_2_RULES: Final[_Rules] = tuple((re.compile(rule, re.MULTILINE), words) for rule, words in _KERAS_2)


def _depending(sources: list[_Cell]) -> _Rules:
    rules: _Rules = ()
    if any(_BACKEND.search(source) for _, source in sources):
        rules += ((_BACKEND_USED, "functions of keras.backend"),)
    if not any(_COMPILED.search(source) for _, source in sources):
        rules += ((_KEYS, "the key 'acc' for 'accuracy'"), (_MONITORED, "the key 'acc' for 'accuracy'"))
    return rules


def _first(sources: list[_Cell], rules: _Rules) -> str:
    """The first cell that a rule speaks of, and what it says there."""
    for position, source in sources:
        for rule, words in rules:
            if rule.search(source):
                return f"{f'cell {position}' if position else 'a companion module'} uses {words}"
    return ""
