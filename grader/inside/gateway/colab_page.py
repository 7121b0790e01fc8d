"""The parts of `google.colab` that speak to its page: outputs, pictures, secrets, the runtime."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from grader.inside.context import Context

PARTS: Final = ("auth", "data_table", "output", "patches", "runtime", "userdata", "widgets")
Functions = dict[str, Callable[..., Any]]


class SecretNotFoundError(Exception):
    """Colab's own; nothing here raises it, and code that catches it must find the name."""


class NotebookAccessError(Exception):
    """Colab's own, as above."""


def functions(context: Context) -> dict[str, Functions]:
    """What each of the `PARTS` offers."""

    def secret(key: str) -> str:
        context.substituted_once(
            asked=f"userdata.get({key!r})", served="an empty text", how="colab", why="there are no Colab secrets here"
        )
        return ""

    return {
        "auth": {"authenticate_user": nothing, "authenticate_service_account": nothing},
        "data_table": {"enable_dataframe_formatter": nothing, "disable_dataframe_formatter": nothing},
        "output": {
            "clear": clear,
            "disable_custom_widget_manager": nothing,
            "enable_custom_widget_manager": nothing,
            "eval_js": nothing,
            "no_vertical_scroll": nothing,
            "redirect_to_element": _block,
            "register_callback": nothing,
            "serve_kernel_port_as_iframe": nothing,
            "serve_kernel_port_as_window": nothing,
            "use_tags": _block,
        },
        "patches": {"cv2_imshow": show},
        "runtime": {"unassign": nothing},
        "userdata": {
            "NotebookAccessError": NotebookAccessError,
            "SecretNotFoundError": SecretNotFoundError,
            "get": secret,
        },
        "widgets": {"Grid": _block, "TabBar": _block},
    }


def nothing(*_: object, **__: object) -> None:
    """A service of Colab's page that leaves nothing behind."""


def clear(wait: bool = False, *_: object, **__: object) -> None:
    """Clear the running cell's outputs."""
    from IPython.display import clear_output

    clear_output(wait=wait)


def show(image: Any, *_: object, **__: object) -> None:
    """Show OpenCV's picture: (rows, columns), or (rows, columns, 3 or 4) with blue first."""
    import numpy as np
    from IPython.display import display
    from PIL import Image

    pixels = np.clip(np.asarray(image), 0, 255).astype(np.uint8)
    if pixels.ndim == 3:
        order = [2, 1, 0, 3][: pixels.shape[2]]
        pixels = pixels[..., order] if pixels.shape[2] in (3, 4) else pixels[..., 0]
    display(Image.fromarray(pixels))


@contextmanager
def _block(*_: object, **__: object) -> Iterator[None]:
    yield
