# %% [markdown]
# A table that is read first; a later cell saves over it what it has trained, by the same path.

# %%
import pandas as pd


def load(path):
    return pd.read_csv(path)


path = "/content/my - reviews.csv"
table = load(path)
print(table["sentiment"].unique(), table["review"].str.len().min() > 0)

# %%
import torch

torch.save({"weights": torch.zeros(3)}, "/content/my - reviews.csv")
print(torch.load("/content/my - reviews.csv")["weights"].tolist())

# %%
table[["review"]].head(3).to_csv("first reviews.csv", index=False)

# %%
print(len(pd.read_csv("first reviews.csv")), "of them")

# %%
unseen = pd.read_csv("unseen reviews.csv")
print(unseen["Review Text"].str.len().min() > 0, "with words")

# %%
measured = pd.read_csv("reviews measured.csv")
measured.loc[:, "words":"commas"]

# %%
1 / 0
table.to_csv("never written reviews.csv")

# %%
pd.read_csv("never written reviews.csv")
