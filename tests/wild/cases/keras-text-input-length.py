# %% [markdown]
# Messages through an embedding that is told how long they are.

# %%
import pandas as pd
from keras.layers import Dense, Flatten
from keras.layers.embeddings import Embedding
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer

table = pd.read_csv("spam.csv", encoding="latin-1")
texts, labels = table["v2"].astype(str), (table["v1"] == "spam").astype(int)

# %%
tokens = Tokenizer(num_words=500)
tokens.fit_on_texts(texts)
rows = pad_sequences(tokens.texts_to_sequences(texts), maxlen=20)

# %%
clf = Sequential()
clf.add(Embedding(500, 8, input_length=20))
clf.add(Flatten())
clf.add(Dense(1, activation="sigmoid"))
clf.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["acc"])
clf.summary()

# %%
past = clf.fit(rows, labels, epochs=2, batch_size=64, validation_split=0.2, verbose=0)
print(sorted(past.history))
