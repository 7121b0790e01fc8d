# %% [markdown]
# The first cell of every Kaggle notebook, then a table from the folder that it showed.

# %%
import os

for folder, _, names in os.walk("/kaggle/input"):
    for name in names:
        print(os.path.join(folder, name))  # noqa: PTH118  as such notebooks have it

# %%
import pandas as pd

reviews = pd.read_csv("../input/imdb-dataset-of-50k-movie-reviews/IMDB Dataset.csv")
print(reviews.columns.tolist())

# %%
reviews.head(50).to_csv("/kaggle/working/head.csv", index=False)
print("kept", len(pd.read_csv("head.csv")), "rows in the folder the notebook runs in")
