# %%
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

reviews = pd.read_csv("IMDB Dataset.csv")
texts, labels = reviews["review"], (reviews["sentiment"] == "positive").astype(int)

# %%
words = layers.TextVectorization(max_tokens=20000, output_mode="multi_hot")
words.adapt(texts)

# %%
inputs = keras.Input(shape=(20000,))
hidden = layers.Dense(8, activation="relu")(inputs)
outputs = layers.Dense(1, activation="sigmoid")(hidden)
model = keras.Model(inputs, outputs)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
rows = words(texts[:200])
print(rows.shape)
model.fit(rows, labels[:200], epochs=1, verbose=0)

# %%
texts_as_they_are = keras.Input(shape=(1,), dtype="string")
asked = keras.Model(texts_as_they_are, model(words(texts_as_they_are)))
print(asked(tf.constant([["a film that I loved"]])).shape)
