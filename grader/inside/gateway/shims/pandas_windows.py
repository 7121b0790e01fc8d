"""Moving statistics as pandas had them before 0.23: `rolling_mean(x, 10)`, `ewma(x, span=20)`, `pd.stats.moments`.

Each is a method of a window on a column today. An array was answered with an array.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, value

STATISTICS: Final = ("count", "kurt", "max", "mean", "median", "min", "quantile", "skew", "std", "sum", "var")
WEIGHTED: Final = {"ewma": "mean", "ewmstd": "std", "ewmvar": "var"}
_FILLING: Final = frozenset({"freq", "how"})  # of an index of dates: long without effect on anything else


def install(library: Library, pandas: Any) -> None:
    """Answer the functions on pandas itself and in the module they came from."""
    made: dict[str, tuple[str, Callable[..., Any]]] = {}
    for statistic in STATISTICS:
        made[f"rolling_{statistic}"] = (f"rolling().{statistic}()", _moving(pandas, "rolling", statistic))
        made[f"expanding_{statistic}"] = (f"expanding().{statistic}()", _moving(pandas, "expanding", statistic))
    for name, statistic in WEIGHTED.items():
        made[name] = (f"ewm().{statistic}()", _weighted(pandas, statistic))
    moments = SimpleNamespace(**{name: function for name, (_, function) in made.items()})
    stats = value("windows on columns", SimpleNamespace(moments=moments))
    named = {name: value(served, function) for name, (served, function) in made.items()}
    library.names(pandas, {**named, "stats": stats})

    def fill(module: ModuleType) -> None:
        vars(module).update(vars(moments))

    nothing: Callable[[ModuleType], None] = lambda _: None  # noqa: E731
    library.modules({"pandas.stats": ("windows on columns", nothing), "pandas.stats.moments": ("the same", fill)})


def _moving(pandas: Any, window: str, statistic: str) -> Callable[..., Any]:
    def moving(arg: Any, *args: Any, **named: Any) -> Any:
        quantile = {"q": named.pop("quantile")} if "quantile" in named else {}
        given = {name: each for name, each in named.items() if name not in _FILLING}
        made = getattr(_frame(pandas, arg), window)(*args, **given)
        return _as_given(arg, getattr(made, statistic)(**quantile))

    return moving


def _weighted(pandas: Any, statistic: str) -> Callable[..., Any]:
    def weighted(arg: Any, *args: Any, bias: bool = False, **named: Any) -> Any:
        given = {name: each for name, each in named.items() if name not in _FILLING}
        made = _frame(pandas, arg).ewm(*args, **given)
        return _as_given(arg, getattr(made, statistic)(**({} if statistic == "mean" else {"bias": bias})))

    return weighted


def _frame(pandas: Any, arg: Any) -> Any:
    if hasattr(arg, "iloc"):
        return arg
    return pandas.DataFrame(arg) if getattr(arg, "ndim", 1) > 1 else pandas.Series(arg)


def _as_given(arg: Any, made: Any) -> Any:
    return made if hasattr(arg, "iloc") else made.to_numpy()
