"""Setting values as pandas did before 3: through `frame[column][rows] = …`, and numbers into columns of text.

pandas 3 sets the first on a copy that is thrown away, with a warning, and refuses the second. Notebooks that make
labels of words in place do both, and a model would be trained on what they did not mean.
"""

from __future__ import annotations

import functools
import sys
import weakref
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from grader.inside.gateway.shims.library import Library

IN_PLACE: Final = ("replace", "fillna", "ffill", "bfill", "clip", "mask", "where", "interpolate")
_BEFORE_3: Final = "as pandas before 3 gave"
PARENT: Final = "_taken_from"  # (a weak reference to the frame, the column's name)


def install(library: Library, pandas: Any) -> None:
    """Patch frames, columns and their indexers."""
    if int(pandas.__version__.partition(".")[0]) < 3:
        return
    # How few references an object has that nobody holds, as pandas itself counts when it warns.
    counts = pandas.compat._constants
    _remember_parents(pandas.DataFrame)
    column = pandas.Series
    column.replace = _numbers_for_words(library, column.replace)
    pandas.DataFrame.replace = _numbers_in_frames(library, pandas.DataFrame.replace)
    for name in IN_PLACE:  # outermost, since one more call would be one more reference
        setattr(column, name, _in_place(library, name, getattr(column, name), counts.REF_COUNT_METHOD))
    column.__setitem__ = _set_in_column(library, column.__setitem__, counts.REF_COUNT)
    indexing = pandas.core.indexing
    for kind in (indexing._LocIndexer, indexing._iLocIndexer, indexing._AtIndexer, indexing._iAtIndexer):
        kind.__setitem__ = _set_by_index(library, kind.__setitem__)


def _remember_parents(frame: Any) -> None:
    original = frame.__getitem__

    @functools.wraps(original)
    def getitem(self: Any, key: Any) -> Any:
        taken = original(self, key)
        if isinstance(key, str) and getattr(taken, "ndim", 0) == 1:
            object.__setattr__(taken, PARENT, (weakref.ref(self), key))
        return taken

    frame.__getitem__ = getitem


def _give_back(library: Library, column: Any, asked: str) -> None:
    """Set `column`, changed in place while nobody holds it, in the frame it was taken from."""
    parent, name = column.__dict__.get(PARENT, (None, ""))
    frame = parent() if parent is not None else None
    if frame is not None and frame.columns.is_unique and name in frame.columns:
        frame[name] = column
        library.say(asked, "the same, set in the frame", "this pandas would set it on a copy and throw that away")


def _in_place(library: Library, name: str, original: Callable[..., Any], alone: int) -> Callable[..., Any]:
    @functools.wraps(original)
    def method(self: Any, *args: Any, **named: Any) -> Any:
        lost = named.get("inplace") is True and sys.getrefcount(self) <= alone
        if not lost or _is_held(self, sys._getframe(1)):
            return original(self, *args, **named)
        result = original(self, *args, **named)
        _give_back(library, self, f"frame[column].{name}(inplace=True)")
        return result

    return method


def _set_in_column(library: Library, original: Callable[..., None], alone: int) -> Callable[..., None]:
    @functools.wraps(original)
    def setitem(self: Any, key: Any, given: Any) -> None:
        lost = sys.getrefcount(self) <= alone and not _is_held(self, sys._getframe(1))
        try:
            original(self, key, given)
        except TypeError as error:
            if not _is_about_words(error):
                raise
            self._update_inplace(self.astype(object))
            original(self, key, given)
            _tell_words(library)
        if lost:
            self._update_inplace(self.infer_objects())
            _give_back(library, self, "frame[column][rows] = …")

    return setitem


def _set_by_index(library: Library, original: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(original)
    def setitem(self: Any, key: Any, given: Any) -> None:
        try:
            original(self, key, given)
            return
        except TypeError as error:
            if not _is_about_words(error):
                raise
        held = self.obj
        if held.ndim == 1:
            held._update_inplace(held.astype(object))
        else:
            for name in [name for name, dtype in held.dtypes.items() if dtype == "str"]:
                held[name] = held[name].astype(object)
        original(self, key, given)
        _tell_words(library)

    return setitem


def _numbers_for_words(library: Library, original: Callable[..., Any]) -> Callable[..., Any]:
    """`replace({'ham': 0, 'spam': 1})` gave numbers; pandas 3 gives a column of objects that no model takes."""

    @functools.wraps(original)
    def replace(self: Any, *args: Any, **named: Any) -> Any:
        before = self.dtype
        result = original(self, *args, **named)
        changed = self if named.get("inplace") else result
        if changed is not None and before in ("str", object) and changed.dtype == object:
            numbers = changed.infer_objects()
            if numbers.dtype.kind in "iufb":
                library.say("Series.replace(…) of words with numbers", "a column of numbers", _BEFORE_3)
                if changed is not self:
                    return numbers
                self._update_inplace(numbers)
        return result

    return replace


def _numbers_in_frames(library: Library, original: Callable[..., Any]) -> Callable[..., Any]:
    """The same of a whole table: each of its columns that had words and has numbers alone now."""

    @functools.wraps(original)
    def replace(self: Any, *args: Any, **named: Any) -> Any:
        words = [name for name, dtype in self.dtypes.items() if dtype in ("str", object)]
        result = original(self, *args, **named)
        changed = self if named.get("inplace") else result
        if changed is None or not words or not changed.columns.is_unique:
            return result
        for name in words:
            numbers = changed[name].infer_objects()
            if numbers.dtype.kind in "iufb":
                changed[name] = numbers
                library.say("DataFrame.replace(…) of words with numbers", "columns of numbers", _BEFORE_3)
        return result

    return replace


def _is_held(column: Any, caller: FrameType) -> bool:
    """Whether a variable of the caller's is what is changed: then it is the column that was meant, not the frame."""
    return any(each is column for each in caller.f_locals.values())


def _is_about_words(error: TypeError) -> bool:
    return "for dtype 'str'" in str(error)


def _tell_words(library: Library) -> None:
    library.say("a number set in a column of text", "the column holds objects, as before pandas 3")
