"""`torchvision.io`: pictures read, written and decoded without the part of torchvision that is compiled.

That part opens files by itself, past everything that answers a path with the course's data, and beside a PyTorch of
another build it is not there at all. Files go through Python's `open` here, always; decoding and encoding are done by
Pillow where the compiled part is missing. A tensor of a picture is uint8, (channels, height, width), as there.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.hooks import after_import

_BANDS: Final = {"GRAY": "L", "GRAY_ALPHA": "LA", "RGB": "RGB", "RGB_ALPHA": "RGBA", "RGBA": "RGBA"}
_AS_THEY_ARE: Final = ("L", "LA", "RGB", "RGBA", "CMYK")
_ORIENTED: Final = "apply_exif_orientation"


def install(context: Context) -> None:  # noqa: ARG001  every part of the gateway is installed alike
    """Wait for `torchvision.io`."""
    after_import("torchvision.io.image", patch)


def patch(module: Any) -> None:
    """Replace what reads, writes, decodes and encodes; `module` is `torchvision.io.image`."""
    import torch

    files = {"read_file": _reader(torch), "write_file": write_file}
    if not module._has_image_ops():
        decoders = {
            f"decode_{kind}": _decoder(torch, module.ImageReadMode) for kind in ("image", "png", "jpeg", "webp")
        }
        files |= {**decoders, "decode_gif": _moving(torch)}
        files |= {"encode_png": _encoder(torch, "PNG"), "encode_jpeg": _encoder(torch, "JPEG")}
    for name, function in files.items():
        if hasattr(module, name):
            setattr(module, name, function)


def _reader(torch: Any) -> Callable[..., Any]:
    def read_file(path: str | os.PathLike[str]) -> Any:
        return torch.from_numpy(np.frombuffer(_content(path), dtype=np.uint8).copy())

    return read_file


def _content(given: Any) -> bytes:
    """Of a path, or of a tensor of bytes. Raises: RuntimeError for a file that is not there, as torchvision does."""
    if not isinstance(given, str | os.PathLike):
        return bytes(given.numpy().tobytes())
    try:
        with open(given, "rb") as file:  # noqa: PTH123  the notebook's own `open`, by which paths are answered
            return file.read()
    except OSError as error:
        raise RuntimeError(f"[Errno {error.errno}] {error.strerror}: '{os.fspath(given)}'") from None


def write_file(filename: str | os.PathLike[str], data: Any) -> None:
    with open(filename, "wb") as file:  # noqa: PTH123  as above
        file.write(data.numpy().tobytes())


def _decoder(torch: Any, modes: Any) -> Callable[..., Any]:
    def decode(input: Any, mode: Any = "UNCHANGED", *rest: Any, **named: Any) -> Any:  # noqa: A002  as it is called
        if isinstance(input, list | tuple):  # of JPEG files, several at once
            return [decode(one, mode, *rest, **named) for one in input]
        name = modes[mode.upper()].name if isinstance(mode, str) else mode.name
        # By position it is the third of some and the fourth of others, behind a device, which is no bool.
        oriented = named.get(_ORIENTED, any(each is True for each in rest))
        return torch.from_numpy(decoded(_content(input), name, oriented=bool(oriented)))

    return decode


def _moving(torch: Any) -> Callable[..., Any]:
    def decode_gif(input: Any) -> Any:  # noqa: A002  as it is called
        return torch.from_numpy(decoded(_content(input), "RGB"))

    return decode_gif


def decoded(content: bytes, mode: str, *, oriented: bool = False) -> np.ndarray:
    """Of a file of any kind that Pillow reads: (channels, height, width), or with a first axis of pictures if it moves.

    `mode`: a name of `ImageReadMode`. Sixteen bits of grey stay as they are where they are not changed.
    Raises: RuntimeError for what is no picture, as torchvision does.
    """
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            turned = ImageOps.exif_transpose(image) if oriented else image
            frames = [_in_bands(frame, mode) for frame in ImageSequence.Iterator(turned)]
    except (UnidentifiedImageError, OSError) as error:
        raise RuntimeError(f"Unsupported image file: {error}") from None
    pictures = [np.asarray(frame) for frame in frames]
    stacked = np.stack([one[None] if one.ndim == 2 else one.transpose(2, 0, 1) for one in pictures])
    return np.ascontiguousarray(stacked if len(frames) > 1 else stacked[0])


def _in_bands(image: Any, mode: str) -> Any:
    bands = _BANDS.get(mode)
    if image.mode.startswith("I;16"):
        if bands is None:
            return image.copy()
        image = _upper_half(image)
    if bands is not None:
        return image.convert(bands)
    if image.mode in _AS_THEY_ARE:
        return image.copy()
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L")


def _upper_half(image: Any) -> Any:
    """Sixteen bits of grey in eight."""
    from PIL import Image

    return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))


def _encoder(torch: Any, kind: str) -> Callable[..., Any]:
    def encode(input: Any, quality: int = 75, **_: Any) -> Any:  # noqa: A002  as it is called
        if isinstance(input, list | tuple):
            return [encode(one, quality) for one in input]
        return torch.from_numpy(np.frombuffer(encoded(input.numpy(), kind, quality), dtype=np.uint8).copy())

    return encode


def encoded(picture: np.ndarray, kind: str, quality: int) -> bytes:
    """A file of this kind, PNG or JPEG. Args: picture: uint8, (1 or 3, height, width); quality of a JPEG, 1 to 100."""
    from PIL import Image

    out = io.BytesIO()
    image = Image.fromarray(picture[0] if picture.shape[0] == 1 else picture.transpose(1, 2, 0))
    image.save(out, kind, **({"quality": quality} if kind == "JPEG" else {}))
    return out.getvalue()
