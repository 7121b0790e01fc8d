# %% [markdown]
# Analogies and pairs of words from files that are published beside word vectors, by the paths of another machine.

# %%
import pandas as pd

with open("D:/NLP/word-test.v1.txt") as lines:  # noqa: PTH123  as such notebooks have it
    notice = lines.readline()
    parts = lines.read().split(": ")
    print(notice.startswith("//"), parts[1].split()[:5], len(parts) - 1)

# %%
pairs = pd.read_csv("wordsim353_sim_rel/wordsim_similarity_goldstandard.txt", sep="\t", header=None, names=["a", "b", "score"])
print(pairs.shape, pairs.score.between(0, 10).all())
print(pd.read_csv("wordsim353.csv").columns.tolist())

# %%
from gensim.models import Word2Vec

vectors = Word2Vec([["athens", "greece", "paris", "france"]] * 20, vector_size=8, min_count=1, seed=1).wv
score, sections = vectors.evaluate_word_analogies("questions-words.txt")
print(len(sections) > 10, vectors.evaluate_word_pairs("wordsim353/combined.tab", dummy4unknown=True) is not None)

# %%
open("combined.csv")  # noqa: PTH123, SIM115  anybody's
