"""Packages that this machine lacks fail where they are used, and not where they are imported.

One cell imports everything, and half of it is never used: what else it imports must be there, and a package that
nothing asks for is nobody's loss. Only imports that stand at the top of a cell are spared: who writes `try` around one
wants to know at once.
"""

from __future__ import annotations

import ast
import builtins
from typing import Any, Final, NoReturn, TypeVar

from grader.inside.context import Context
from grader.inside.lacking import lacked, may_be_lacking

NAME: Final = "__grader_absent__"
_ERROR: Final = "__grader_error__"
_Statement = TypeVar("_Statement", bound=ast.stmt)


class Absent:
    """What is bound to the name of a package that is not here; whatever is done with it raises as its import would."""

    def __init__(self, package: str) -> None:
        self.__package = package

    def __raise(self, *_: Any, **__: Any) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {self.__package!r}", name=self.__package)

    __call__ = __enter__ = __getitem__ = __iter__ = __len__ = __mro_entries__ = __raise

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):  # asked by Python and by whoever looks at values, not by the notebook
            raise AttributeError(name)
        self.__raise()

    def __repr__(self) -> str:
        return f"<package {self.__package!r}, which is not installed on the grader>"


def install(context: Context) -> None:
    """Once the shell is there."""
    shell = context.shell

    def absent(error: ModuleNotFoundError, names: tuple[str, ...]) -> None:
        package = lacked(context, error)
        if package is None:
            raise error
        shell.user_ns.update(dict.fromkeys(names, Absent(package)))
        context.substituted_once(
            asked=f"the package {package}",
            served="a name that fails when it is used",
            how="package",
            why="it is not installed on the grader, which is the machine's lack and not the code's",
        )

    setattr(builtins, NAME, absent)
    shell.ast_transformers.append(_Imports(context))


class _Imports(ast.NodeTransformer):
    """A transformer as IPython asks for it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def visit_Module(self, node: ast.Module) -> ast.Module:
        node.body = [new for statement in node.body for new in self._spared(statement)]
        return node

    def _spared(self, statement: ast.stmt) -> list[ast.stmt]:
        if isinstance(statement, ast.ImportFrom) and not statement.level and self._doubtful(statement.module or ""):
            return [_guarded(statement, statement.names)]
        if isinstance(statement, ast.Import) and any(self._doubtful(name.name) for name in statement.names):
            alone = [_placed(ast.Import([name]), statement) for name in statement.names]
            return [_guarded(one, one.names) if self._doubtful(one.names[0].name) else one for one in alone]
        return [statement]

    def _doubtful(self, module: str) -> bool:
        return may_be_lacking(self._context, module.partition(".")[0])


def _guarded(statement: ast.stmt, bound: list[ast.alias]) -> ast.stmt:
    """`try: import … except ModuleNotFoundError as error: absent(error, names)`, on the import's own line."""
    names = [name.asname or name.name.partition(".")[0] for name in bound if name.name != "*"]
    told = ast.Call(
        func=ast.Name(NAME, ast.Load()),
        args=[ast.Name(_ERROR, ast.Load()), ast.Tuple([ast.Constant(name) for name in names], ast.Load())],
        keywords=[],
    )
    handler = ast.ExceptHandler(type=ast.Name("ModuleNotFoundError", ast.Load()), name=_ERROR, body=[ast.Expr(told)])
    return _placed(ast.Try(body=[statement], handlers=[handler], orelse=[], finalbody=[]), statement)


def _placed(new: _Statement, old: ast.stmt) -> _Statement:
    return ast.fix_missing_locations(ast.copy_location(new, old))
