# %% [markdown]
# The same file is uploaded once more before a second part begins.

# %%
import pandas as pd
from google.colab import files

uploaded = files.upload()
print("first:", len(pd.read_csv("spam.csv", encoding="latin-1")) > 100)

# %%
uploaded = files.upload()
print("again:", len(pd.read_csv("spam.csv", encoding="latin-1")) > 100, len(uploaded["spam.csv"]) > 1000)
