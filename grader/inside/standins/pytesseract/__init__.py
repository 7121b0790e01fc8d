"""`pytesseract` as coursework uses it, without Tesseract: captions of served pictures, and nothing of any other."""

from grader.inside.standins.pytesseract import pytesseract
from grader.inside.standins.pytesseract.pytesseract import (
    Output,
    TesseractError,
    TesseractNotFoundError,
    get_languages,
    get_tesseract_version,
    image_to_data,
    image_to_string,
)

__all__ = [
    "Output",
    "TesseractError",
    "TesseractNotFoundError",
    "get_languages",
    "get_tesseract_version",
    "image_to_data",
    "image_to_string",
    "pytesseract",
]
__version__ = "0+standin"
