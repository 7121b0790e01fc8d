# %% [markdown]
# Two problems in one notebook: nothing in the files' names says which is which.

# %%
import pandas as pd

first = pd.read_csv("/content/drive/MyDrive/hw/part1.csv", encoding="ANSI")
first = first[["v1", "v2"]]
print(first["v1"].unique())

# %%
second = pd.read_csv("C:\\Users\\me\\Downloads\\part2 (1).csv")
print(second["sentiment"].value_counts().index.tolist(), second["review"].str.len().min() > 0)

# %%
tweets = pd.read_csv("tweets_with_labels.csv", sep="\t")

# %%
second.sample(30000, random_state=1).shape[0] == len(second)
