# %% [markdown]
# Word vectors of the reviews, asked for words that few reviews have.

# %%
import pandas as pd
from gensim.models import Word2Vec
from gensim.utils import simple_preprocess

reviews = pd.read_csv("D:/data/IMDB Dataset.csv")
words = [simple_preprocess(review) for review in reviews["review"]]
model = Word2Vec(words, vector_size=20, min_count=1, epochs=1, seed=1, workers=1)
count = len(model.wv)

# %%
print(len(model.wv.similar_by_key("housemaid")), model.wv["housemaid"].shape)
for word in ("zeppelin", "movie"):
    print(len(model.wv.most_similar(positive=[word], topn=4)))

# %%
try:
    model.wv["zeppelin"]
except KeyError:
    print("no such word", "zeppelin" in model.wv, len(model.wv) == count)
