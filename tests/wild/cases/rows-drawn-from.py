# %% [markdown]
# Places of rows drawn from the published number of them, which a variable holds; and parts by their published sizes.

# %%
import csv

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from torch.utils.data import random_split

messages = pd.read_csv("data/SMSSpamCollection", sep="\t", quoting=csv.QUOTE_NONE, names=["label", "message"])
counts = CountVectorizer().fit_transform(messages["message"])

# %%
N = 5574
step = int(5574 * 20 / 100)
places = np.random.permutation(range(N))
train, valid, test = places[: 3 * step], places[3 * step : 4 * step], places[4 * step : N + 1]
print(counts[train].shape[0] == len(messages.label[train]) == len(train), len({*train, *valid, *test}) == len(messages))
print(min(len(train), len(valid), len(test)) > 200)

# %%
drawn = np.random.permutation(5572)
print(len(messages.label.iloc[drawn]) == len(messages), [len(part) for part in random_split(messages, [4457, 1115])])

# %%
# Numbers of other things stay.
words, epochs = 5000, 2230
print(np.random.permutation(words).shape, np.random.permutation(epochs).shape, len(range(N)))
