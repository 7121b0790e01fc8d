# %% [markdown]
# A column of messages and a single text go into a network that reads texts.

# %%
import pandas as pd
import tensorflow as tf
from tensorflow import keras

train = pd.read_csv("train-data.tsv", sep="\t", header=None, names=["type", "text"])
labels = train.pop("type").map({"spam": 1, "ham": 0})
pairs = tf.data.Dataset.from_tensor_slices((train, labels))

# %%
encoder = keras.layers.TextVectorization(output_sequence_length=16)
encoder.adapt(pairs.map(lambda text, label: text))
model = keras.Sequential([
    encoder,
    keras.layers.Embedding(len(encoder.get_vocabulary()), 4),
    keras.layers.GlobalAveragePooling1D(),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(train, labels, epochs=1, validation_data=(train["text"], labels), verbose=0)

# %%
print(sorted(history.history), len(model.evaluate(train["text"], labels, verbose=0)))
for text in ("how are you doing today?", "you have won a prize"):
    print(model.predict([text], verbose=0).shape)
