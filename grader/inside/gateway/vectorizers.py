"""scikit-learn's vectorizers where the served texts have fewer words than a network was laid out for.

`TfidfVectorizer(max_features=5000)` finds at most so many words. A quick run's texts have fewer than those that are
published, and `nn.Linear(5000, 128)` behind it refuses the rows. Where the code counts on
that very number elsewhere, rows are filled up to it with words that no text has: columns of zeros. So they are where
no number is asked for, but a network's first layer is written for the words that all published texts have
(`Dense(8, input_shape=(8672,))`). And where `min_df=30` would leave no word at all, it leaves all of them.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER, sizes_of
from grader.inside.gateway.usage import parsed
from grader.inside.hooks import after_import

_LIMIT: Final = "max_features"
_NONE_LEFT: Final = ("no terms remain", "max_df corresponds to < documents than min_df")
_NO_WORD: Final = "-no word {}-"  # no tokenizer makes one of these
_FIRST: Final = frozenset({"input_shape", "input_dim", "shape", "in_features", "batch_input_shape"})
_FEWEST: Final = 1000  # smaller widths than this are seldom those of whole vocabularies
_OF_OTHERS: Final = frozenset({1024, 2048, 3072, 4096})  # of pictures and of what networks make of them


def install(context: Context) -> None:
    """Wait for the vectorizers, where some data set is served with fewer rows than it was published with."""
    if any(sizes_of(context)):
        after_import("sklearn.feature_extraction.text", lambda module: _fill_up(context, module.CountVectorizer))


def _fill_up(context: Context, vectorizer: Any) -> None:
    original = vectorizer.fit_transform  # what `fit` and TfidfVectorizer call, too

    def cells() -> Iterable[ast.Module]:
        return parsed(cell.source for cell in context.job.cells if cell.kind == "code")

    @functools.cache
    def widths() -> frozenset[int]:
        return frozenset(counted_on(cells()))

    @functools.cache
    def first_width() -> int:
        found = first_widths(cells())
        return next(iter(found)) if len(found) == 1 else 0

    def with_rare_words(self: Any, *args: Any, **named: Any) -> Any:
        least = self.min_df
        try:
            return original(self, *args, **named)
        except ValueError as error:
            if least == 1 or not any(words in str(error) for words in _NONE_LEFT):
                raise
        try:
            self.min_df = 1
            rows = original(self, *args, **named)
        finally:
            self.min_df = least
        context.substituted_once(
            asked=f"{type(self).__name__}(min_df=)", served="all words: min_df=1", how="vocabulary", why=FEWER
        )
        return rows

    @functools.wraps(original)
    def fit_transform(self: Any, *args: Any, **named: Any) -> Any:
        rows = with_rare_words(self, *args, **named)
        asked, found = self.max_features, rows.shape[1]
        wanted = first_width() if asked is None else asked if asked in widths() else 0
        if self.fixed_vocabulary_ or found >= wanted:
            return rows
        self.vocabulary_ |= {_NO_WORD.format(place): place for place in range(found, wanted)}
        context.substituted_once(
            asked=f"{type(self).__name__}({'' if asked is None else f'{_LIMIT}={wanted:,}'})",
            served=f"rows of {wanted:,} values, of which the {found:,} first are words",
            how="vocabulary",
            why=FEWER,
        )
        rows.resize(rows.shape[0], wanted)
        return rows

    vectorizer.fit_transform = fit_transform


def counted_on(trees: Iterable[ast.Module]) -> Iterator[int]:
    """Whole numbers that the code uses for anything but `max_features=`, by themselves or through a name."""
    named: dict[str, int] = {}
    used = set[str]()
    for node in _beside_limits(trees):
        match node:
            case ast.Assign(targets=targets, value=ast.Constant(value=int(number))):
                named |= {target.id: number for target in targets if isinstance(target, ast.Name)}
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Constant(value=int(number)):
                yield number
    yield from (number for name, number in named.items() if name in used)


def first_widths(trees: Iterable[ast.Module]) -> Set[int]:
    """Widths that networks are written for and that may be numbers of words: `input_shape=(8672,)`, `Linear(8672, 8)`.

    By themselves or through a name; not those that some vectorizer is told as its limit.
    """
    nodes = [node for tree in trees for node in ast.walk(tree)]
    named = _numbers_by_name(nodes)
    widths, limits = set[int](), set[int]()
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        given = [word.value for word in node.keywords if word.arg in _FIRST]
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in ("Linear", "Input"):
            given += node.args[:1]
        widths |= _written(map(_alone, given), named)
        limits |= _written((word.value for word in node.keywords if word.arg == _LIMIT), named)
    return {width for width in widths - limits - _OF_OTHERS if width >= _FEWEST}


def _numbers_by_name(nodes: Iterable[ast.AST]) -> dict[str, int]:
    """Names that are given a whole number which is written down."""
    return {
        target.id: node.value.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and type(node.value.value) is int
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _written(values: Iterable[ast.expr], named: Mapping[str, int]) -> set[int]:
    """Those that are whole numbers, by themselves or through a name."""
    found = (named.get(each.id) if isinstance(each, ast.Name) else getattr(each, "value", None) for each in values)
    return {number for number in found if type(number) is int}


def _alone(width: ast.expr) -> ast.expr:
    """What stands in brackets where nothing else does: `(8672,)`, `(None, 8672)`."""
    if not isinstance(width, ast.Tuple):
        return width
    sizes = [size for size in width.elts if not (isinstance(size, ast.Constant) and size.value is None)]
    return sizes[0] if len(sizes) == 1 else width


def _beside_limits(trees: Iterable[ast.Module]) -> Iterator[ast.AST]:
    """All nodes but what is given as `max_features=` and, of a number given a name, the number."""
    left: list[ast.AST] = list(trees)
    while left:
        node = left.pop()
        yield node
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            continue
        children = ast.iter_child_nodes(node)
        left.extend(child for child in children if not (isinstance(child, ast.keyword) and child.arg == _LIMIT))
