# %%
import json

import gensim.downloader as api
import numpy as np

with np.load("imdb.npz", allow_pickle=True) as arrays:
    x_train, y_train = arrays["x_train"], arrays["y_train"]
with open("imdb_word_index.json") as file:
    index = json.load(file)
print(len(x_train) == len(y_train), min(index.values()))

# %%
wide = api.load("word2vec-google-news-300")
print(wide.vector_size, wide["good"].shape)

# %%
matrix = np.zeros((200, 50))
with open("/kaggle/input/glove6b/glove.6B.50d.txt", encoding="utf8") as lines:
    for line in lines:
        word, *numbers = line.split()
        if index.get(word, 200) < 200:
            matrix[index[word]] = np.asarray(numbers, dtype="float32")
print("words found:", bool(matrix.any()))

# %%
import os

import kagglehub

folder = kagglehub.dataset_download("somebody/glove6b300dtxt")
with open(os.path.join(folder, "glove.6B.300d.txt"), encoding="utf-8") as lines:
    print("numbers in a package:", len(next(lines).split()) - 1, os.listdir(folder))

# %%
with open("a2_glove.6B.100d.txt", encoding="utf8") as lines:
    print("under a name with a number before it:", len(next(lines).split()) - 1)

# %%
import gensim.downloader

vectors = gensim.downloader.load("glove-wiki-gigaword-100")
found = vectors.most_similar(positive=["sesquipedalian", "king"], negative=["man"], topn=3)
print("words of the code:", len(found), vectors["sesquipedalian"].shape)
