"""The stand-ins for text recognition: captions of served pictures, by path and by content, and nothing of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.standins.lettering import as_one, laid_out
from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_memes

SETUP = """
import json, easyocr, keras_ocr, pytesseract, numpy as np
from PIL import Image
line = json.loads(open("/content/drive/MyDrive/hateful_memes/train.jsonl").readlines()[3])
path = "/content/drive/MyDrive/hateful_memes/" + line["img"]
picture = Image.open(path).convert("RGB")
pixels = np.array(picture)
reader = easyocr.Reader(["en"], gpu=True)
"""
EASYOCR = """
import io
held = io.BytesIO()
picture.save(held, "PNG")
grey = np.array(picture.convert("L"))
forms = [path, held.getvalue(), pixels, pixels[..., ::-1], grey, np.dstack([grey] * 3)]
forms.append(np.array(picture.convert("RGBA")))
print(line["text"], {" ".join(reader.readtext(form, detail=0)) for form in forms}, len(forms))
print(reader.readtext(pixels)[0][1:], [[len(box), text] for box, text in reader.readtext(pixels, paragraph=True)])
print(len(reader.readtext_batched([path, pixels, pixels[::-1]])), reader.readtext_batched(np.stack([pixels]))[0][0][1])
(boxes,), (askew,) = reader.detect(path)
print(len(boxes) == len(reader.readtext(path)), len(boxes[0]), askew)
print(reader.readtext(path, output_format="dict")[0]["confident"], reader.readtext(path, detail=0, blocklist="lok"))
"""
OTHER = """
changed = pixels.copy()
changed[12, 12] ^= 64
blank = Image.new("RGB", (24, 24))
print([reader.readtext(each) for each in (changed, np.array(blank), np.zeros((5, 9), "uint8"), pixels[:20])])
print(keras_ocr.pipeline.Pipeline().recognize([changed]), repr(pytesseract.image_to_string(blank)))
print(pytesseract.image_to_data(blank, output_type=pytesseract.Output.DICT)["width"])
"""
KERAS = """
pipeline = keras_ocr.pipeline.Pipeline()
image = keras_ocr.tools.read(path)
first, second = pipeline.recognize([image, path])
print([word for word, _ in first], [word for word, _ in second] == [word for word, _ in first])
corners = first[0][1]
print(corners.shape, (corners[0] < corners[2]).all(), len(keras_ocr.detection.Detector().detect([image])[0]))
axes = keras_ocr.tools.drawAnnotations(image=image, predictions=first)
print(len(axes.texts), (keras_ocr.tools.drawBoxes(image, first, boxes_format="predictions") != image).any())
boxes = pipeline.detector.detect([image])
print(pipeline.recognizer.recognize_from_boxes(images=[image], box_groups=boxes)[0] == [word for word, _ in first])
"""
TESSERACT = """
from pytesseract import Output
pytesseract.pytesseract.tesseract_cmd = r"C:\\\\Program Files\\\\Tesseract-OCR\\\\tesseract.exe"
texts = [pytesseract.image_to_string(each, lang="eng", config="--psm 6") for each in (path, picture, pixels)]
print([" ".join(text.split()) for text in texts], texts[0].endswith("\\n\\f"))
table = pytesseract.image_to_data(picture, output_type=Output.DICT)
frame = pytesseract.image_to_data(picture, output_type=Output.DATAFRAME)
print(" ".join(word for word, sure in zip(table["text"], table["conf"]) if sure > 60), table["level"][:4])
print(len(frame) == len(table["text"]), list(frame.columns) == list(table))
"""
REFUSED = [
    "reader.readtext(picture)",
    "reader.readtext('nowhere.png')",
    "keras_ocr.tools.read('nowhere.png')",
    "pytesseract.image_to_string('nowhere.png')",
    "pytesseract.image_to_string(3)",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("text-in-pictures")
    cells = [SETUP, EASYOCR, KERAS, TESSERACT, OTHER, *REFUSED]
    return run_cells(folder, cells, datasets=("memes",), writers=[write_memes])


def test_easyocr_reads_the_caption_from_whatever_holds_the_picture(run: Run) -> None:
    text = "look at number 3"
    assert run.text(2).splitlines() == [
        f"{text} {{{text!r}}} 7",
        f"('{text}', 1.0) [[4, '{text}']]",
        f"3 {text}",
        "True 4 []",
        "1.0 [' at number 3']",
    ]


def test_keras_ocr_reads_it_word_by_word(run: Run) -> None:
    assert run.text(3).splitlines() == [
        "['look', 'at', 'number', '3'] True",
        "(4, 2) True 4",
        "4 True",
        "True",
    ]


def test_pytesseract_reads_it_as_a_page_and_as_a_table(run: Run) -> None:
    text = "look at number 3"
    assert run.text(4).splitlines() == [f"{[text] * 3} True", f"{text} [1, 2, 3, 4]", "True True"]


def test_nothing_is_read_in_any_other_picture_and_that_is_said(run: Run) -> None:
    assert run.text(5).splitlines() == ["[[], [], [], []]", "[[]] '\\x0c'", "[24]"]
    said = [note["text"] for note in run.of("note") if note["about"] == "stand-in"]
    assert [text.partition(" ")[0] for text in said] == ["easyocr", "keras_ocr", "pytesseract"]


def test_what_the_libraries_refuse_is_refused(run: Run) -> None:
    errors = [run.cell(position)["failure"]["name"] for position in range(6, 6 + len(REFUSED))]
    assert errors == ["ValueError", "FileNotFoundError", "AssertionError", "TesseractError", "TypeError"]


def test_it_is_said_once_that_captions_were_given_and_nothing_was_recognised(run: Run) -> None:
    given = [each for each in run.of("substitution") if each["how"] == "stand-in" and "recognises" in each["asked"]]
    assert [each["asked"].split()[3] for each in given] == ["easyocr", "keras_ocr", "pytesseract"]
    assert all("captions" in each["served"] and "no recognition" in each["why"] for each in given)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", (0, 0), id="no words"),
        pytest.param("one", (1, 0), id="one word"),
        pytest.param("so this is what a picnic looks like here", (1, 1), id="two lines"),
        pytest.param("word " * 300, (3, 3), id="a novel"),
        pytest.param("a" * 200, (3, 3), id="a word that is wider than the picture"),
    ],
)
def test_lines_lie_in_the_picture_apart_from_each_other(text: str, lines: tuple[int, int]) -> None:
    seen = laid_out(text, 96, 120)
    assert (len(seen.above), len(seen.below)) == lines
    assert " ".join(line.text for line in seen.lines).replace(" ", "") == text.replace(" ", "")
    for line in seen.lines:
        assert 0 <= line.box.left < line.box.right <= 120
        assert 0 <= line.box.top < line.box.bottom <= 96
        assert [word.text for word in line.words()] == line.text.split()
    assert all(upper.box.bottom <= lower.box.top for upper, lower in zip(seen.lines, seen.lines[1:], strict=False))
    if seen.lines:
        resized = seen.resized(960, 1200)
        assert as_one(resized.lines).text.split() == as_one(seen.lines).text.split() or lines == (3, 3)


def test_a_library_that_looks_for_tesseract_finds_none_and_the_notebook_its_stand_in(tmp_path: Path) -> None:
    asks = "from transformers.utils import is_pytesseract_available\nprint(is_pytesseract_available())"
    imports = "from pytesseract import image_to_string, pytesseract\nprint(pytesseract.tesseract_cmd)"
    run = run_cells(tmp_path, [asks, imports], datasets=("memes",), writers=[write_memes])
    assert (run.text(1).strip(), run.text(2).strip()) == ("False", "tesseract")
