"""SciPy before 1.12: pictures in `scipy.misc`, `simps`, windows in `scipy.signal`, NumPy's names in `scipy` itself."""

from __future__ import annotations

import functools
from typing import Any, Final

import numpy as np

from grader.inside.gateway.shims.library import Library, StandIn, alias, value
from grader.inside.hooks import after_import

ELSEWHERE: Final = {"comb": "scipy.special", "factorial": "scipy.special", "logsumexp": "scipy.special"}
NUMPYS: Final = ("arange", "array", "dot", "exp", "interp", "linspace", "log", "mean", "ones", "pi", "sqrt", "zeros")
WINDOWS: Final = ("blackman", "gaussian", "hamming", "hann")
_RESAMPLING: Final = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "cubic": 3}  # PIL's numbers


def install(library: Library) -> None:
    """Wait for each module that lost something."""
    made = "the same, made with PIL"
    pictures = {each.__name__: value(made, each) for each in (imread, imresize, imrotate, imsave, imshow, toimage)}
    moved = {name: alias(f"{module}:{name}") for name, module in ELSEWHERE.items()}
    tables = {
        "scipy": {name: alias(f"numpy:{name}") for name in NUMPYS},
        "scipy.misc": pictures | moved,
        "scipy.ndimage": {"imread": pictures["imread"]},
        "scipy.integrate": {
            "simps": alias("scipy.integrate:simpson"),
            "trapz": alias("scipy.integrate:trapezoid"),
            "cumtrapz": alias("scipy.integrate:cumulative_trapezoid"),
        },
        "scipy.signal": {name: alias(f"scipy.signal.windows:{name}") for name in WINDOWS},
    }
    for module, table in tables.items():
        after_import(module, functools.partial(_answer, library, table))
    # Where `scipy.misc` itself is gone.
    library.modules(
        {
            "scipy.misc": (
                "its functions of pictures, made with PIL",
                lambda module: library.names(module, pictures | moved),
            )
        }
    )


def _answer(library: Library, table: dict[str, StandIn], module: Any) -> None:
    library.names(module, table, also_for=("scikitplot",))


def imread(name: Any, flatten: bool = False, mode: str | None = None) -> Any:
    """The picture in a file: uint8 of shape (rows, columns) or (rows, columns, channels); float if flattened."""
    from PIL import Image

    with Image.open(name) as picture:
        asked = picture.convert(mode) if mode is not None else picture
        return np.asarray(asked.convert("F") if flatten else asked)


def toimage(
    arr: Any, high: int = 255, low: int = 0, cmin: Any = None, cmax: Any = None, mode: str | None = None
) -> Any:
    """A PIL image of an array; what is not uint8 is stretched from [min, max] to [low, high]."""
    from PIL import Image

    values = np.asarray(arr)
    if values.ndim == 3 and values.shape[0] in (3, 4) and values.shape[2] not in (3, 4):
        values = np.moveaxis(values, 0, -1)
    if values.dtype != np.uint8:
        least = float(values.min() if cmin is None else cmin)
        most = float(values.max() if cmax is None else cmax)
        scaled = (values.astype(np.float64) - least) * ((high - low) / ((most - least) or 1.0)) + low
        values = (np.clip(scaled, low, high) + 0.5).astype(np.uint8)
    picture = Image.fromarray(values)
    return picture.convert(mode) if mode else picture


def imresize(arr: Any, size: Any, interp: str = "bilinear", mode: str | None = None) -> Any:
    """An array of another size, uint8. `size`: percent (int), fraction (float) or (rows, columns)."""
    picture = toimage(arr, mode=mode)
    if isinstance(size, int | np.integer):
        wanted = (picture.width * int(size) // 100, picture.height * int(size) // 100)
    elif isinstance(size, float | np.floating):
        wanted = (int(picture.width * size), int(picture.height * size))
    else:
        wanted = (int(size[1]), int(size[0]))
    return np.asarray(picture.resize(wanted, resample=_RESAMPLING[interp]))


def imrotate(arr: Any, angle: float, interp: str = "bilinear") -> Any:
    """An array turned against the clock by `angle` degrees, uint8, of the same size."""
    return np.asarray(toimage(arr).rotate(angle, resample=_RESAMPLING[interp]))


def imsave(name: Any, arr: Any, format: str | None = None) -> None:  # noqa: A002  the name it always had
    """Write a picture of an array to a file."""
    toimage(arr).save(name, format=format)


def imshow(arr: Any) -> None:
    """Show a picture of an array below the cell; once a program of the machine's showed it."""
    from IPython.display import display

    display(toimage(arr))
