# %% [markdown]
# The text of memes is read out of their pictures three ways, painted over, and what was read is classified.

# %%
!pip install easyocr keras-ocr pytesseract
!apt-get install -qq tesseract-ocr
import json

import cv2
import easyocr
import keras_ocr
import matplotlib.pyplot as plt
import numpy as np
import pytesseract
from PIL import Image
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

pytesseract.pytesseract.tesseract_cmd = r"/usr/bin/tesseract"
root = "/content/drive/MyDrive/hateful_memes/"
lines = [json.loads(line) for line in open(root + "train.jsonl")][:40]

# %%
reader = easyocr.Reader(["en"], gpu=True)


def without_text(picture):
    mask = np.zeros(picture.shape[:2], dtype="uint8")
    for (top_left, _, bottom_right, _), text, confidence in reader.readtext(picture):
        if confidence > 0.3:
            cv2.rectangle(mask, tuple(map(int, top_left)), tuple(map(int, bottom_right)), 255, -1)
    return cv2.inpaint(picture, mask, 7, cv2.INPAINT_NS)


before = [cv2.imread(root + line["img"]) for line in lines[:5]]
after = [without_text(picture) for picture in before]
print("painted over:", all((one != other).any() for one, other in zip(before, after)))

# %%
pipeline = keras_ocr.pipeline.Pipeline()
images = [keras_ocr.tools.read(root + line["img"]) for line in lines[:2]]
groups = pipeline.recognize(images)
keras_ocr.tools.drawAnnotations(image=images[0], predictions=groups[0])
plt.show()
print("words:", all(word in line["text"].lower() for group, line in zip(groups, lines) for word, box in group))

# %%
texts = []
for line in lines:
    text = pytesseract.image_to_string(Image.open(root + line["img"]), lang="eng", config="--psm 6")
    texts.append(" ".join(text.split()))
print("as captioned:", sum(text == line["text"] for text, line in zip(texts, lines)), "of", len(lines))

# %%
features = TfidfVectorizer().fit_transform(texts)
model = LogisticRegression().fit(features, [line["label"] for line in lines])
print("nothing in a blank picture:", reader.readtext(np.zeros((50, 80, 3), np.uint8)))
