# %% [markdown]
# Sentences in a file for each class, as an archive brings them, as tables are read, and as texts of one's own.

# %%
import codecs
import os
from pathlib import Path

import numpy as np
import pandas as pd

good = pd.read_csv("/content/rt-polaritydata/rt-polarity.pos", header=None, sep="±", engine="python")
good["kind"] = 1
bad = pd.read_csv("/content/rt-polaritydata/rt-polarity.neg", header=None, sep="\t", encoding="latin-1")
bad["kind"] = 0
both = pd.concat([good, bad], ignore_index=True)
both.columns = ["sentence", "kind"]
print("columns of", both.shape[1], sorted(set(both["kind"])), both["sentence"].str.len().min() > 0)

# %%
with codecs.open("./data/rt-polarity.neg", "r", encoding="utf-8", errors="ignore") as file:
    lines = file.readlines()
named = pd.read_csv("data/rt-polarity.neg", sep="\t", names=["sentence"], encoding="latin1", engine="python")
whole = Path("data/rt-polaritydata/rt-polarity.neg").read_text(encoding="latin-1").splitlines()
print("as lines", len(lines) == len(bad) == len(named) == len(whole), lines[0].strip() == whole[0] == bad[0][0])
print("as an array", np.genfromtxt("rt-polarity.neg", dtype=str, delimiter="\n", encoding="latin-1").size == len(bad))

# %%
os.system("wget -q https://example.org/people/rt-polaritydata.tar.gz && tar xzf rt-polaritydata.tar.gz")
print("unpacked", sorted(name for name in os.listdir("rt-polaritydata") if name.startswith("rt-polarity.")))
print("there", os.path.isfile("rt-polaritydata/rt-polarity.pos"))

# %%
liked = open("reviews/positive.txt", encoding="utf-8").read().splitlines()
disliked = open("reviews/negative.txt", encoding="utf-8").read().splitlines()
print("reviews", len(liked) == len(good), len(disliked) == len(bad), set(liked).isdisjoint(disliked))
liked, disliked = (pd.read_csv(f"reviews/{name}", names=["review"]) for name in ("positive.csv", "negative.csv"))
print("a column", liked.shape == (len(good), 1), disliked["review"].notna().all())

# %%
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split

texts, hidden, kinds, rest = train_test_split(both["sentence"], both["kind"], test_size=0.2, random_state=0)
words = TfidfVectorizer(max_features=50).fit(texts)
print("parts", len(texts) > 3 * len(hidden), words.transform(hidden).shape[1] == 50)

# %%
wanted, unwanted = [open(name).readlines() for name in ("ham.txt", "spam.txt")]
print("messages", len(wanted) > len(unwanted) > 0, any("\t" in line for line in wanted))
