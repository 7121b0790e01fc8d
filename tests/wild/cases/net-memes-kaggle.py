# %% [markdown]
# The memes below a folder of Kaggle's input, whose name stands apart from those of the files; OpenCV reads the pictures.

# %%
import os

import cv2
import pandas as pd

path = "/kaggle/input/facebook-hateful-memes/hateful_memes/"
train = pd.read_json(path + "train.jsonl", lines=True)
print(os.listdir("/kaggle/input/facebook-hateful-memes"))

# %%
pictures = [cv2.imread(os.path.join(path, name)) for name in train["img"]]  # noqa: PTH118  as such notebooks have it
print(len(pictures) == len(train), {picture.ndim for picture in pictures})
