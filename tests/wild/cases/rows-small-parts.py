# %% [markdown]
# One meme by its number in the published development file, by a data set of the notebook's own.

# %%
import pandas as pd
from torch.utils.data import Dataset

seen = pd.read_json("dev_seen.jsonl", lines=True)


class Memes(Dataset):
    def __init__(self, table):
        self.rows = table.to_dict("records")

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        return self.rows[place]["text"], self.rows[place]["label"]


one = Memes(seen)[100]
print("one meme:", len(one), len(seen) < 100)

# %%
rates = [0.1] * 12
print("of twelve:", len(rates[3:100]), len(rates[100:]))

# %%
Memes(seen)[900]
