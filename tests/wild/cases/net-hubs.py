# %% [markdown]
# Packages of a data set by the clients of the places that keep them.

# %%
import json
from pathlib import Path

import gdown
import kagglehub
import opendatasets
import pandas as pd

folder = kagglehub.dataset_download("lakshmi25npathi/imdb-dataset-of-50k-movie-reviews")
print(pd.read_csv(f"{folder}/IMDB Dataset.csv").shape[1], "columns")
loaded = kagglehub.load_dataset(
    kagglehub.KaggleDatasetAdapter.PANDAS,
    "lakshmi25npathi/imdb-dataset-of-50k-movie-reviews",
    "IMDB Dataset.csv",
    pandas_kwargs={"usecols": ["sentiment"]},
)
print(sorted(loaded.sentiment.unique()), "loaded")

# %%
opendatasets.download("https://www.kaggle.com/datasets/uciml/sms-spam-collection-dataset")
print([file.name for file in Path("sms-spam-collection-dataset").iterdir()])
with open("kaggle.json") as key:  # noqa: PTH123  as such notebooks have it
    print("key of", sorted(json.load(key)))

# %%
# !kaggle datasets download -d uciml/sms-spam-collection-dataset -p packed
# !unzip -o -q packed/sms-spam-collection-dataset.zip -d packed && ls packed

# %%
print("of no name:", gdown.download("https://drive.google.com/uc?id=9Z8y"))
gdown.download("https://drive.google.com/uc?id=1A2b3C", "weights-of-last-term.bin")
