# %% [markdown]
# Spam among messages: whatever table lies in this folder, with columns found by parts of their names.

# %%
import os

import pandas as pd

found = [name for name in os.listdir(".") if name.endswith(".csv")][0]
table = pd.read_csv(found, encoding="latin-1")
text = next(name for name in table.columns if "v2" in name or "text" in name.lower())
label = next(name for name in table.columns if "v1" in name or "label" in name.lower())
print(len(table) > 500, sorted(table[label].unique()))

# %%
table.head(3).to_csv("three.csv")
print([name for name in os.listdir() if name.endswith(".csv")])
