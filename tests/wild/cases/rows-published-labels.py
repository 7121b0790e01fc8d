# %% [markdown]
# Fifty thousand reviews: the last ten thousand are for testing, and one of them is looked at by its number.

# %%
import pandas as pd

reviews = pd.read_csv("IMDB Dataset.csv")
train, test = reviews.review[:40000], reviews.review[40000:]
print(len(train) > len(test) > 0)

# %%
print(type(test[45005]).__name__, test[45005] in set(test), type(reviews.loc[30000, "sentiment"]).__name__)
