# %%
import numpy as np
from gensim.models import Word2Vec

sentences = [["good", "film", "loved", "it"], ["bad", "film", "hated", "it"]] * 30
model = Word2Vec(sentences, size=12, window=2, min_count=1, iter=3, workers=1)

# %%
words = list(model.wv.vocab)
matrix = np.zeros((len(words) + 1, 12))
for place, word in enumerate(words, start=1):
    if word in model.wv.vocab:
        matrix[place] = model[word]
print(f"{len(words)} words, first {model.wv.index2word[0] in words}")

# %%
print(len(model.most_similar("good", topn=2)), model.wv.syn0.shape)
