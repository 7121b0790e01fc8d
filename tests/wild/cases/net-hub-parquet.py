# %% [markdown]
# Files of a hub, read as tables by their addresses.

# %%
import io

import pandas as pd
from PIL import Image

splits = {"train": "fashion_mnist/train-00000-of-00001.parquet", "test": "fashion_mnist/test-00000-of-00001.parquet"}
train = pd.read_parquet("hf://datasets/zalando-datasets/fashion_mnist/" + splits["train"])
test = pd.read_parquet("hf://datasets/zalando-datasets/fashion_mnist/" + splits["test"], columns=["image", "label"])
picture = Image.open(io.BytesIO(train.image[0]["bytes"]))
print(train.shape, test.shape, picture.size, sorted(train.label.unique())[-1])

# %%
reviews = pd.read_parquet("hf://datasets/stanfordnlp/imdb/plain_text/test-00000-of-00001.parquet")
print(list(reviews.columns), len(reviews), reviews.label.nunique())

# %%
pd.read_parquet("hf://datasets/somebody/poems/data/train-00000-of-00001.parquet")
