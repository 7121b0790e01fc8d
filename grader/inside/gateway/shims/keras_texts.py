"""Texts as models of Keras are handed them: lists, arrays and columns that the installed libraries refuse.

Keras 3 takes texts as a tensor or as one column of objects. Keras 2 took lists of them for `predict`, arrays of NumPy's
of any kind and columns of tables, and shaped them in the same way: a list (n,), a column of a table (n, 1). Given a
table to `adapt` to, it read the texts, where Keras 3 reads the columns' names. pandas 3 keeps columns of texts in
arrays of its own, which `.values` hands out, and which neither Keras knows.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_KERAS_3: Final = "keras.src.trainers.data_adapters"
_KERAS_2: Final = "tf_keras.src.engine.data_adapter"
_LAYERS: Final = ("text_vectorization:TextVectorization", "string_lookup:StringLookup")
_STRICT: Final = "the installed libraries take no other form"
_KINDS: Final = "OUS"  # of arrays that may hold texts
_SCALARS: Final = (bool, int, float)


def install(library: Library) -> None:
    """Wait for what takes the rows apart in either Keras, and for pandas beside TensorFlow."""
    after_import(_KERAS_3, lambda module: _for_keras_3(library, module))
    after_import(_KERAS_2, lambda module: _for_keras_2(library, module))
    for layer in _LAYERS:
        module, _, name = layer.partition(":")
        after_import(f"keras.src.layers.preprocessing.{module}", functools.partial(_read_tables, library, name))
    after_import("tensorflow.python.framework.dtypes", lambda dtypes: after_import("pandas", _name_type(dtypes)))


def _for_keras_3(library: Library, adapters: Any) -> None:
    slicing: Any = sys.modules[f"{_KERAS_3}.array_slicing"]
    choose = adapters.get_data_adapter
    signature, split = inspect.signature(choose), slicing.train_validation_split

    @functools.wraps(choose)
    def get_data_adapter(*args: Any, **named: Any) -> Any:
        given = signature.bind(*args, **named).arguments
        x, y = given.get("x"), given.get("y")
        if _list_of_texts(x) and (y is None or _list_of_scalars(y)):
            given["x"] = _tensor(_array(x))
            if y is not None:
                given["y"] = np.asarray(y)
            library.say("a list of texts for a model of Keras", "the same texts as a tensor", _STRICT)
        else:
            given["x"] = _with_tensors(library, x)
        return choose(**given)

    @functools.wraps(split)
    def train_validation_split(arrays: Any, *args: Any, **named: Any) -> Any:
        if isinstance(arrays, tuple) and arrays:
            arrays = (_with_tensors(library, arrays[0]), *arrays[1:])
        return split(arrays, *args, **named)

    adapters.get_data_adapter = get_data_adapter
    slicing.train_validation_split = train_validation_split


def _read_tables(library: Library, name: str, module: Any) -> None:
    layer = getattr(module, name)
    original = layer.adapt

    @functools.wraps(original)
    def adapt(self: Any, data: Any, *args: Any, **named: Any) -> Any:
        found = _array(data) if hasattr(data, "columns") and _of_pandas(data) else None
        if found is not None and found.ndim == 2 and found.shape[1] == 1 and _all_texts(found):
            library.say(f"{name}.adapt(a table)", "its texts", "the installed Keras reads the names of its columns")
            data = found
        return original(self, data, *args, **named)

    layer.adapt = adapt


def _with_tensors(library: Library, x: Any) -> Any:
    """Inputs of a model: each array of texts that Keras 3 refuses as a tensor; what is anything else as it was.

    A list of one array is that array, which a model that has not been built yet cannot know.
    """
    if type(x) in (list, tuple):
        if len(x) == 1 and (only := _array(x[0])) is not None and _all_texts(only):
            return _tensor(only)
        return type(x)(_with_tensors(library, each) for each in x)
    if type(x) is dict:
        return {name: _with_tensors(library, each) for name, each in x.items()}
    found = _array(x)
    if found is None or (x is found and found.dtype == object and found.ndim == 1):  # Keras makes a tensor of those
        return x
    if not _all_texts(found):
        return x
    library.say(f"texts in {_kind(x)} for a model of Keras", "the same texts as a tensor", _STRICT)
    return _tensor(found)


def _array(x: Any) -> Any:
    """Texts as an array, a Series as a column, which it was to Keras from the beginning; None for no texts."""
    if isinstance(x, np.ndarray | list | tuple) or _of_pandas(x):
        array = np.asarray(x)
        if array.dtype.kind in _KINDS:
            return array[:, np.newaxis] if hasattr(x, "to_frame") and array.ndim == 1 else array
    return None


def _all_texts(array: Any) -> bool:
    return array.size > 0 and all(isinstance(text, str | bytes) for text in array.flat)


def _tensor(texts: Any) -> Any:
    return sys.modules["tensorflow"].convert_to_tensor(texts, dtype="string")


def _for_keras_2(library: Library, adapters: Any) -> None:
    """Arrays of pandas's become arrays of NumPy's; all else Keras 2 takes by itself."""
    begin, split = adapters.DataHandler.__init__, adapters.train_validation_split

    @functools.wraps(begin)
    def init(self: Any, x: Any, *args: Any, **named: Any) -> None:
        begin(self, _unpacked(library, x), *args, **named)

    @functools.wraps(split)
    def train_validation_split(arrays: Any, *args: Any, **named: Any) -> Any:
        if isinstance(arrays, tuple) and arrays:
            arrays = (_unpacked(library, arrays[0]), *arrays[1:])
        return split(arrays, *args, **named)

    adapters.DataHandler.__init__, adapters.train_validation_split = init, train_validation_split


def _unpacked(library: Library, x: Any) -> Any:
    if not _of_pandas(x) or hasattr(x, "iloc"):  # a table, or a column of one
        return x
    array = np.asarray(x)
    if array.dtype != object:
        return x
    library.say(f"texts in {_kind(x)} for a model of Keras", "the same texts in an array of NumPy's", _STRICT)
    return array


def _name_type(dtypes: Any) -> Callable[[Any], None]:
    """TensorFlow's name for the type of columns of texts, which was that of objects, and a string to it."""

    def add(pandas: Any) -> None:
        for storage in ("python", "pyarrow"):
            with contextlib.suppress(ImportError, TypeError, ValueError):  # an older pandas, or no pyarrow
                kind = pandas.StringDtype(storage, na_value=np.nan)
                dtypes._ANY_TO_TF.setdefault(kind, dtypes.string)

    return add


def _list_of_texts(x: Any) -> bool:
    """Whether Keras 2 would have taken `x` for a list of texts: a list, or lists of one length, with nothing else."""
    if type(x) not in (list, tuple) or not x:
        return False
    if all(type(text) in (str, bytes) for text in x):
        return True
    return all(_list_of_texts(each) and len(each) == len(x[0]) for each in x)


def _list_of_scalars(y: Any) -> bool:
    return type(y) in (list, tuple) and bool(y) and all(type(each) in _SCALARS for each in y)


def _of_pandas(x: Any) -> bool:
    return type(x).__module__.partition(".")[0] == "pandas" and hasattr(x, "__array__")


def _kind(x: Any) -> str:
    return f"{type(x).__module__.partition('.')[0]}'s {type(x).__name__}"
