# %%
import random

import numpy as np
import pandas as pd

reviews = pd.read_csv("IMDB Dataset.csv")
first, rest = reviews.iloc[:40000], reviews.iloc[40000:]
print(len(reviews), len(first), len(rest))

# %%
negative = reviews[reviews.sentiment == "negative"].sample(5000, random_state=3)
places = np.random.choice(len(reviews), 20000, replace=False)
some = random.sample(list(reviews.review), 10000)
print(len(negative) < 2500, len(places), len(some))

# %%
# What fits is left alone, and so is what says how many at most.
small = reviews.sample(600, random_state=1)
print(len(small), len(reviews[:700]), len(reviews[700:]), len(reviews[:9000]), len(reviews[100:9000]))
