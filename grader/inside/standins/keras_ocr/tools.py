"""`keras_ocr.tools`: reading pictures, and drawing boxes and words on them."""

from __future__ import annotations

import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.inside.content import Values
from grader.inside.gateway.paths import is_url
from grader.inside.standins.lettering import picture_of


def read(filepath_or_buffer: Any) -> Values:
    """A picture, shape (height, width, 3), from a path, an address or an open file; an array comes back as it is.

    Raises: AssertionError for a path at which there is nothing, as the library does; OSError for what is no picture.
    """
    if isinstance(filepath_or_buffer, np.ndarray):
        return filepath_or_buffer
    if hasattr(filepath_or_buffer, "read"):
        return picture_of(filepath_or_buffer.read())
    path = str(filepath_or_buffer)
    if is_url(path):
        with urllib.request.urlopen(path) as answer:  # the gateway answers, or nobody
            return picture_of(answer.read())
    try:
        return picture_of(Path(path).read_bytes())
    except FileNotFoundError as error:
        raise AssertionError(f"Could not find image at path: {path}") from error


def drawBoxes(  # noqa: N802
    image: Values, boxes: Sequence[Any], color: tuple[int, int, int] = (255, 0, 0), thickness: int = 5,
    boxes_format: str = "boxes",
) -> Values:  # fmt: skip
    """A copy of a picture with boxes on it: corners, (word, corners), or lines of (corners, letter)."""
    from PIL import Image, ImageDraw

    if boxes_format == "predictions":
        boxes = [box for _, box in boxes]
    elif boxes_format == "lines":
        boxes = [box for line in boxes for box, _ in line]
    drawn = Image.fromarray(np.array(image))
    pen = ImageDraw.Draw(drawn)
    for box in boxes:
        corners = [(int(x), int(y)) for x, y in [*box, box[0]]]
        pen.line(corners, fill=color, width=thickness)
    return np.array(drawn)


def drawAnnotations(image: Values, predictions: Sequence[Any], ax: Any = None) -> Any:  # noqa: N802
    """Show a picture with the boxes of its words, and the words beside it. Returns: the axes."""
    from matplotlib import pyplot

    if ax is None:
        ax = pyplot.subplots()[1]
    ax.imshow(drawBoxes(image, predictions, boxes_format="predictions"))
    ax.set_xticks([])
    ax.set_yticks([])
    height, width = image.shape[:2]
    sides: dict[str, list[Any]] = {"right": [], "left": []}  # how the words of either side of the picture are aligned
    for word, box in sorted(predictions, key=lambda each: float(each[1][:, 1].min())):
        sides["right" if box[:, 0].min() < width / 2 else "left"].append((word, box))
    for aligned, words in sides.items():
        for place, (word, box) in enumerate(words):
            ax.annotate(
                word,
                xy=(box[0][0] / width, 1 - box[0][1] / height),
                xytext=(-0.05 if aligned == "right" else 1.05, 1 - place / len(words)),
                xycoords="axes fraction",
                arrowprops={"arrowstyle": "->", "color": "r"},
                color="r",
                fontsize=14,
                horizontalalignment=aligned,
            )
    return ax
