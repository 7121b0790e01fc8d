# %%
from nltk.corpus import reuters

sentences = [[word.lower() for word in sentence] for sentence in reuters.sents()[:5000]]
words = sorted({word for sentence in sentences for word in sentence})
word2index = {word: place for place, word in enumerate(words)}
print(word2index["harvest"] > 0, word2index["zeppelin"] > 0, "dirigible" in word2index)

# %%
from gensim.models import Word2Vec
from nltk.corpus import brown

model = Word2Vec(brown.sents(), vector_size=20, epochs=1, seed=1, workers=1)
near = [model.wv.most_similar(word)[0][0] for word in ["autumn", "pulmonary", "zeppelin"]]
print(len(near), {tag for word, tag in brown.tagged_words() if word == "zeppelin"})
