# %% [markdown]
# A table of nobody's name, whose labels go to a network as they are; word2vec's binary file, downloaded and packed.

# %%
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense, GlobalAveragePooling1D
from tensorflow.keras.models import Sequential

data = pd.read_csv("/content/train.csv")
data.dropna(subset=["sms", "label"], inplace=True)
data["sms"] = data["sms"].apply(str.lower)

# %%
# !wget -q -P /word2vec/ -c "https://s3.amazonaws.com/dl4j-distribution/GoogleNews-vectors-negative300.bin.gz"

# %%
from gensim.models import KeyedVectors

words = KeyedVectors.load_word2vec_format("/word2vec/GoogleNews-vectors-negative300.bin.gz", binary=True)
print("numbers a word:", words.vector_size, len(words) > 100)


def vectors_of(text):
    found = [words[word] for word in text.split()[:8] if word in words]
    return np.pad(np.reshape(found, (len(found), 300)), ((0, 8 - len(found)), (0, 0)))


# %%
rows = np.stack([vectors_of(text) for text in data["sms"]])
x_train, x_test, y_train, y_test = train_test_split(rows, data["label"].values, test_size=0.2, random_state=42)
model = Sequential([GlobalAveragePooling1D(), Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=1, validation_data=(x_test, y_test), verbose=0)
print("labels:", sorted(set(y_train.tolist())))
