"""Files shown in the page itself."""

from __future__ import annotations

import base64
import mimetypes
from os import PathLike
from pathlib import Path

from IPython.display import HTML

__all__ = ["embed_data", "embed_file"]


def embed_data(mime: str, data: bytes) -> HTML:
    """A picture or a film that is part of the page.

    Raises: ValueError for any other kind of file.
    """
    address = f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"
    match mime.partition("/")[0]:
        case "image":
            return HTML(f'<img src="{address}">')
        case "video":
            return HTML(f'<video controls width="640"><source src="{address}" type="{mime}"></video>')
    raise ValueError(f"{mime}: only images and videos can be embedded")


def embed_file(path: str | PathLike[str]) -> HTML:
    """`embed_data` of a file, whose ending says what it is.

    Raises: OSError when it cannot be read; ValueError as `embed_data`.
    """
    return embed_data(mimetypes.guess_type(str(path))[0] or "application/octet-stream", Path(path).read_bytes())
