"""Packages that this machine lacks fail where they are used, and not where they are imported.

One cell imports everything, and half of it is never used: what else it imports must be there, and a package that
nothing asks for is nobody's loss. Only imports that stand at the top of a cell are spared: who writes `try` around one
wants to know at once.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NoReturn

from grader.inside.context import Context
from grader.inside.gateway.callers import OURS
from grader.inside.gateway.handed_over import placed
from grader.inside.lacking import lacked, may_be_lacking, note_use
from grader.inside.standins.finder import WHAT

NAME: Final = "__grader_absent__"
_ERROR: Final = "__grader_error__"

# Asked for by name, they are the package's; other names with an underscore are asked by whoever looks at values.
_ITS_OWN: Final = frozenset({"__version__", "__file__", "__path__", "__all__", "__spec__"})


class Absent:
    """What is bound to the name of a package that is not here: to use it raises what its import would have.

    Args: `tell` is called with the package's name whenever it is used, since the notebook may pass over the error.
    """

    def __init__(self, package: str, tell: Callable[[str], None] | None = None) -> None:
        self.__package = package
        self.__tell = tell

    def __raise(self, *_: Any, **__: Any) -> NoReturn:
        if self.__tell is not None:
            self.__tell(self.__package)
        raise ModuleNotFoundError(f"No module named {self.__package!r}", name=self.__package)

    __call__ = __enter__ = __exit__ = __getitem__ = __iter__ = __len__ = __contains__ = __mro_entries__ = __raise
    __instancecheck__ = __subclasscheck__ = __or__ = __ror__ = __add__ = __radd__ = __await__ = __aenter__ = __raise

    def __getattr__(self, name: str) -> NoReturn:
        private = name.startswith("_") and name not in _ITS_OWN
        if private or sys._getframe(1).f_code.co_filename.startswith(OURS):  # we look at all values after each cell
            raise AttributeError(name)
        self.__raise()

    def __reduce__(self) -> tuple[type[Absent], tuple[str]]:
        """In another process, to which a function of the notebook's was sent, nobody is told."""
        return Absent, (self.__package,)

    def __repr__(self) -> str:
        return f"<package {self.__package!r}, which is not installed on the grader>"


def install(context: Context) -> None:
    """Once the shell is there."""
    shell = context.shell

    def absent(error: ModuleNotFoundError, package: str, names: tuple[str, ...]) -> None:
        # A module of the notebook's own may bear the name of a package and lack another itself.
        if lacked(context, error) != package:
            raise error
        shell.user_ns.update(dict.fromkeys(names, Absent(package, partial(note_use, context))))
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
            everything = any(name.name == "*" for name in statement.names)  # by which names, nobody could say
            return [statement if everything else _guarded(statement, statement.module or "", statement.names)]
        if isinstance(statement, ast.Import) and any(self._doubtful(name.name) for name in statement.names):
            alone = [placed(ast.Import([name]), statement) for name in statement.names]
            return [
                _guarded(one, one.names[0].name, one.names) if self._doubtful(one.names[0].name) else one
                for one in alone
            ]
        return [statement]

    def _doubtful(self, module: str) -> bool:
        """Where a stand-in did not answer, a file of the notebook's own is meant, or a part that the stand-in lacks."""
        package = module.partition(".")[0]
        return package not in WHAT and may_be_lacking(self._context, package)


def _guarded(statement: ast.stmt, module: str, bound: list[ast.alias]) -> ast.stmt:
    """`try: import … except ModuleNotFoundError as error: absent(error, package, names)`, on the import's own line."""
    names = [name.asname or name.name.partition(".")[0] for name in bound]
    told = ast.Call(
        func=ast.Name(NAME, ast.Load()),
        args=[
            ast.Name(_ERROR, ast.Load()),
            ast.Constant(module.partition(".")[0]),
            ast.Tuple([ast.Constant(name) for name in names], ast.Load()),
        ],
        keywords=[],
    )
    handler = ast.ExceptHandler(type=ast.Name("ModuleNotFoundError", ast.Load()), name=_ERROR, body=[ast.Expr(told)])
    return placed(ast.Try(body=[statement], handlers=[handler], orelse=[], finalbody=[]), statement)
