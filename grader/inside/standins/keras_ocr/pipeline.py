"""`keras_ocr.pipeline`: a detector and a recogniser in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.inside.standins.keras_ocr.detection import Detector
from grader.inside.standins.keras_ocr.recognition import Recognizer
from grader.inside.standins.keras_ocr.words import Word, words_in


class Pipeline:
    """Finds words and reads them."""

    def __init__(self, detector: Any = None, recognizer: Any = None, scale: float = 2, max_size: int = 2048) -> None:
        self.detector = detector if detector is not None else Detector()
        self.recognizer = recognizer if recognizer is not None else Recognizer()
        self.scale, self.max_size = scale, max_size

    def recognize(self, images: Sequence[Any], *_: Any, **__: Any) -> list[list[Word]]:
        """For each picture, a path or an array, its words with their boxes of shape (4, 2)."""
        return [words_in(image) for image in images]
