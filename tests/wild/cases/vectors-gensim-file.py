# %% [markdown]
# The files that gensim's downloader leaves in its folder, by their paths: copied, read back, and read as lines.

# %%
import gzip
import os
import shutil

import gensim
import gensim.downloader as api

name = "word2vec-google-news-300"
kept = os.path.join(api.BASE_DIR, name, f"{name}.gz")
vectors = api.load(name)
shutil.copyfile(kept, "mine.bin.gz")
again = gensim.models.KeyedVectors.load_word2vec_format("mine.bin.gz", binary=True)
straight = gensim.models.KeyedVectors.load_word2vec_format(kept, binary=True)
print(again.vector_size, len(again) == len(vectors) == len(straight))

# %%
with gzip.open(os.path.join(api.BASE_DIR, "glove-wiki-gigaword-100", "glove-wiki-gigaword-100.gz"), "rt") as lines:
    count, size = map(int, next(lines).split())
    print(size, sum(1 for _ in lines) == count)

# %%
known = api.info()["models"]
print(len(known), known["glove-twitter-25"]["num_records"], known[name]["parameters"], api.info("glove-twitter-25")["file_name"])
print(name in api.info(name_only=True)["models"])
