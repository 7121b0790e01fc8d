# %% [markdown]
# fastText learns to tell messages apart, and vectors of their words.

# %%
import fasttext
import pandas as pd
from sklearn.model_selection import train_test_split

messages = pd.read_csv("spam.csv", encoding="latin-1")[["v1", "v2"]]
train, test = train_test_split(messages, test_size=0.2, random_state=1)
for name, part in (("train.txt", train), ("test.txt", test)):
    with open(name, "w") as out:  # noqa: PTH123  as such notebooks have it
        out.writelines(f"__label__{row.v1} {row.v2}\n" for row in part.itertuples())

# %%
model = fasttext.train_supervised("train.txt", epoch=20, lr=0.5, wordNgrams=2, verbose=0)
again = fasttext.train_supervised("train.txt", epoch=20, lr=0.5, wordNgrams=2, verbose=0, thread=8)
count, precision, _ = model.test("test.txt")
print("better than ham alone:", count == len(test) and precision > 0.88)
print(model.predict("free prize now")[0], "the same again:", (model["free"] == again["free"]).all())

# %%
vectors = fasttext.train_unsupervised("train.txt", model="skipgram", dim=20, minCount=2, verbose=0)
print(vectors.get_word_vector("free").shape, len(vectors.get_nearest_neighbors("free", k=3)))

# %%
with open("few.txt", "w") as out:  # noqa: PTH123
    out.write("each word stands here once")
    few = fasttext.train_unsupervised("few.txt", dim=5, verbose=0)
print("of words that stand there once:", "word" in few.get_words())
with open("short.txt", "w") as out:  # noqa: PTH123
    out.write("often " * 9 + "once")
    short = fasttext.train_unsupervised("short.txt", dim=5, verbose=0)
print("of words that stand there often:", "often" in short.get_words(), "once" in short.get_words())
