"""What the stand-ins for text recognition read in a picture: its caption, where the data set has one for it.

Published memes have their captions written in them, so that is what there is to be read. Nothing looks for letters,
so where they stand is not known: the words are laid across the upper and the lower part, as memes have them.
"""

from __future__ import annotations

import math
import textwrap
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import numpy as np

from grader.inside.content import Values
from grader.inside.gateway.paths import is_url
from grader.inside.standins.desk import Desk, desk

HEIGHT: Final = 0.07  # of a line, as a share of the picture's
WIDTH: Final = 0.9  # of the widest line
MOST_LINES: Final = 3  # above, and as many below
SHAPE: Final = 0.5  # a letter's width by its height


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels from the upper left corner; `right` and `bottom` are just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def corners(self) -> list[list[int]]:
        """As [x, y], clockwise from the upper left one."""
        return [[self.left, self.top], [self.right, self.top], [self.right, self.bottom], [self.left, self.bottom]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of letters."""

    text: str
    box: Box

    def words(self) -> Iterator[Line]:
        """Each word, as wide as its share of the letters."""
        letter = (self.box.right - self.box.left) / len(self.text)
        start = 0
        for word in self.text.split(" "):
            left, right = (round(self.box.left + letter * place) for place in (start, start + len(word)))
            yield Line(word, Box(left, self.box.top, max(right, left + 1), self.box.bottom))
            start += len(word) + 1


@dataclass(frozen=True, slots=True)
class Lettering:
    """The lines of a picture of so many pixels, in its upper and in its lower part."""

    height: int
    width: int
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.above + self.below

    @property
    def parts(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of each part that has any."""
        return tuple(lines for lines in (self.above, self.below) if lines)

    def resized(self, height: int, width: int) -> Lettering:
        """The same words on a picture of another size."""
        return laid_out(as_one(self.lines).text if self.lines else "", height, width)


def as_one(lines: Sequence[Line]) -> Line:
    """All words of lines that follow each other, in the box around them."""
    boxes = [line.box for line in lines]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    return Line(" ".join(line.text for line in lines), Box(left, boxes[0].top, right, boxes[-1].bottom))


def in_file(path: str, library: str) -> Lettering:
    """What `library` is told to be in a picture file, or at an address. Raises: OSError where there is none."""
    if is_url(path):
        with urllib.request.urlopen(path) as answer:  # the gateway answers, or nobody
            return in_bytes(answer.read(), library)
    with open(path, "rb") as file:  # noqa: PTH123  for the path that the gateway has in its place
        place, content = str(file.name), file.read()
    return _told(desk().captions.of_file(path) or desk().captions.of_file(place), picture_of(content), library)


def in_bytes(content: bytes, library: str) -> Lettering:
    """As `in_file`, of a file's content. Raises: OSError for what is no picture."""
    return in_array(picture_of(content), library)


def in_array(picture: Values, library: str) -> Lettering:
    """As `in_file`, of pixels; see `CaptionedPictures.of_array` for their shapes and scales."""
    return _told(None, picture, library)


def picture_of(content: bytes) -> Values:
    """The pixels of a picture file, shape (height, width, 3). Raises: OSError for what is none."""
    from PIL import Image

    with Image.open(BytesIO(content)) as image:
        opened: Any = image.convert("RGB")
        return np.asarray(opened)


def laid_out(text: str, height: int, width: int) -> Lettering:
    """The words of a caption in lines, the first half of these above and the others below."""
    text = " ".join(text.split())
    if not text:
        return Lettering(height, width)
    tall = max(2, round(height * HEIGHT))
    letters = max(1, int(width * WIDTH / (tall * SHAPE)))
    lines = textwrap.wrap(text, letters)
    while len(lines) > 2 * MOST_LINES:
        letters = math.ceil(letters * 1.1)
        lines = textwrap.wrap(text, letters)
    letter = min(tall * SHAPE, width * WIDTH / max(map(len, lines)))
    first = math.ceil(len(lines) / 2)
    tops = [round(height * 0.02) + tall * place for place in range(first)]
    tops += [round(height * 0.98) - tall * (len(lines) - place) for place in range(first, len(lines))]
    placed = []
    for line, top in zip(lines, tops, strict=True):
        left = round((width - letter * len(line)) / 2)
        placed.append(Line(line, Box(left, top, max(left + 1, round(left + letter * len(line))), top + tall)))
    return Lettering(height, width, tuple(placed[:first]), tuple(placed[first:]))


def _told(text: str | None, picture: Values, library: str) -> Lettering:
    here = desk()
    text = text if text is not None else here.captions.of_array(picture)
    _say(here, library, read=text is not None)
    return laid_out(text or "", int(picture.shape[0]), int(picture.shape[1]))


def _say(here: Desk, library: str, *, read: bool) -> None:
    """Once for each library: where its texts come from, and that other pictures were not read."""
    if read:
        here.context.substituted_once(
            asked=f"the text that {library} recognises in pictures",
            served="the captions that the data set has for them, in boxes across their upper and lower part",
            how="stand-in",
            why="no recognition runs where notebooks are graded",
        )
        return
    said = f"{library}: no caption"
    if said not in here.context.said:
        here.context.said.add(said)
        here.context.note(
            "stand-in",
            f"{library} was given a picture that is none of the data set's as they were served: no recognition runs "
            "here, so no text was read in it",
        )
