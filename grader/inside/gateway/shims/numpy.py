"""Names that NumPy took away: the aliases of Python's own types in 1.24, much else in 2.0."""

from __future__ import annotations

import warnings
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, StandIn, alias, renamed, value
from grader.inside.hooks import after_import

TYPES: Final[dict[str, type]] = {
    "bool": bool, "complex": complex, "float": float, "int": int, "long": int, "object": object, "str": str,
    "unicode": str,
}  # fmt: skip
RENAMED: Final = {
    "Inf": "inf", "Infinity": "inf", "NAN": "nan", "NaN": "nan", "PINF": "inf", "alltrue": "all", "asfarray": "asarray",
    "bool8": "bool_", "cast": "asarray", "complex_": "complex128", "cumproduct": "cumprod", "float_": "float64",
    "in1d": "isin", "infty": "inf", "int0": "intp", "mat": "asmatrix", "product": "prod", "round_": "round",
    "row_stack": "vstack", "sometrue": "any", "string_": "bytes_", "trapz": "trapezoid", "unicode_": "str_",
}  # fmt: skip


def install(library: Library) -> None:
    """Wait for nothing: NumPy is what we run on; where a name is still there it stands."""
    after_import("numpy", lambda numpy: _patch(library, numpy))


def _patch(library: Library, numpy: Any) -> None:
    table = {name: value(kind.__name__, kind) for name, kind in TYPES.items()}
    table |= {old: alias(f"numpy:{new}") for old, new in RENAMED.items() if old not in ("cast", "asfarray")}
    table |= {
        "NINF": StandIn("-numpy.inf", lambda: -numpy.inf),
        "NZERO": value("-0.0", -0.0),
        "PZERO": value("0.0", 0.0),
        "VisibleDeprecationWarning": alias("numpy.exceptions:VisibleDeprecationWarning"),
        "asfarray": StandIn("numpy.asarray(…, dtype=float)", lambda: _asfarray),
        "warnings": value("warnings", warnings),
    }
    library.names(numpy, table)
    library.keywords(numpy, "histogram", {"normed": renamed("density", bool)})


def _asfarray(values: Any, dtype: Any = float) -> Any:
    import numpy

    return numpy.asarray(values, dtype=dtype)
