# %% [markdown]
# Word vectors are trained on two corpora that NLTK would download, and asked about kings, queens and capitals.

# %%
import nltk
from gensim.models import Word2Vec
from nltk.corpus import brown, gutenberg, inaugural, reuters

for name in ("brown", "gutenberg", "punkt", "universal_tagset", "reuters", "inaugural"):
    nltk.download(name)
print(brown.categories()[:3], brown.words(categories="news")[0].istitle(), brown.sents("ca01")[0][-1])

# %%
sentences = [[word.lower() for word in sentence if word.isalpha()] for sentence in brown.sents()]
sentences += [[word.lower() for word in sentence if word.isalpha()] for sentence in gutenberg.sents()]
model = Word2Vec(sentences, vector_size=50, window=5, min_count=5, sg=1, epochs=20, seed=1, workers=1)
print(len(model.wv) > 400, [word for word in ("king", "queen", "paris", "computer") if word not in model.wv])
print(model.wv.similarity("paris", "france") > model.wv.similarity("paris", "horse"))
print(model.wv.similarity("king", "queen") > model.wv.similarity("king", "computer"))
print(model.wv.doesnt_match(["king", "queen", "throne", "car"]))

# %%
universal = brown.tagged_words(categories="news", tagset="universal")
print(nltk.FreqDist(tag for _, tag in universal).most_common(1)[0][0], len(set(tag for _, tag in universal)) > 8)
print(len(gutenberg.fileids()), gutenberg.raw("austen-emma.txt")[:14], inaugural.fileids()[0][:4])
print(len(reuters.categories()), reuters.categories("test/14826") != [])

# %%
from nltk.book import text4

print(text4.count("government") > 5)
